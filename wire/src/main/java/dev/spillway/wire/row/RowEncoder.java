package dev.spillway.wire.row;

import com.google.protobuf.Duration;
import com.google.protobuf.Timestamp;
import com.google.protobuf.WireFormat;
import dev.spillway.wire.ColumnKind;
import dev.spillway.wire.Reason;
import dev.spillway.wire.ResultFailure;
import dev.spillway.wire.RowSchema;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** Writes the fields of rows, one behind the other, into a buffer that grows as needed. One thread. */
abstract class RowEncoder implements RowWriter {
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    final int maxValueBytes;
    private final @Nullable FieldEncoding[] rowFields;

    byte[] buffer;
    /** Where the next byte goes. */
    int end;

    /** Those of the message that is open: of the row itself, or of one within it. */
    private @Nullable FieldEncoding[] fields;

    private int lastField;
    /** The oneofs of the open message that have a value. */
    private long oneofs;

    private final Deque<OpenMessage> open = new ArrayDeque<>();
    private @Nullable FieldEncoding list;
    private int listStart;

    RowEncoder(RowSchema schema, int maxValueBytes, byte[] buffer) {
        this.maxValueBytes = maxValueBytes;
        this.rowFields = FieldEncoding.byNumber(schema.fields());
        this.fields = rowFields;
        this.buffer = buffer;
    }

    /**
     * A message within a message.
     *
     * @param outerOneofs what is gone on with behind it
     * @param start where its fields begin
     */
    private record OpenMessage(FieldEncoding message, long outerOneofs, int start) {}

    /** Rows before the one that is written. */
    abstract long rowsBefore();

    /** The row is whole but for its head. */
    final void finishFields() {
        if (!open.isEmpty() || list != null) {
            throw new IllegalStateException("endRow: field " + lastField + " is open (expected: endList, endMessage)");
        }
        lastField = 0;
        oneofs = 0;
    }

    @Override
    public void startMessage(int field) throws ResultFailure {
        FieldEncoding encoding = value(field);
        if (encoding.kind != null) {
            throw mismatch(encoding, "a message");
        }
        tag(encoding, 1);
        open.push(new OpenMessage(encoding, oneofs, ++end));
        fields = encoding.within;
        lastField = 0;
        oneofs = 0;
    }

    @Override
    public void endMessage() {
        if (open.isEmpty() || list != null) {
            throw new IllegalStateException("endMessage: none is open, or a list is");
        }
        OpenMessage ended = open.pop();
        putLength(ended.start);
        OpenMessage around = open.peek();
        fields = around == null ? rowFields : around.message.within;
        lastField = ended.message.field.number();
        oneofs = ended.outerOneofs;
    }

    @Override
    public void startList(int field) throws ResultFailure {
        FieldEncoding encoding = next(field);
        if (!encoding.repeated) {
            throw mismatch(encoding, "a list");
        }
        if (encoding.packed) {
            tag(encoding, 1);
            end++;
        }
        listStart = end;
        list = encoding;
    }

    @Override
    public void endList() {
        FieldEncoding ended = list;
        if (ended == null) {
            throw new IllegalStateException("endList: none is open");
        }
        list = null;
        if (ended.packed) {
            if (end == listStart) {
                end -= 1 + Varint.size(ended.tag);
            } else {
                putLength(listStart);
            }
        }
    }

    /** Puts the length of what was written from {@code from} on before it, where one byte is free. */
    private void putLength(int from) {
        int length = end - from;
        int more = Varint.size(length) - 1;
        if (more > 0) {
            reserve(more, end);
            System.arraycopy(buffer, from, buffer, from + more, length);
            end += more;
        }
        Varint.put(buffer, from - 1, length);
    }

    @Override
    public void nil(int field) throws ResultFailure {
        FieldEncoding encoding = next(field);
        if (encoding.repeated) {
            throw failure(
                    Reason.SOURCE_FAILED,
                    encoding,
                    list == null ? "NULL (expected: a list; it may be empty)" : "NULL in a list (expected: a value)");
        }
        if (encoding.omitZero) {
            throw failure(
                    Reason.SOURCE_FAILED, encoding, "NULL (expected: a value; the field is not declared optional)");
        }
    }

    @Override
    public void bool(int field, boolean value) throws ResultFailure {
        FieldEncoding encoding = value(field, ColumnKind.BOOL);
        varint(encoding, value ? 1 : 0);
    }

