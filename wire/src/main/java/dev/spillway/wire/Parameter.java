package dev.spillway.wire;

import java.util.Optional;

/**
 * A declared parameter of a stream.
 *
 * @param defaultValue what is used where a query does not give the parameter
 * @param min smallest value, inclusive; empty: the type's own
 * @param max largest value, inclusive; empty: the type's own
 */
public record Parameter(
        String name, ParameterType type, Value defaultValue, Optional<Value> min, Optional<Value> max) {}
