package dev.spillway.sql.duckdb;

import dev.spillway.sql.mapping.ColumnFeed;
import dev.spillway.sql.mapping.MappedColumn;
import dev.spillway.wire.ResultFailure;
import dev.spillway.wire.row.RowWriter;

/** A column of a batch on its way into its field. */
final class ColumnReader implements ColumnFeed {
    private final int column;
    private final ColumnMemory memory;
    private final ValueEncoder encoder;

    ColumnReader(MappedColumn<DuckDbType> mapped) {
        column = mapped.column().index();
        memory = new ColumnMemory(mapped.column().name(), mapped.type().scalar().layouts());
        encoder = ValueEncoder.of(mapped);
    }

    /** @param rowsBefore rows of the result before this batch */
    void load(Batch batch, long rowsBefore) throws ResultFailure {
        memory.load(batch, batch.column(column), rowsBefore);
    }

    @Override
    public boolean isNull(int row) {
        return memory.isNull(row);
    }

    @Override
    public void write(int row, RowWriter out) throws ResultFailure {
        encoder.write(memory, row, out);
    }
}
