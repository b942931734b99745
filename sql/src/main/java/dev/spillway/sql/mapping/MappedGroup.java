package dev.spillway.sql.mapping;

import dev.spillway.wire.Group;
import java.util.List;

/**
 * A message within the row, with what feeds its fields.
 *
 * @param fields by ascending field number
 */
public record MappedGroup<T extends ColumnType>(Group field, List<MappedField<T>> fields) implements MappedField<T> {}
