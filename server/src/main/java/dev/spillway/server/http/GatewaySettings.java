package dev.spillway.server.http;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

/**
 * How results are reached over HTTP.
 *
 * @param commitAfter when the status leaves at the latest, although nothing of the result is there yet
 */
public record GatewaySettings(InetSocketAddress listen, List<Trigger> triggers, Duration commitAfter) {
    public GatewaySettings {
        triggers = List.copyOf(triggers);
    }
}
