package dev.spillway.sql.duckdb;

import dev.spillway.wire.Reason;
import dev.spillway.wire.ResultFailure;
import dev.spillway.wire.row.FlatIntegers;
import dev.spillway.wire.row.FlatTexts;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.complex.FixedSizeListVector;
import org.apache.arrow.vector.types.Types.MinorType;
import org.jspecify.annotations.Nullable;

/**
 * The memory of one column in one Arrow batch, read in place: values by their row in the batch, or those of lists by
 * their place among the values of all its lists. Bounds are checked. Gone with its batch. One thread.
 */
final class ColumnMemory {
    private static final ByteBuffer NONE = ByteBuffer.allocate(0);
    private static final Set<MinorType> LABELS = Set.of(MinorType.VARCHAR);

    private final String column;
    private final Set<MinorType> layouts;
    /** What the values are in; null if they are in no list. */
    private final @Nullable ColumnMemory lists;

    private MinorType layout = MinorType.NULL;
    private long firstRow;
    private int count;
    private boolean hasNulls;
    private ByteBuffer validity = NONE;
    private ByteBuffer offsets = NONE;
    private ByteBuffer values = NONE;
    private int arraySize;
    private @Nullable ColumnMemory labels;

    ColumnMemory(String column, Set<MinorType> layouts) {
        this(column, layouts, null);
    }

    /** @param lists what the values are in */
    ColumnMemory(String column, Set<MinorType> layouts, @Nullable ColumnMemory lists) {
        this.column = column;
        this.layouts = layouts;
        this.lists = lists;
    }

    /** @param rowsBefore rows of the result before this batch */
    void load(Batch batch, FieldVector vector, long rowsBefore) throws ResultFailure {
        firstRow = rowsBefore;
        count = vector.getValueCount();
        layout = vector.getMinorType();
        if (!layouts.contains(layout)) {
            throw refused(0, "in memory as " + layout + " (expected: " + layouts + ")");
        }
        hasNulls = vector.getNullCount() > 0;
        validity = memory(vector.getValidityBuffer());
        switch (layout) {
            case VARCHAR, VARBINARY -> {
                offsets = memory(vector.getOffsetBuffer());
                values = memory(vector.getDataBuffer());
            }
            case LIST -> offsets = memory(vector.getOffsetBuffer());
            case FIXED_SIZE_LIST -> arraySize = ((FixedSizeListVector) vector).getListSize();
            default -> values = memory(vector.getDataBuffer());
        }
        FieldVector dictionary = batch.dictionary(vector);
        if (dictionary != null) {
            labels().load(batch, dictionary, rowsBefore);
        }
    }

    private ByteBuffer memory(ArrowBuf buffer) throws ResultFailure {
        if (buffer.capacity() > Integer.MAX_VALUE) {
            throw refused(0, buffer.capacity() + " bytes in one batch (expected: at most " + Integer.MAX_VALUE + ")");
        }
        return buffer.nioBuffer(0, (int) buffer.capacity()).order(ByteOrder.LITTLE_ENDIAN);
    }

    void load(FlatIntegers to) {
        to.load(validity, hasNulls, values);
    }

    void load(FlatTexts to) {
        to.load(validity, hasNulls, offsets, values);
    }

    boolean isNull(int row) {
        return hasNulls && (validity.get(row >> 3) >> (row & 7) & 1) == 0;
    }

    byte int8(int row) {
        return values.get(row);
    }

    short int16(int row) {
        return values.getShort(row * Short.BYTES);
    }

    int int32(int row) {
        return values.getInt(row * Integer.BYTES);
    }

    long int64(int row) {
        return values.getLong(row * Long.BYTES);
    }

    /** Of a value of 128 bits: the half that lies first. */
    long first(int row) {
        return values.getLong(row * 2 * Long.BYTES);
    }

    /** Of a value of 128 bits: the half that lies second. */
    long second(int row) {
        return values.getLong((row * 2 + 1) * Long.BYTES);
    }

    /** Of a value of an ENUM: its place in {@link #labels}. */
    int label(int row) {
        return switch (layout) {
            case UINT1 -> Byte.toUnsignedInt(int8(row));
            case UINT2 -> Short.toUnsignedInt(int16(row));
            default -> int32(row);
        };
    }

    /** The texts of an ENUM. */
    ColumnMemory labels() {
        if (labels == null) {
            labels = new ColumnMemory(column, LABELS);
        }
        return labels;
    }

    /** What {@link #offset} counts in. */
    ByteBuffer bytes() {
        return values;
    }

    /** Where the text of a row starts, which is where the one of the row before ended. */
    int offset(int row) {
        return offsets.getInt(row * Integer.BYTES);
    }

    String text(int row) {
        byte[] utf8 = new byte[offset(row + 1) - offset(row)];
        values.get(offset(row), utf8);
        return new String(utf8, StandardCharsets.UTF_8);
    }

    /** Where the list of a row starts, which is where the one of the row before ended. */
    int listStart(int row) {
        return layout == MinorType.LIST ? offset(row) : row * arraySize;
    }

    /** Why the value cannot be carried. */
    ResultFailure refused(int row, String what) {
        return new ResultFailure(Reason.SOURCE_FAILED, "row " + rowOf(row) + ", column " + column + ": " + what);
    }

    private long rowOf(int place) {
        if (lists == null) {
            return firstRow + place;
        }
        int list = 0;
        while (list + 1 < lists.count && lists.listStart(list + 1) <= place) {
            list++;
        }
        return lists.rowOf(list);
    }
}
