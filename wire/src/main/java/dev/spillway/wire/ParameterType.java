package dev.spillway.wire;

import java.util.Locale;

/** The type of a parameter. Its name in lower case is how configuration and messages call it. */
public enum ParameterType {
    BOOL,
    INT32,
    INT64,
    DOUBLE,
    STRING,
    /** A day, ISO 8601: {@code 2026-01-31}. */
    DATE,
    /** An instant, RFC 3339, at most microseconds: {@code 2026-01-31T12:00:00Z}. */
    TIMESTAMP;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
