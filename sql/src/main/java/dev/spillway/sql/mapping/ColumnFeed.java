package dev.spillway.sql.mapping;

import dev.spillway.wire.ResultFailure;
import dev.spillway.wire.row.RowWriter;

/** The values of one column in the batch of rows that its database is at, on their way into its field. One thread. */
public interface ColumnFeed {
    /** Whether the value is NULL in a row of the batch, counted from 0. */
    boolean isNull(int row);

    /** Writes a value into the field. Not asked for NULL. */
    void write(int row, RowWriter out) throws ResultFailure;
}
