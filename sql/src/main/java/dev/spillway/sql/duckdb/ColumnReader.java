package dev.spillway.sql.duckdb;

import dev.spillway.sql.mapping.ColumnFeed;
import dev.spillway.sql.mapping.MappedColumn;
import dev.spillway.wire.ResultFailure;
import dev.spillway.wire.RowSchema;
import dev.spillway.wire.row.FlatColumn;
import java.util.Optional;

/** A column of a batch on its way into its field. */
sealed interface ColumnReader extends ColumnFeed permits ValueReader, ListReader {
    /**
     * Moves to a batch.
     *
     * @param rowsBefore rows of the result before this batch
     */
    void load(Batch batch, long rowsBefore) throws ResultFailure;

    /** The column for many rows at once, where that is possible; loaded with it. */
    default Optional<FlatColumn> flat() {
        return Optional.empty();
    }

    /** A column on its way into a field of the row. */
    static ColumnReader of(MappedColumn<DuckDbType> mapped, RowSchema row) {
        return mapped.type().isList() ? new ListReader(mapped) : new ValueReader(mapped, row);
    }
}
