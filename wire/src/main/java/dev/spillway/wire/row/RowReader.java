package dev.spillway.wire.row;

import com.google.protobuf.Duration;
import com.google.protobuf.Timestamp;
import com.google.protobuf.WireFormat;
import dev.spillway.wire.Column;
import dev.spillway.wire.ColumnKind;
import dev.spillway.wire.Field;
import dev.spillway.wire.Group;
import dev.spillway.wire.RowSchema;
import dev.spillway.wire.Slice;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Walks canonical bytes row by row without making messages.
 *
 * <p>{@link #reset} to a slice of whole rows; {@link #next} moves to a row; then columns are read by their index, in any
 * order. A column that is absent is NULL if it is nullable or in a message that is absent, else zero or empty. Text and
 * bytes can be read in place: {@link #length} bytes from {@link #start} on in {@link #array}. Of a list, {@link
 * #nextElement} moves to the first value and on, and the column then reads as that value. One thread.
 */
public final class RowReader {
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int SECONDS_TAG = Timestamp.SECONDS_FIELD_NUMBER << 3;
    private static final int NANOS_TAG = Duration.NANOS_FIELD_NUMBER << 3;

    /** When a column that is not there is NULL: never, always, or when its group is absent, from this code on. */
    private static final int NEVER = -2;

    private static final int ALWAYS = -1;
    private static final int GROUP = 0;

    private final ColumnKind[] kinds;
    private final int[] nullWhen;
    private final int[] tags;
    private final boolean[] packed;
    private final MessageShape rowShape;
    /** The number of the last row that held the column; what is behind it is from that row. */
    private final long[] seenIn;
    /** The number of the last row that held the group. */
    private final long[] groupSeenIn;
    /** The value as 64 bits; of instants and lengths of time, the seconds; of text and bytes, the start. */
    private final long[] bits;
    /** Of text and bytes, the length; of instants and lengths of time, the nanoseconds. */
    private final int[] more;
    /** Of lists: where the values start, where the next one is, and where they end. */
    private final int[] listStart;

    private final int[] listAt;
    private final int[] listEnd;

    private byte[] array = Slice.EMPTY.array();
    private int at;
    private int limit;
    private int rowStart;
    private int rowEnd;
    private long row;

    public RowReader(RowSchema schema) {
        List<Column> columns = schema.columns();
        kinds = columns.stream().map(Column::kind).toArray(ColumnKind[]::new);
        tags = columns.stream().mapToInt(Column::tag).toArray();
        packed = new boolean[kinds.length];
        nullWhen = new int[kinds.length];
        seenIn = new long[kinds.length];
        bits = new long[kinds.length];
        more = new int[kinds.length];
        listStart = new int[kinds.length];
        listAt = new int[kinds.length];
        listEnd = new int[kinds.length];
        rowShape = MessageShape.of(schema.fields());
        groupSeenIn = new long[absence(schema.fields(), null)];
    }

    /** Fills in when columns are NULL; returns the number of groups. */
    private int absence(List<Field> fields, @Nullable Group within) {
        int groups = 0;
        for (Field field : fields) {
            if (field instanceof Group group) {
                groups += 1 + absence(group.fields(), group);
            } else if (field instanceof Column column) {
                packed[column.index()] = column.descriptor().isPacked();
                nullWhen[column.index()] = nullWhen(column, within);
            }
        }
        return groups;
    }

    private static int nullWhen(Column column, @Nullable Group within) {
        if (column.repeated()) {
            return NEVER;
        }
        if (within != null && (within.wrapper() || !column.nullable())) {
            return GROUP + within.index();
        }
        return column.nullable() ? ALWAYS : NEVER;
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
        message(rowShape, rowEnd);
        return true;
    }

    private void message(MessageShape shape, int end) {
        int expected = 0;
        while (at < end) {
            int tag = (int) varint();
            int found = shape.find(tag, expected);
            if (found == MessageShape.UNKNOWN) {
                skip(tag);
                continue;
            }
            expected = found + 1;
            int column = shape.column(found);
            if (column == MessageShape.GROUP) {
                groupSeenIn[shape.group(found)] = row;
                int length = length();
                message(shape.within(found), at + length);
            } else {
                if (shape.isList(found)) {
                    list(column, end);
                } else {
                    read(column);
                }
                seenIn[column] = row;
            }
        }
        if (at != end) {
            throw new MalformedRow("a field goes beyond its message");
        }
    }

    /** Passes over the values of a list, which lie together. */
    private void list(int column, int end) {
        if (seenIn[column] == row) {
            throw new MalformedRow("a list in two parts");
        }
        int start = at;
        if (packed[column]) {
            int length = length();
            start = at;
            at += length;
        } else {
            int next;
            do {
                skip(tags[column]);
                next = at;
            } while (at < end && varint() == tags[column]);
            at = next;
        }
        listStart[column] = start;
        listAt[column] = start;
        listEnd[column] = at;
    }

    /** Moves to the next value of a list, from the first on; false if there is none. */
    public boolean nextElement(int column) {
        int from = listAt[column];
        if (seenIn[column] != row || from == listEnd[column]) {
            return false;
        }
        int resume = at;
        at = from;
        if (!packed[column] && from != listStart[column]) {
            varint();
        }
        read(column);
        if (at > listEnd[column]) {
            throw new MalformedRow("a value goes beyond its list");
        }
        listAt[column] = at;
        at = resume;
        return true;
    }

    /** Goes before the first value of a list again. */
    public void rewind(int column) {
        listAt[column] = listStart[column];
    }

    private void read(int column) {
        switch (kinds[column]) {
            case BOOL, INT64, UINT64 -> bits[column] = varint();
            case INT32, ENUM -> bits[column] = (int) varint();
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
            case TIMESTAMP -> {
                secondsAndNanos(column, length());
                if (!Instants.isEpochSecond(bits[column]) || !Instants.isNanos(more[column])) {
                    throw new MalformedRow("a timestamp of " + bits[column] + " s and " + more[column]
                            + " ns since 1970 (expected: year 0001 to 9999, 0 to 999999999 ns)");
                }
            }
            case DURATION -> {
                secondsAndNanos(column, length());
                if (!Instants.isDuration(bits[column], more[column])) {
                    throw new MalformedRow("a duration of " + bits[column] + " s and " + more[column]
                            + " ns (expected: at most 10000 years, and both of one sign)");
                }
            }
        }
    }

    /** Timestamp and Duration have the same fields. */
    private void secondsAndNanos(int column, int length) {
        int end = at + length;
        long seconds = 0;
        int nanos = 0;
        while (at < end) {
            int tag = (int) varint();
            switch (tag) {
                case SECONDS_TAG -> seconds = varint();
                case NANOS_TAG -> nanos = (int) varint();
                default -> skip(tag);
            }
        }
        if (at != end) {
            throw new MalformedRow("a message goes beyond its length");
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

    /** A list is never NULL. */
    public boolean isNull(int column) {
        if (seenIn[column] == row) {
            return false;
        }
        int when = nullWhen[column];
        return when == ALWAYS || (when >= GROUP && groupSeenIn[when - GROUP] != row);
    }

    /** Whether the message within the row is absent. */
    public boolean isNull(Group group) {
        return groupSeenIn[group.index()] != row;
    }

    /** The value of an integer column, sign-extended; of an unsigned 64-bit column, its bits; of an enum, its number. */
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

    /** Of a duration: its whole seconds. */
    public long seconds(int column) {
        return int64(column);
    }

    /** Of a timestamp: nanoseconds within the second. Of a duration: those beyond the seconds, of their sign. */
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
