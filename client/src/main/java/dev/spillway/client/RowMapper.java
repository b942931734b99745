package dev.spillway.client;

/**
 * Makes an object of a row.
 *
 * @param <T> what a row becomes
 */
@FunctionalInterface
public interface RowMapper<T> {
    /** The object of a row, which is valid during the call; never null. */
    T map(Row row);
}
