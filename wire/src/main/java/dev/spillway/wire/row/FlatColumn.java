package dev.spillway.wire.row;

import dev.spillway.wire.Column;
import dev.spillway.wire.RowSchema;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A column of a batch that lies in memory as Arrow lays it out, and the field that it feeds: written into many rows at
 * once by {@link ChunkBuilder#rows}, which for short rows takes half the time of {@link RowWriter}. It gives up before a
 * row with anything unusual, and leaves it to {@link RowWriter}, the only one that refuses.
 *
 * <p>Layouts: <a href="https://arrow.apache.org/docs/format/Columnar.html">Arrow columnar format</a>, fixed-size primitive
 * and variable-size binary. Memory is little-endian, and read only until the next {@code load}. One thread.
 */
public abstract sealed class FlatColumn permits FlatIntegers, FlatTexts {
    static final ByteBuffer NONE = ByteBuffer.allocate(0);

    final int tag;
    final int tagSize;
    final boolean omitZero;

    private ByteBuffer validity = NONE;
    private boolean hasNulls;

    FlatColumn(Column field) {
        FieldEncoding encoding = new FieldEncoding(field);
        this.tag = encoding.tag;
        this.tagSize = Varint.size(tag);
        this.omitZero = encoding.omitZero;
    }

    /** Whether a field can be fed so: no list, no member of a oneof, and in no message within the row. */
    static boolean isFlat(RowSchema row, Column field) {
        FieldEncoding encoding = new FieldEncoding(field);
        return row.fields().contains(field) && !encoding.repeated && encoding.oneof == 0;
    }

    final void loadValidity(ByteBuffer bits, boolean nulls) {
        validity = littleEndian(bits);
        hasNulls = nulls;
    }

    static ByteBuffer littleEndian(ByteBuffer memory) {
        return memory.order(ByteOrder.LITTLE_ENDIAN);
    }

    final boolean isNull(int row) {
        return hasNulls && (validity.get(row >> 3) >> (row & 7) & 1) == 0;
    }

    /**
     * Adds the size of the field, its tag included, to the sizes of rows.
     *
     * @param from the first row, by its place in the batch
     * @param rows at most so many
     * @param sizes of the rows, from 0 on
     * @param most what no row may exceed, and so no value
     * @return how many rows are to be written so: those before the first one that is not
     */
    abstract int addSizes(int from, int rows, int[] sizes, int most);

    /**
     * Writes the field of rows.
     *
     * @param at of each row, from 0 on, where it goes on; moved behind the field
     */
    abstract void write(int from, int rows, byte[] to, int[] at);
}
