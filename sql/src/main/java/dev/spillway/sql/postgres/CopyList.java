package dev.spillway.sql.postgres;

import dev.spillway.sql.mapping.ColumnFeed;
import dev.spillway.sql.mapping.MappedColumn;
import dev.spillway.wire.ResultFailure;
import dev.spillway.wire.row.RowWriter;

/**
 * A column of arrays: how many dimensions, flags, the type, for each dimension its size and first index, and then the values,
 * each behind its length.
 */
final class CopyList implements ColumnFeed {
    private static final int TYPE_HEAD = 3 * Integer.BYTES;
    private static final int DIMENSION = 2 * Integer.BYTES;

    private final CopyRow row;
    private final int column;
    private final int field;
    private final CopyValue value;
    private final ValueEncoder encoder;

    CopyList(CopyRow row, MappedColumn<PostgresType> mapped) {
        this.row = row;
        this.column = mapped.column().index();
        this.field = mapped.field().number();
        this.value = new CopyValue(row, mapped.column().name());
        this.encoder = ValueEncoder.of(mapped);
    }

    @Override
    public boolean isNull(int only) {
        return row.length(column) < 0;
    }

    @Override
    public void write(int only, RowWriter out) throws ResultFailure {
        int start = row.start(column);
        value.at(start, row.length(column));
        int dimensions = value.int32();
        if (dimensions > 1) {
            throw value.refused("an array of " + dimensions + " dimensions (expected: one)");
        }
        out.startList(field);
        if (dimensions == 1) {
            int count = value.int32(TYPE_HEAD);
            int at = start + TYPE_HEAD + DIMENSION;
            for (int i = 0; i < count; i++) {
                int length = value.at(at, Integer.BYTES).int32();
                at += Integer.BYTES;
                if (length < 0) {
                    throw value.refused("NULL in a list (expected: a value; leave NULL out, or coalesce it)");
                }
                encoder.write(value.at(at, length), out);
                at += length;
            }
        }
        out.endList();
    }
}
