package dev.spillway.server.http;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

/**
 * How results are reached over HTTP.
 *
 * @param commitAfter when the status leaves at the latest, although nothing of the result is there yet
 * @param corsOrigins origins of web pages whose scripts may read answers: {@code https://example.com}, or only {@code *}
 */
public record GatewaySettings(
        InetSocketAddress listen, List<Trigger> triggers, Duration commitAfter, List<String> corsOrigins) {
    public GatewaySettings {
        triggers = List.copyOf(triggers);
        corsOrigins = List.copyOf(corsOrigins);
    }
}
