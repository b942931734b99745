package dev.spillway.sql.duckdb;

import dev.spillway.wire.Reason;
import dev.spillway.wire.ResultFailure;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.Types.MinorType;

/**
 * The memory of one column in one Arrow batch, read in place: values by their row in the batch, bounds checked. Gone
 * with its batch. One thread.
 */
final class ColumnMemory {
    private static final ByteBuffer NONE = ByteBuffer.allocate(0);

    private final String column;
    private final MinorType layout;
    private long firstRow;
    private boolean hasNulls;
    private ByteBuffer validity = NONE;
    private ByteBuffer offsets = NONE;
    private ByteBuffer values = NONE;

    ColumnMemory(String column, MinorType layout) {
        this.column = column;
        this.layout = layout;
    }

    /** @param rowsBefore rows of the result before this batch */
    void load(FieldVector batch, long rowsBefore) throws ResultFailure {
        firstRow = rowsBefore;
        if (batch.getMinorType() != layout) {
            throw refused(0, "in memory as " + batch.getMinorType() + " (expected: " + layout + ")");
        }
        hasNulls = batch.getNullCount() > 0;
        validity = memory(batch.getValidityBuffer());
        values = memory(batch.getDataBuffer());
        offsets = layout == MinorType.VARCHAR ? memory(batch.getOffsetBuffer()) : NONE;
    }

    private static ByteBuffer memory(ArrowBuf buffer) {
        return buffer.nioBuffer(0, Math.toIntExact(buffer.capacity())).order(ByteOrder.LITTLE_ENDIAN);
    }

    boolean isNull(int row) {
        return hasNulls && !bit(validity, row);
    }

    boolean bool(int row) {
        return bit(values, row);
    }

    private static boolean bit(ByteBuffer bits, int row) {
        return (bits.get(row >> 3) >> (row & 7) & 1) != 0;
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

    /** Of a number of 128 bits. */
    long low(int row) {
        return values.getLong(row * 2 * Long.BYTES);
    }

    /** Of a number of 128 bits. */
    long high(int row) {
        return values.getLong((row * 2 + 1) * Long.BYTES);
    }

    /** What {@link #offset} counts in. */
    ByteBuffer bytes() {
        return values;
    }

    /** Where the text of a row starts, which is where the one of the row before ended. */
    int offset(int row) {
        return offsets.getInt(row * Integer.BYTES);
    }

    /** Why the value cannot be carried. */
    ResultFailure refused(int row, String what) {
        return new ResultFailure(Reason.SOURCE_FAILED, "row " + (firstRow + row) + ", column " + column + ": " + what);
    }
}
