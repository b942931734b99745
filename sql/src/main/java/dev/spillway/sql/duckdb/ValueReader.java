package dev.spillway.sql.duckdb;

import dev.spillway.sql.mapping.MappedColumn;
import dev.spillway.wire.Column;
import dev.spillway.wire.ResultFailure;
import dev.spillway.wire.RowSchema;
import dev.spillway.wire.row.FlatColumn;
import dev.spillway.wire.row.FlatIntegers;
import dev.spillway.wire.row.FlatTexts;
import dev.spillway.wire.row.RowWriter;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A column of single values. */
final class ValueReader implements ColumnReader {
    private final int column;
    private final ColumnMemory memory;
    private final ValueEncoder encoder;
    private final Column field;
    private final DuckDbScalar type;
    private @Nullable FlatColumn flat;

    ValueReader(MappedColumn<DuckDbType> mapped) {
        field = mapped.field();
        type = mapped.type().scalar();
        column = mapped.column().index();
        memory = new ColumnMemory(mapped.column().name(), mapped.type().scalar().layouts());
        encoder = ValueEncoder.of(mapped);
    }

    @Override
    public void load(Batch batch, long rowsBefore) throws ResultFailure {
        memory.load(batch, batch.column(column), rowsBefore);
        switch (flat) {
            case FlatIntegers integers -> memory.load(integers);
            case FlatTexts texts -> memory.load(texts);
            case null -> {}
        }
    }

    @Override
    public Optional<FlatColumn> flat(RowSchema row) {
        Optional<FlatColumn> made = switch (type) {
            case INTEGER -> FlatIntegers.of(row, field, Integer.BYTES);
            case BIGINT -> FlatIntegers.of(row, field, Long.BYTES);
            case VARCHAR, JSON, BLOB -> FlatTexts.of(row, field);
            default -> Optional.empty();
        };
        flat = made.orElse(null);
        return made;
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