    @Override
    public void int64(int field, long value) throws ResultFailure {
        FieldEncoding encoding = value(field);
        ColumnKind kind = encoding.kind;
        if (kind == null) {
            throw mismatch(encoding, "an integer");
        }
        switch (kind) {
            case INT64, UINT64 -> varint(encoding, value);
            case SINT64 -> varint(encoding, (value << 1) ^ (value >> 63));
            case SFIXED64, FIXED64 -> fixed64(encoding, value);
            case INT32, ENUM -> varint(encoding, signed32(encoding, value));
            case SINT32 -> {
                int signed = signed32(encoding, value);
                varint(encoding, Integer.toUnsignedLong((signed << 1) ^ (signed >> 31)));
            }
            case SFIXED32 -> fixed32(encoding, signed32(encoding, value));
            case UINT32 -> varint(encoding, Integer.toUnsignedLong(unsigned32(encoding, value)));
            case FIXED32 -> fixed32(encoding, unsigned32(encoding, value));
            default -> throw mismatch(encoding, "an integer");
        }
    }

    @Override
    public void float32(int field, float value) throws ResultFailure {
        fixed32(value(field, ColumnKind.FLOAT), Float.floatToRawIntBits(value));
    }

    @Override
    public void float64(int field, double value) throws ResultFailure {
        fixed64(value(field, ColumnKind.DOUBLE), Double.doubleToRawLongBits(value));
    }

    @Override
    public void string(int field, String value) throws ResultFailure {
        FieldEncoding encoding = value(field, ColumnKind.STRING);
        if (Utf8.hasLoneSurrogate(value)) {
            throw failure(Reason.SOURCE_FAILED, encoding, "a lone surrogate (expected: text that has a UTF-8 form)");
        }
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        if (startBytes(encoding, utf8.length)) {
            System.arraycopy(utf8, 0, buffer, end, utf8.length);
            end += utf8.length;
        }
    }

    @Override
    public void bytes(int field, ByteBuffer source, int from, int length) throws ResultFailure {
        if (startBytes(nextBytes(field), length)) {
            source.get(from, buffer, end, length);
            end += length;
        }
    }

    @Override
    public void bytes(int field, byte[] source, int from, int length) throws ResultFailure {
        if (startBytes(nextBytes(field), length)) {
            System.arraycopy(source, from, buffer, end, length);
            end += length;
        }
    }

    @Override
    public void timestamp(int field, long epochSecond, int nanos) throws ResultFailure {
        FieldEncoding encoding = value(field, ColumnKind.TIMESTAMP);
        if (!Instants.isEpochSecond(epochSecond)) {
            throw failure(Reason.SOURCE_FAILED, encoding, epochSecond + " s since 1970 (expected: year 0001 to 9999)");
        }
        if (!Instants.isNanos(nanos)) {
            throw failure(Reason.SOURCE_FAILED, encoding, nanos + " ns (expected: 0 to 999999999)");
        }
        secondsAndNanos(encoding, epochSecond, nanos);
    }

    @Override
    public void duration(int field, long seconds, int nanos) throws ResultFailure {
        FieldEncoding encoding = value(field, ColumnKind.DURATION);
        if (!Instants.isDuration(seconds, nanos)) {
            throw failure(
                    Reason.SOURCE_FAILED,
                    encoding,
                    seconds + " s and " + nanos + " ns (expected: at most 10000 years, and both of one sign)");
        }
        secondsAndNanos(encoding, seconds, nanos);
    }

    /** Timestamp and Duration have the same fields. */
    private void secondsAndNanos(FieldEncoding encoding, long seconds, int nanos) {
        int size = (seconds == 0 ? 0 : 1 + Varint.size(seconds)) + (nanos == 0 ? 0 : 1 + Varint.size(nanos));
        tag(encoding, size + 1);
        buffer[end++] = (byte) size;
        if (seconds != 0) {
            buffer[end++] = (Timestamp.SECONDS_FIELD_NUMBER << 3) | WireFormat.WIRETYPE_VARINT;
            end = Varint.put(buffer, end, seconds);
        }
        if (nanos != 0) {
            buffer[end++] = (Duration.NANOS_FIELD_NUMBER << 3) | WireFormat.WIRETYPE_VARINT;
            end = Varint.put(buffer, end, nanos);
        }
    }

    private FieldEncoding next(int field) {
        FieldEncoding encoding = field > 0 && field < fields.length ? fields[field] : null;
        if (encoding == null) {
            throw new IllegalArgumentException("field " + field + ": not in the row");
        }
        if (list != null) {
            if (encoding != list) {
                throw new IllegalArgumentException("field " + field + ": within the list of field " + lastField);
            }
        } else if (field <= lastField) {
            throw new IllegalArgumentException(
                    "field " + field + ": after field " + lastField + " (expected: ascending)");
        }
        lastField = field;
        return encoding;
    }

