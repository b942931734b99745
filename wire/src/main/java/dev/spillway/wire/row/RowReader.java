package dev.spillway.wire.row;

import com.google.protobuf.Timestamp;
import com.google.protobuf.WireFormat;
import dev.spillway.wire.Column;
import dev.spillway.wire.ColumnKind;
import dev.spillway.wire.RowSchema;
import dev.spillway.wire.Slice;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Walks canonical bytes row by row without making messages.
 *
 * <p>{@link #reset} to a slice of whole rows; {@link #next} moves to a row; then columns are read by their index, in any
 * order. A column that is absent is NULL if it is nullable, else zero or empty. Text and bytes can be read in place:
 * {@link #length} bytes from {@link #start} on in {@link #array}. One thread.
 */
public final class RowReader {
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int UNKNOWN = -1;
    private static final int TIMESTAMP_SECONDS_TAG = Timestamp.SECONDS_FIELD_NUMBER << 3;
    private static final int TIMESTAMP_NANOS_TAG = Timestamp.NANOS_FIELD_NUMBER << 3;

    private final Column[] columns;
    private final ColumnKind[] kinds;
    private final int[] tags;
    /** The number of the last row that held the column; what is behind it is from that row. */
    private final long[] seenIn;
    /** The value as 64 bits; of a timestamp, its seconds; of text and bytes, the start. */
    private final long[] bits;
    /** Of text and bytes, the length; of a timestamp, its nanoseconds. */
    private final int[] more;

    private byte[] array = Slice.EMPTY.array();
    private int at;
    private int limit;
    private int rowStart;
    private int rowEnd;
    private long row;

    public RowReader(RowSchema schema) {
        List<Column> all = schema.columns();
        columns = all.toArray(Column[]::new);
        kinds = all.stream().map(Column::kind).toArray(ColumnKind[]::new);
        tags = all.stream()
                .mapToInt(each -> (each.number() << 3) | each.kind().wireType())
                .toArray();
        seenIn = new long[columns.length];
        bits = new long[columns.length];
        more = new int[columns.length];
    }

    /** Goes before the first of the given rows. */
    public void reset(Slice wholeRows) {
        array = wholeRows.array();
        at = wholeRows.offset();
        limit = wholeRows.end();
    }

    /**
     * Moves to the next row; false if there is none.
     *
     * @throws MalformedRow the bytes are no row
     */
    public boolean next() {
        if (at == limit) {
            return false;
        }
        if (array[at] != RowSchema.ROW_TAG) {
            throw new MalformedRow(
                    "byte " + (array[at] & 0xFF) + " before a row (expected: " + RowSchema.ROW_TAG + ")");
        }
        at++;
        long length = varint();
        if (length < 0 || length > limit - at) {
            throw new MalformedRow("row of " + length + " bytes (expected: at most " + (limit - at) + ")");
        }
        row++;
        rowStart = at;
        rowEnd = at + (int) length;
        int expected = 0;
        while (at < rowEnd) {
            int tag = (int) varint();
            int column = expected < tags.length && tags[expected] == tag ? expected : find(tag, expected);
            if (column == UNKNOWN) {
                skip(tag);
            } else {
                read(column);
                seenIn[column] = row;
                expected = column + 1;
            }
        }
        if (at != rowEnd) {
            throw new MalformedRow("a field goes beyond its row");
        }
        return true;
    }

    /** Fields ascend, so what was not expected is most often a little further on. */
    private int find(int tag, int expected) {
        for (int i = expected; i < tags.length; i++) {
            if (tags[i] == tag) {
                return i;
            }
        }
        for (int i = 0; i < expected; i++) {
            if (tags[i] == tag) {
                return i;
            }
        }
        return UNKNOWN;
    }

    private void read(int column) {
        switch (kinds[column]) {
            case BOOL, INT64, UINT64 -> bits[column] = varint();
            case INT32 -> bits[column] = (int) varint();
            case UINT32 -> bits[column] = varint() & 0xFFFF_FFFFL;
            case SINT32, SINT64 -> {
                long zigzag = varint();
                bits[column] = (zigzag >>> 1) ^ -(zigzag & 1);
            }
            case SFIXED32, FLOAT -> bits[column] = fixed32();
            case FIXED32 -> bits[column] = fixed32() & 0xFFFF_FFFFL;
            case SFIXED64, FIXED64, DOUBLE -> bits[column] = (fixed32() & 0xFFFF_FFFFL) | ((long) fixed32() << 32);
            case STRING, BYTES -> {
                int length = length();
                bits[column] = at;
                more[column] = length;
                at += length;
            }
            case TIMESTAMP -> timestamp(column, length());
        }
    }

    private void timestamp(int column, int length) {
        int end = at + length;
        long seconds = 0;
        int nanos = 0;
        while (at < end) {
            int tag = (int) varint();
            switch (tag) {
                case TIMESTAMP_SECONDS_TAG -> seconds = varint();
                case TIMESTAMP_NANOS_TAG -> nanos = (int) varint();
                default -> skip(tag);
            }
        }
        if (at != end) {
            throw new MalformedRow("a timestamp goes beyond its length");
        }
        if (!Instants.isEpochSecond(seconds) || !Instants.isNanos(nanos)) {
            throw new MalformedRow("a timestamp of " + seconds + " s and " + nanos
                    + " ns since 1970 (expected: year 0001 to 9999, 0 to 999999999 ns)");
        }
        bits[column] = seconds;
        more[column] = nanos;
    }

    private void skip(int tag) {
        switch (tag & 7) {
            case WireFormat.WIRETYPE_VARINT -> varint();
            case WireFormat.WIRETYPE_FIXED64 -> {
                fixed32();
                fixed32();
            }
            case WireFormat.WIRETYPE_LENGTH_DELIMITED -> {
                int length = length();
                at += length;
            }
            case WireFormat.WIRETYPE_FIXED32 -> fixed32();
            default -> throw new MalformedRow("tag " + tag + ": no such wire type");
        }
    }

    private int length() {
        long length = varint();
        if (length < 0 || length > rowEnd - at) {
            throw new MalformedRow("field of " + length + " bytes (expected: at most " + (rowEnd - at) + ")");
        }
        return (int) length;
    }

    private long varint() {
        if (at < limit && array[at] >= 0) {
            return array[at++];
        }
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            if (at >= limit) {
                throw new MalformedRow("a number goes beyond the rows");
            }
            byte next = array[at++];
            value |= (long) (next & 0x7F) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw new MalformedRow("a number of more than 10 bytes");
    }

    private int fixed32() {
        if (limit - at < Integer.BYTES) {
            throw new MalformedRow("a number goes beyond the rows");
        }
        int value = (int) INT.get(array, at);
        at += Integer.BYTES;
        return value;
    }

    public boolean isNull(int column) {
        return seenIn[column] != row && columns[column].nullable();
    }

    /** The value of an integer column, sign-extended; of an unsigned 64-bit column, its bits. */
    public long int64(int column) {
        return seenIn[column] == row ? bits[column] : 0;
    }

    public boolean bool(int column) {
        return int64(column) != 0;
    }

    public float float32(int column) {
        return Float.intBitsToFloat((int) int64(column));
    }

    public double float64(int column) {
        return Double.longBitsToDouble(int64(column));
    }

    /** Of a timestamp: seconds since 1970-01-01T00:00:00Z. */
    public long epochSecond(int column) {
        return int64(column);
    }

    /** Of a timestamp: nanoseconds within the second. */
    public int nanos(int column) {
        return seenIn[column] == row ? more[column] : 0;
    }

    /** Of text and bytes: index of the first byte in {@link #array}. */
    public int start(int column) {
        return (int) int64(column);
    }

    /** Of text and bytes: length in bytes. */
    public int length(int column) {
        return seenIn[column] == row ? more[column] : 0;
    }

    public String string(int column) {
        return new String(array, start(column), length(column), StandardCharsets.UTF_8);
    }

    /** What {@link #start} counts in. Not to be written to. */
    public byte[] array() {
        return array;
    }

    /** Index in {@link #array} of the row's protobuf encoding. */
    public int rowStart() {
        return rowStart;
    }

    /** Length of the row's protobuf encoding. */
    public int rowLength() {
        return rowEnd - rowStart;
    }
}
