package dev.spillway.sql.duckdb;

import dev.spillway.sql.mapping.MappedColumn;
import dev.spillway.wire.ResultFailure;
import dev.spillway.wire.row.RowWriter;

/** A column of single values. */
final class ValueReader implements ColumnReader {
    private final int column;
    private final ColumnMemory memory;
    private final ValueEncoder encoder;

    ValueReader(MappedColumn<DuckDbType> mapped) {
        column = mapped.column().index();
        memory = new ColumnMemory(mapped.column().name(), mapped.type().scalar().layouts());
        encoder = ValueEncoder.of(mapped);
    }

    @Override
    public void load(Batch batch, long rowsBefore) throws ResultFailure {
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