    /** The next field, which gets a value: the only one of its oneof. */
    private FieldEncoding value(int field) throws ResultFailure {
        FieldEncoding encoding = next(field);
        if (encoding.repeated && list == null) {
            throw mismatch(encoding, "one value");
        }
        if (encoding.oneof != 0) {
            if ((oneofs & encoding.oneof) != 0) {
                throw failure(
                        Reason.SOURCE_FAILED,
                        encoding,
                        "a second value of oneof "
                                + encoding.field
                                        .descriptor()
                                        .getContainingOneof()
                                        .getName()
                                + " (expected: at most one that is not NULL)");
            }
            oneofs |= encoding.oneof;
        }
        return encoding;
    }

    private FieldEncoding value(int field, ColumnKind kind) throws ResultFailure {
        FieldEncoding encoding = value(field);
        if (encoding.kind != kind) {
            throw mismatch(encoding, kind.toString());
        }
        return encoding;
    }

    private FieldEncoding nextBytes(int field) throws ResultFailure {
        FieldEncoding encoding = value(field);
        if (encoding.kind != ColumnKind.STRING && encoding.kind != ColumnKind.BYTES) {
            throw mismatch(encoding, "text or bytes");
        }
        return encoding;
    }

    private void varint(FieldEncoding encoding, long value) {
        if (value != 0 || !encoding.omitZero) {
            tag(encoding, Varint.MAX_SIZE);
            end = Varint.put(buffer, end, value);
        }
    }

    private void fixed32(FieldEncoding encoding, int bits) {
        if (bits != 0 || !encoding.omitZero) {
            tag(encoding, Integer.BYTES);
            INT.set(buffer, end, bits);
            end += Integer.BYTES;
        }
    }

    private void fixed64(FieldEncoding encoding, long bits) {
        if (bits != 0 || !encoding.omitZero) {
            tag(encoding, Long.BYTES);
            LONG.set(buffer, end, bits);
            end += Long.BYTES;
        }
    }

    /** Writes tag and length and makes room for the bytes; false where an empty value is omitted. */
    private boolean startBytes(FieldEncoding encoding, int length) throws ResultFailure {
        if (length > maxValueBytes) {
            throw failure(
                    Reason.VALUE_TOO_LARGE,
                    encoding,
                    length + " bytes (expected: at most max_value_bytes, " + maxValueBytes + ")");
        }
        if (length == 0 && encoding.omitZero) {
            return false;
        }
        tag(encoding, Varint.MAX_SIZE + length);
        end = Varint.put(buffer, end, length);
        return true;
    }

    private void tag(FieldEncoding encoding, int sizeOfValue) {
        reserve(Varint.MAX_SIZE + sizeOfValue, end);
        if (list == null || !encoding.packed) {
            end = Varint.put(buffer, end, encoding.tag);
        }
    }

    final void reserve(int size, int at) {
        if (buffer.length - at < size) {
            int needed = Math.addExact(at, size);
            buffer = Arrays.copyOf(buffer, Math.max(needed, (int) Math.min(Integer.MAX_VALUE - 8L, needed * 3L / 2)));
        }
    }

    private int signed32(FieldEncoding encoding, long value) throws ResultFailure {
        if (value != (int) value) {
            throw failure(Reason.SOURCE_FAILED, encoding, value + " (expected: -2147483648 to 2147483647)");
        }
        return (int) value;
    }

    private int unsigned32(FieldEncoding encoding, long value) throws ResultFailure {
        if (value < 0 || value > 0xFFFF_FFFFL) {
            throw failure(Reason.SOURCE_FAILED, encoding, value + " (expected: 0 to 4294967295)");
        }
        return (int) value;
    }

    private ResultFailure failure(Reason reason, FieldEncoding encoding, String what) {
        return new ResultFailure(reason, "row " + rowsBefore() + ", column " + encoding.field.name() + ": " + what);
    }

    private static IllegalArgumentException mismatch(FieldEncoding encoding, String given) {
        String kind = encoding.kind == null ? "a message" : encoding.kind.toString();
        return new IllegalArgumentException("field " + encoding.field.number() + " (" + encoding.field.name() + "): "
                + given + " (expected: " + (encoding.repeated ? "a list of " : "") + kind + ")");
    }
}
