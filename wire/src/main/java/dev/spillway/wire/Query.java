package dev.spillway.wire;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** A stream's name and its parameters by name; what is absent takes its default. */
public record Query(String stream, Map<String, Value> parameters) {
    public Query {
        parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
    }
}
