package dev.spillway.source;

import dev.spillway.wire.Parameter;
import dev.spillway.wire.Reason;
import dev.spillway.wire.ResultFailure;
import dev.spillway.wire.Value;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The parameters of one run: each declared one, checked, with a value of its type.
 *
 * <p>The value of a parameter is a {@link Boolean}, {@link Integer}, {@link Long}, {@link Double}, {@link String}, {@link
 * LocalDate} or {@link Instant}, by its type.
 */
public final class Arguments {
    /** No parameter. */
    public static final Arguments NONE = new Arguments(Map.of());

    private final Map<String, Object> values;

    private Arguments(Map<String, Object> values) {
        this.values = values;
    }

    /**
     * Checks what was given against what is declared; what is absent takes its default.
     *
     * @throws ResultFailure INVALID_PARAMETER: the message names the parameter, the value and what was expected
     */
    public static Arguments bind(List<Parameter> declared, Map<String, Value> given) throws ResultFailure {
        Map<String, Object> values = new LinkedHashMap<>();
        for (Parameter parameter : declared) {
            Value value = given.getOrDefault(parameter.name(), parameter.defaultValue());
            values.put(parameter.name(), ParameterRange.of(parameter).check(value));
        }
        Set<String> names = values.keySet();
        for (Map.Entry<String, Value> each : given.entrySet()) {
            if (!names.contains(each.getKey())) {
                throw new ResultFailure(
                        Reason.INVALID_PARAMETER,
                        ParameterRange.shown(each.getKey()) + ": no such parameter (expected: "
                                + (names.isEmpty() ? "none" : String.join(", ", names)) + ")");
            }
        }
        return new Arguments(values);
    }

    /** The values of the defaults. */
    public static Arguments defaults(List<Parameter> declared) {
        try {
            return bind(declared, Map.of());
        } catch (ResultFailure e) {
            throw new IllegalArgumentException("default of " + e.getMessage(), e);
        }
    }

    /** The value of a parameter. */
    public Object value(String name) {
        Object value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException(name + ": no such parameter (expected: one of " + values.keySet() + ")");
        }
        return value;
    }

    /** The value of an int32 or int64 parameter. */
    public long int64(String name) {
        return ((Number) value(name)).longValue();
    }

    public double float64(String name) {
        return (Double) value(name);
    }

    public boolean bool(String name) {
        return (Boolean) value(name);
    }

    public String string(String name) {
        return (String) value(name);
    }

    public LocalDate date(String name) {
        return (LocalDate) value(name);
    }

    public Instant timestamp(String name) {
        return (Instant) value(name);
    }

    /** As people write them: {@code user_id=1, max_results=10}. */
    @Override
    public String toString() {
        String text = values.toString();
        return text.substring(1, text.length() - 1);
    }
}
