package dev.spillway.render;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What columns of 64-bit integers are in JSON: every value of the column, never some of them. */
public enum Int64As {
    NUMBER,

    /** For readers that round numbers beyond 2^53. */
    STRING;

    /** The constant of a name that {@link #toString} gives. */
    public static Optional<Int64As> named(String name) {
        return Arrays.stream(values())
                .filter(each -> each.toString().equals(name))
                .findFirst();
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
