package dev.spillway.wire;

import java.util.List;

/** A named, parameterised definition that an origin serves. */
public record StreamInfo(String name, List<Parameter> parameters, Content content, Replay replay) {
    public StreamInfo {
        parameters = List.copyOf(parameters);
    }
}
