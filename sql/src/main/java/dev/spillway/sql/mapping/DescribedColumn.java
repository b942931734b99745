package dev.spillway.sql.mapping;

import java.util.Optional;

/**
 * A column of a statement, as its database describes it.
 *
 * @param index place among the columns of the statement, from 0
 * @param sqlType in the words of the database: {@code DECIMAL(12,2)}
 * @param type empty if the type has no encoding
 */
public record DescribedColumn<T extends ColumnType>(int index, String name, String sqlType, Optional<T> type) {}
