package dev.spillway.sql.mapping;

import dev.spillway.wire.Column;

/**
 * A column, and the field that it feeds.
 *
 * @param type the column's own, which has an encoding
 */
public record MappedColumn<T extends ColumnType>(DescribedColumn<T> column, T type, Column field)
        implements MappedField<T> {}
