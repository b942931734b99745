package dev.spillway.server.grpc;

import java.net.InetSocketAddress;
import java.util.List;

/**
 * How an origin is reached.
 *
 * @param reflection whether clients may ask for the descriptors of the services
 * @param methods methods of other services that are served, each once
 * @param maxMessageBytes the largest message of one of these methods
 */
public record OriginSettings(
        InetSocketAddress listen, boolean reflection, List<TypedMethod> methods, int maxMessageBytes) {
    public OriginSettings {
        methods = List.copyOf(methods);
    }
}
