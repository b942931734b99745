package dev.spillway.app.config;

import java.util.Map;

/** What a configuration file says. Its records are its sections; their components, in snake case, are its keys. */
public record Configuration(
        OriginSection origin,
        GatewaySection gateway,
        Map<String, DatabaseSection> databases,
        Map<String, StreamSection> streams)
        implements Section {}
