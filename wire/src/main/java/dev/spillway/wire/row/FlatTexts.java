package dev.spillway.wire.row;

import dev.spillway.wire.Column;
import dev.spillway.wire.ColumnKind;
import dev.spillway.wire.RowSchema;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/** Texts in UTF-8, or bytes, one behind the other, in a field of either kind. */
public final class FlatTexts extends FlatColumn {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /** Up to here, words of 8 bytes are faster than a call that copies. */
    private static final int FEW_WORDS = 4 * Long.BYTES;

    private ByteBuffer offsets = NONE;
    private ByteBuffer values = NONE;

    private FlatTexts(Column field) {
        super(field);
    }

    /** A column for a field; empty if the field does not take it so. */
    public static Optional<FlatColumn> of(RowSchema row, Column field) {
        boolean taken = field.kind() == ColumnKind.STRING || field.kind() == ColumnKind.BYTES;
        return taken && isFlat(row, field) ? Optional.of(new FlatTexts(field)) : Optional.empty();
    }

    /**
     * Moves to a batch.
     *
     * @param hasNulls whether {@code validity} is to be asked
     * @param offsets of 32 bits, one more than rows: where in {@code values} each begins, and the last one ends
     */
    public void load(ByteBuffer validity, boolean hasNulls, ByteBuffer offsets, ByteBuffer values) {
        loadValidity(validity, hasNulls);
        this.offsets = littleEndian(offsets);
        this.values = littleEndian(values);
    }

    private int offset(int row) {
        return offsets.getInt(row * Integer.BYTES);
    }

    @Override
    int addSizes(int from, int rows, int[] sizes, int most) {
        int start = offset(from);
        for (int i = 0; i < rows; i++) {
            int end = offset(from + i + 1);
            int length = end - start;
            start = end;
            if (isNull(from + i)) {
                if (omitZero) {
                    return i;
                }
            } else if (length > most) {
                return i;
            } else if (length > 0 || !omitZero) {
                int size = sizes[i] + tagSize + Varint.size(length) + length;
                if (size > most) {
                    return i;
                }
                sizes[i] = size;
            }
        }
        return rows;
    }

    @Override
    void write(int from, int rows, byte[] to, int[] at) {
        int start = offset(from);
        for (int i = 0; i < rows; i++) {
            int end = offset(from + i + 1);
            int length = end - start;
            if (!isNull(from + i) && (length > 0 || !omitZero)) {
                int text = Varint.put(to, Varint.put(to, at[i], tag), length);
                copy(start, length, to, text);
                at[i] = text + length;
            }
            start = end;
        }
    }

    /** Exactly so many bytes, since what is behind them may be there already: the last word overlaps the one before. */
    private void copy(int start, int length, byte[] to, int at) {
        if (length < Long.BYTES || length > FEW_WORDS) {
            values.get(start, to, at, length);
            return;
        }
        int last = length - Long.BYTES;
        for (int i = 0; i < last; i += Long.BYTES) {
            LONG.set(to, at + i, values.getLong(start + i));
        }
        LONG.set(to, at + last, values.getLong(start + last));
    }
}
