package dev.spillway.sql.duckdb;

import dev.spillway.sql.mapping.MappedColumn;
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
    private final @Nullable FlatColumn flat;

    ValueReader(MappedColumn<DuckDbType> mapped, RowSchema row) {
        column = mapped.column().index();
        memory = new ColumnMemory(mapped.column().name(), mapped.type().scalar().layouts());
        encoder = ValueEncoder.of(mapped);
        flat = flat(mapped, row).orElse(null);
    }

    private static Optional<FlatColumn> flat(MappedColumn<DuckDbType> mapped, RowSchema row) {
        return switch (mapped.type().scalar()) {
            case INTEGER -> FlatIntegers.of(row, mapped.field(), Integer.BYTES);
            case BIGINT -> FlatIntegers.of(row, mapped.field(), Long.BYTES);
            case VARCHAR, JSON, BLOB -> FlatTexts.of(row, mapped.field());
            default -> Optional.empty();
        };
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
    public Optional<FlatColumn> flat() {
        return Optional.ofNullable(flat);
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
