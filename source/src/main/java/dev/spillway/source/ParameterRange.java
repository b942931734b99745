package dev.spillway.source;

import dev.spillway.wire.Parameter;
import dev.spillway.wire.ParameterType;
import dev.spillway.wire.Reason;
import dev.spillway.wire.ResultFailure;
import dev.spillway.wire.Value;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The values that a parameter takes: of its type, within its bounds. Nothing is rounded to fit. */
final class ParameterRange {
    private static final int MAX_SHOWN = 100;

    private final Parameter parameter;
    private final @Nullable Comparable<Object> min;
    private final @Nullable Comparable<Object> max;

    private ParameterRange(Parameter parameter, @Nullable Comparable<Object> min, @Nullable Comparable<Object> max) {
        this.parameter = parameter;
        this.min = min;
        this.max = max;
    }

    /** @throws IllegalArgumentException a bound is not of the parameter's type */
    static ParameterRange of(Parameter parameter) {
        return new ParameterRange(parameter, bound(parameter, parameter.min()), bound(parameter, parameter.max()));
    }

    private static @Nullable Comparable<Object> bound(Parameter parameter, Optional<Value> value) {
        if (value.isEmpty()) {
            return null;
        }
        Comparable<Object> bound = convert(parameter.type(), value.get());
        if (bound == null) {
            throw new IllegalArgumentException(
                    parameter.name() + ": bound " + value.get() + " (expected: " + parameter.type() + ")");
        }
        return bound;
    }

    Object check(Value value) throws ResultFailure {
        Comparable<Object> converted = convert(parameter.type(), value);
        if (converted == null
                || (min != null && converted.compareTo(min) < 0)
                || (max != null && converted.compareTo(max) > 0)) {
            throw new ResultFailure(
                    Reason.INVALID_PARAMETER,
                    parameter.name() + ": " + shown(value.toString()) + " (expected: " + expected() + ")");
        }
        return converted;
    }

    /** What was sent, as far as a message has room for it. */
    static String shown(String sent) {
        return sent.length() <= MAX_SHOWN ? sent : sent.substring(0, MAX_SHOWN) + "…";
    }

    private String expected() {
        Object low = min != null ? min : lowest(parameter.type());
        Object high = max != null ? max : highest(parameter.type());
        if (low != null && high != null) {
            return low + "…" + high;
        }
        String type = switch (parameter.type()) {
            case BOOL -> "true or false";
            case DATE -> "a date such as 2026-01-31";
            case TIMESTAMP -> "an instant such as 2026-01-31T12:00:00Z, at most microseconds";
            case STRING -> "text";
            case DOUBLE -> "a number";
            case INT32, INT64 -> "an integer";
        };
        if (low != null) {
            return type + " >= " + low;
        }
        return high != null ? type + " <= " + high : type;
    }

    private static @Nullable Object lowest(ParameterType type) {
        return switch (type) {
            case INT32 -> Integer.MIN_VALUE;
            case INT64 -> Long.MIN_VALUE;
            default -> null;
        };
    }

    private static @Nullable Object highest(ParameterType type) {
        return switch (type) {
            case INT32 -> Integer.MAX_VALUE;
            case INT64 -> Long.MAX_VALUE;
            default -> null;
        };
    }

    /** The value in the parameter's type; null if it is none of that type. */
    @SuppressWarnings("unchecked")
    private static @Nullable Comparable<Object> convert(ParameterType type, Value value) {
        try {
            Object converted = switch (type) {
                case BOOL -> bool(value);
                case INT32 -> number(value).intValueExact();
                case INT64 -> number(value).longValueExact();
                case DOUBLE -> float64(value);
                case STRING -> value instanceof Value.Text text ? text.value() : null;
                case DATE -> LocalDate.parse(value.toString());
                case TIMESTAMP -> timestamp(value.toString());
            };
            return (Comparable<Object>) converted;
        } catch (ArithmeticException | NumberFormatException | java.time.DateTimeException e) {
            return null;
        }
    }

    private static @Nullable Boolean bool(Value value) {
        return switch (value) {
            case Value.Bool bool -> bool.value();
            case Value.Text(String text) when text.equals("true") -> true;
            case Value.Text(String text) when text.equals("false") -> false;
            default -> null;
        };
    }

    private static BigDecimal number(Value value) {
        return switch (value) {
            case Value.Int64(long number) -> BigDecimal.valueOf(number);
            case Value.Uint64 unsigned -> new BigDecimal(unsigned.toString());
            case Value.Float64(double number) -> BigDecimal.valueOf(number);
            case Value.Text(String text) when text.matches("[+-]?[0-9]{1,40}") -> new BigDecimal(text);
            default -> throw new NumberFormatException("no integer");
        };
    }

    private static @Nullable Double float64(Value value) {
        if (value instanceof Value.Float64(double number)) {
            return number;
        }
        if (value instanceof Value.Text(String text)) {
            if (text.matches("[+-]?(NaN|Infinity)")) {
                return Double.valueOf(text);
            }
            boolean plain = text.matches("[+-]?[0-9.]{1,400}([eE][+-]?[0-9]{1,4})?");
            return plain && Double.isFinite(Double.parseDouble(text)) ? Double.valueOf(text) : null;
        }
        double converted = number(value).doubleValue();
        return new BigDecimal(converted).compareTo(number(value)) == 0 ? converted : null;
    }

    private static @Nullable Instant timestamp(String text) {
        Instant instant = OffsetDateTime.parse(text).toInstant();
        return instant.equals(instant.truncatedTo(ChronoUnit.MICROS)) ? instant : null;
    }
}
