package dev.spillway.wire.row;

import com.google.protobuf.Timestamp;
import com.google.protobuf.WireFormat;
import dev.spillway.wire.Chunk;
import dev.spillway.wire.Column;
import dev.spillway.wire.ColumnKind;
import dev.spillway.wire.Position;
import dev.spillway.wire.Reason;
import dev.spillway.wire.ResultFailure;
import dev.spillway.wire.RowSchema;
import dev.spillway.wire.Slice;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Collects rows and cuts them into chunks of a given size, each with its checksum.
 *
 * <p>Write rows until {@link #isFull}, then {@link #take} chunks until it is not; {@link #take} may also be called
 * earlier to hand over what there is, which {@link #isDue} asks for at the end of a batch. A chunk never exceeds the
 * given size. A row that is larger is cut into pieces, in chunks of their own. One thread.
 */
public final class ChunkBuilder implements RowWriter {
    /** Room behind the chunk size, so that the row that fills a chunk seldom makes the buffer grow. */
    private static final int SLACK = 4096;

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /** Bytes before the first field of a row: its tag, and one byte of the length, which is enough for most rows. */
    private static final int ROW_HEAD = 2;

    private static final int MAX_VARINT = 10;

    private final int chunkBytes;
    private final int maxValueBytes;
    private final FieldEncoding[] fields;
    private final BooleanSupplier due;

    private Position position;
    private byte[] buffer;
    private int start;
    /** Rows up to here go into the next chunk together. */
    private int wholeRowsEnd;

    private int wholeRows;
    /** End of the last whole row: behind {@link #wholeRowsEnd} if that row did not fit. */
    private int rowsEnd;

    /** Whether what is left is the rest of a row that was cut. */
    private boolean cut;

    private boolean flush;
    private int rowStart;
    private int end;
    private int lastField;

    /**
     * @param from where the first row starts
     * @param chunkBytes size of a chunk
     * @param maxValueBytes largest text or bytes value
     * @param due whether rows should leave although they do not fill a chunk
     */
    public ChunkBuilder(RowSchema schema, Position from, int chunkBytes, int maxValueBytes, BooleanSupplier due) {
        if (chunkBytes < 1) {
            throw new IllegalArgumentException("chunkBytes: " + chunkBytes + " (expected: >= 1)");
        }
        this.chunkBytes = chunkBytes;
        this.maxValueBytes = maxValueBytes;
        this.position = from;
        this.due = due;
        this.buffer = new byte[chunkBytes + SLACK];
        this.end = ROW_HEAD;
        List<Column> columns = schema.columns();
        this.fields = new FieldEncoding
                [columns.isEmpty() ? 1 : columns.get(columns.size() - 1).number() + 1];
        for (Column column : columns) {
            fields[column.number()] = new FieldEncoding(column);
        }
    }

    /** How a field is written; found by its number. */
    private static final class FieldEncoding {
        final Column column;
        final ColumnKind kind;
        final boolean omitZero;
        final int tag;

        FieldEncoding(Column column) {
            this.column = column;
            this.kind = column.kind();
            this.omitZero = !column.nullable();
            this.tag = (column.number() << 3) | column.kind().wireType();
        }
    }

    /** Where the next chunk starts. */
    public Position position() {
        return position;
    }

    /** Whether a chunk's worth of rows is there: {@link #take} before more is written. */
    public boolean isFull() {
        return cut || rowsEnd - start >= chunkBytes;
    }

    /** Whether rows should leave although they do not fill a chunk: somebody waits for them. Cheap enough for each row. */
    public boolean isDue() {
        return (flush || due.getAsBoolean()) && !isEmpty();
    }

    /** Whether no whole row is there. */
    public boolean isEmpty() {
        return rowsEnd == start;
    }

    /** Takes the next chunk: full, or what there is. Not within a row, and not if {@link #isEmpty}. */
    public Chunk take() {
        if (isEmpty() || end != rowStart + ROW_HEAD) {
            throw new IllegalStateException("take: no whole row, or within a row");
        }
        if (wholeRows > 0) {
            return take(wholeRowsEnd - start, wholeRows);
        }
        int left = rowsEnd - start;
        return left > chunkBytes ? take(chunkBytes, 0) : take(left, 1);
    }

    private Chunk take(int length, int rows) {
        int left = rowsEnd - start - length;
        boolean small = left == 0 && length < buffer.length / 4;
        Slice data =
                small ? Slice.of(Arrays.copyOfRange(buffer, start, start + length)) : Slice.of(buffer, start, length);
        Chunk chunk = new Chunk(position.rows(), rows, position.bytes(), data, data.crc32c());
        position = position.after(chunk);
        if (left > chunkBytes) {
            start += length;
        } else {
            if (!small) {
                byte[] next = new byte[chunkBytes + SLACK];
                System.arraycopy(buffer, start + length, next, 0, left);
                buffer = next;
            }
            start = 0;
        }
        rowsEnd = start + left;
        cut = rows == 0;
        flush = false;
        boolean leftFits = left > 0 && left <= chunkBytes && !cut;
        wholeRowsEnd = leftFits ? rowsEnd : start;
        wholeRows = leftFits ? 1 : 0;
        startRow();
        return chunk;
    }

    private void startRow() {
        rowStart = rowsEnd;
        reserve(ROW_HEAD, rowStart);
        end = rowStart + ROW_HEAD;
        lastField = 0;
    }

    @Override
    public void endRow() throws ResultFailure {
        if (isFull()) {
            throw new IllegalStateException("endRow: a chunk is full (expected: take it before a row is written)");
        }
        int length = end - rowStart - ROW_HEAD;
        int lengthBytes = varintSize(length);
        if (lengthBytes > 1) {
            reserve(lengthBytes - 1, end);
            System.arraycopy(buffer, rowStart + ROW_HEAD, buffer, rowStart + 1 + lengthBytes, length);
        }
        buffer[rowStart] = RowSchema.ROW_TAG;
        putVarint(rowStart + 1, length);
        rowsEnd = rowStart + 1 + lengthBytes + length;
        if (rowsEnd - start <= chunkBytes) {
            wholeRowsEnd = rowsEnd;
            wholeRows++;
        }
        startRow();
    }

    @Override
    public void flush() {
        flush = !isEmpty();
    }

    @Override
    public void nil(int field) throws ResultFailure {
        FieldEncoding encoding = next(field);
        if (encoding.omitZero) {
            throw failure(
                    Reason.SOURCE_FAILED, encoding, "NULL (expected: a value; the field is not declared optional)");
        }
    }

    @Override
    public void bool(int field, boolean value) throws ResultFailure {
        FieldEncoding encoding = next(field, ColumnKind.BOOL);
        varint(encoding, value ? 1 : 0);
    }

    @Override
    public void int64(int field, long value) throws ResultFailure {
        FieldEncoding encoding = next(field);
        switch (encoding.kind) {
            case INT64, UINT64 -> varint(encoding, value);
            case SINT64 -> varint(encoding, (value << 1) ^ (value >> 63));
            case SFIXED64, FIXED64 -> fixed64(encoding, value);
            case INT32 -> varint(encoding, signed32(encoding, value));
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
        fixed32(next(field, ColumnKind.FLOAT), Float.floatToRawIntBits(value));
    }

    @Override
    public void float64(int field, double value) throws ResultFailure {
        fixed64(next(field, ColumnKind.DOUBLE), Double.doubleToRawLongBits(value));
    }

    @Override
    public void string(int field, String value) throws ResultFailure {
        FieldEncoding encoding = next(field, ColumnKind.STRING);
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
        FieldEncoding encoding = next(field, ColumnKind.TIMESTAMP);
        if (!Instants.isEpochSecond(epochSecond)) {
            throw failure(Reason.SOURCE_FAILED, encoding, epochSecond + " s since 1970 (expected: year 0001 to 9999)");
        }
        if (!Instants.isNanos(nanos)) {
            throw failure(Reason.SOURCE_FAILED, encoding, nanos + " ns (expected: 0 to 999999999)");
        }
        int size = (epochSecond == 0 ? 0 : 1 + varintSize(epochSecond)) + (nanos == 0 ? 0 : 1 + varintSize(nanos));
        tag(encoding, size + 1);
        buffer[end++] = (byte) size;
        if (epochSecond != 0) {
            buffer[end++] = (Timestamp.SECONDS_FIELD_NUMBER << 3) | WireFormat.WIRETYPE_VARINT;
            end = putVarint(end, epochSecond);
        }
        if (nanos != 0) {
            buffer[end++] = (Timestamp.NANOS_FIELD_NUMBER << 3) | WireFormat.WIRETYPE_VARINT;
            end = putVarint(end, nanos);
        }
    }

    private FieldEncoding next(int field) {
        FieldEncoding encoding = field > 0 && field < fields.length ? fields[field] : null;
        if (encoding == null) {
            throw new IllegalArgumentException("field " + field + ": not in the row");
        }
        if (field <= lastField) {
            throw new IllegalArgumentException(
                    "field " + field + ": after field " + lastField + " (expected: ascending)");
        }
        lastField = field;
        return encoding;
    }

    private FieldEncoding next(int field, ColumnKind kind) {
        FieldEncoding encoding = next(field);
        if (encoding.kind != kind) {
            throw mismatch(encoding, kind.toString());
        }
        return encoding;
    }

    private FieldEncoding nextBytes(int field) {
        FieldEncoding encoding = next(field);
        if (encoding.kind != ColumnKind.STRING && encoding.kind != ColumnKind.BYTES) {
            throw mismatch(encoding, "text or bytes");
        }
        return encoding;
    }

    private void varint(FieldEncoding encoding, long value) {
        if (value != 0 || !encoding.omitZero) {
            tag(encoding, MAX_VARINT);
            end = putVarint(end, value);
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
        tag(encoding, MAX_VARINT + length);
        end = putVarint(end, length);
        return true;
    }

    private void tag(FieldEncoding encoding, int sizeOfValue) {
        reserve(MAX_VARINT + sizeOfValue, end);
        end = putVarint(end, encoding.tag);
    }

    private void reserve(int size, int at) {
        if (buffer.length - at < size) {
            int needed = Math.addExact(at, size);
            buffer = Arrays.copyOf(buffer, Math.max(needed, (int) Math.min(Integer.MAX_VALUE - 8L, needed * 3L / 2)));
        }
    }

    private int putVarint(int at, long value) {
        long rest = value;
        int index = at;
        while ((rest & ~0x7FL) != 0) {
            buffer[index++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        buffer[index++] = (byte) rest;
        return index;
    }

    private static int varintSize(long value) {
        return (Long.SIZE - Long.numberOfLeadingZeros(value | 1) + 6) / 7;
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
        long row = position.rows() + wholeRows;
        return new ResultFailure(reason, "row " + row + ", column " + encoding.column.name() + ": " + what);
    }

    private static IllegalArgumentException mismatch(FieldEncoding encoding, String given) {
        return new IllegalArgumentException("field " + encoding.column.number() + " (" + encoding.column.name() + "): "
                + given + " (expected: " + encoding.kind + ")");
    }
}
