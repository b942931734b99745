package dev.spillway.sql.duckdb;

import dev.spillway.wire.RowSchema;
import java.util.List;

/**
 * A query that was found to be good.
 *
 * @param names the parameter of each {@code ?}, in order
 * @param columns in their own order
 * @param mapped in the order of the fields
 */
record CheckedQuery(
        String sql,
        List<String> names,
        List<DescribedColumn> columns,
        List<DescribedColumn.Mapped> mapped,
        RowSchema row) {}
