package dev.spillway.sql.postgres;

import dev.spillway.sql.mapping.ColumnFeed;
import dev.spillway.sql.mapping.MappedColumn;
import dev.spillway.wire.ResultFailure;
import dev.spillway.wire.row.RowWriter;

/** A column of single values. */
final class CopyColumn implements ColumnFeed {
    private final CopyRow row;
    private final int column;
    private final CopyValue value;
    private final ValueEncoder encoder;

    CopyColumn(CopyRow row, MappedColumn<PostgresType> mapped) {
        this.row = row;
        this.column = mapped.column().index();
        this.value = new CopyValue(row, mapped.column().name());
        this.encoder = ValueEncoder.of(mapped);
    }

    @Override
    public boolean isNull(int only) {
        return row.length(column) < 0;
    }

    @Override
    public void write(int only, RowWriter out) throws ResultFailure {
        encoder.write(value.at(row.start(column), row.length(column)), out);
    }
}
