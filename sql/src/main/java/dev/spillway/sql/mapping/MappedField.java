package dev.spillway.sql.mapping;

import dev.spillway.wire.Field;

/** A field of the row, with what feeds it. */
public sealed interface MappedField<T extends ColumnType> permits MappedColumn, MappedGroup {
    Field field();
}
