package dev.spillway.sql.mapping;

import dev.spillway.wire.RowSchema;
import java.util.List;

/**
 * A query that was found to be good.
 *
 * @param sql with {@code ?} for each parameter
 * @param names the parameter of each {@code ?}, in order
 * @param columns in their own order
 * @param fields by ascending field number
 * @param row with the columns that are fed, and no other
 */
public record CheckedQuery<T extends ColumnType>(
        String sql, List<String> names, List<DescribedColumn<T>> columns, List<MappedField<T>> fields, RowSchema row) {}
