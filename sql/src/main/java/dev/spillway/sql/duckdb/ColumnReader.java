package dev.spillway.sql.duckdb;

import dev.spillway.wire.ResultFailure;
import dev.spillway.wire.row.RowWriter;
import org.apache.arrow.vector.VectorSchemaRoot;

/** A column on its way into its field. One thread. */
final class ColumnReader {
    private final int column;
    private final int field;
    private final ColumnMemory memory;
    private final ValueEncoder encoder;

    ColumnReader(DescribedColumn.Mapped mapped) {
        column = mapped.column().index();
        field = mapped.field().number();
        memory = new ColumnMemory(mapped.column().name(), mapped.type().layout());
        encoder = ValueEncoder.of(mapped);
    }

    /** @param rowsBefore rows of the result before this batch */
    void load(VectorSchemaRoot batch, long rowsBefore) throws ResultFailure {
        memory.load(batch.getVector(column), rowsBefore);
    }

    void write(int row, RowWriter out) throws ResultFailure {
        if (memory.isNull(row)) {
            out.nil(field);
        } else {
            encoder.write(memory, row, out);
        }
    }
}
