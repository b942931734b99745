package dev.spillway.app.config;

import dev.spillway.wire.Parameter;
import dev.spillway.wire.ParameterType;
import dev.spillway.wire.Value;
import java.util.Optional;

/**
 * A parameter of a stream.
 *
 * @param defaultValue what is used where a request does not give the parameter
 * @param min smallest value, inclusive; where it is not said: the type's own
 * @param max largest value, inclusive; where it is not said: the type's own
 */
public record ParameterSection(
        ParameterType type, @Key("default") Value defaultValue, Optional<Value> min, Optional<Value> max)
        implements Section {
    Parameter named(String name) {
        return new Parameter(name, type, defaultValue, min, max);
    }
}
