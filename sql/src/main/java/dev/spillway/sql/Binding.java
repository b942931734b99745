package dev.spillway.sql;

import dev.spillway.source.Arguments;
import dev.spillway.wire.Reason;
import dev.spillway.wire.ResultFailure;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;

/** Gives a statement its arguments, each in the type of its parameter. */
public final class Binding {
    /** DuckDB's driver takes a day before this one for a day after it, and wraps what lies beyond the last. */
    private static final LocalDate FIRST_DAY = LocalDate.of(1, 1, 1);

    private static final LocalDate LAST_DAY = LocalDate.of(290_000, 12, 31);
    private static final Instant FIRST = FIRST_DAY.atStartOfDay().toInstant(ZoneOffset.UTC);
    private static final Instant LAST = LAST_DAY.atStartOfDay().toInstant(ZoneOffset.UTC);

    private Binding() {}

    /**
     * Binds what stands at each {@code ?}.
     *
     * @param names the parameter of each, in order
     */
    public static void bind(PreparedStatement statement, List<String> names, Arguments arguments)
            throws SQLException, ResultFailure {
        for (int i = 0; i < names.size(); i++) {
            bind(statement, i + 1, names.get(i), arguments.value(names.get(i)));
        }
    }

    private static void bind(PreparedStatement statement, int index, String name, Object value)
            throws SQLException, ResultFailure {
        requireRange(name, value);
        switch (value) {
            case Boolean bool -> statement.setBoolean(index, bool);
            case Integer number -> statement.setInt(index, number);
            case Long number -> statement.setLong(index, number);
            case Double number -> statement.setDouble(index, number);
            case String text -> statement.setString(index, text);
            case LocalDate day -> statement.setObject(index, day);
            case Instant instant -> statement.setObject(index, instant.atOffset(ZoneOffset.UTC));
            default -> throw new IllegalArgumentException(name + ": " + value.getClass());
        }
    }

    /** A day or an instant is one that databases have. */
    public static void requireRange(String name, Object value) throws ResultFailure {
        switch (value) {
            case LocalDate day -> requireRange(name, day, FIRST_DAY, LAST_DAY);
            case Instant instant -> requireRange(name, instant, FIRST, LAST);
            default -> {}
        }
    }

    private static <T extends Comparable<? super T>> void requireRange(String name, T value, T first, T last)
            throws ResultFailure {
        if (value.compareTo(first) < 0 || value.compareTo(last) > 0) {
            throw new ResultFailure(
                    Reason.INVALID_PARAMETER, name + ": " + value + " (expected: " + first + "…" + last + ")");
        }
    }
}
