package dev.spillway.server.grpc;

import java.net.InetSocketAddress;

/**
 * How an origin is reached.
 *
 * @param reflection whether clients may ask for the descriptors of the services
 */
public record OriginSettings(InetSocketAddress listen, boolean reflection) {}
