package dev.spillway.wire.row;

import dev.spillway.wire.Column;
import dev.spillway.wire.ColumnKind;
import dev.spillway.wire.RowSchema;
import java.nio.ByteBuffer;
import java.util.Optional;

/** Signed integers of 32 or 64 bits in a field that takes all of them as they are: {@code int32}, {@code int64}. */
public final class FlatIntegers extends FlatColumn {
    private final boolean wide;
    private ByteBuffer values = NONE;

    private FlatIntegers(Column field, boolean wide) {
        super(field);
        this.wide = wide;
    }

    /**
     * A column for a field; empty if the field does not take it so.
     *
     * @param bytes of a value in memory: 4 or 8
     */
    public static Optional<FlatColumn> of(RowSchema row, Column field, int bytes) {
        boolean wide = bytes == Long.BYTES;
        boolean taken = field.kind() == ColumnKind.INT64 || (field.kind() == ColumnKind.INT32 && !wide);
        return taken && isFlat(row, field) ? Optional.of(new FlatIntegers(field, wide)) : Optional.empty();
    }

    /**
     * Moves to a batch.
     *
     * @param hasNulls whether {@code validity} is to be asked
     */
    public void load(ByteBuffer validity, boolean hasNulls, ByteBuffer values) {
        loadValidity(validity, hasNulls);
        this.values = littleEndian(values);
    }

    private long value(int row) {
        return wide ? values.getLong(row * Long.BYTES) : values.getInt(row * Integer.BYTES);
    }

    @Override
    int addSizes(int from, int rows, int[] sizes, int most) {
        for (int i = 0; i < rows; i++) {
            if (isNull(from + i)) {
                if (omitZero) {
                    return i;
                }
            } else {
                long value = value(from + i);
                if (value != 0 || !omitZero) {
                    sizes[i] += tagSize + Varint.size(value);
                }
                if (sizes[i] > most) {
                    return i;
                }
            }
        }
        return rows;
    }

    @Override
    void write(int from, int rows, byte[] to, int[] at) {
        for (int i = 0; i < rows; i++) {
            if (!isNull(from + i)) {
                long value = value(from + i);
                if (value != 0 || !omitZero) {
                    at[i] = Varint.put(to, Varint.put(to, at[i], tag), value);
                }
            }
        }
    }
}
