package dev.spillway.app.config;

/** A record whose components are the keys of a part of the file, in snake case. */
public sealed interface Section
        permits Configuration,
                OriginSection,
                GatewaySection,
                TriggerSection,
                DatabaseSection,
                StreamSection,
                ParameterSection,
                SpoolSection {}
