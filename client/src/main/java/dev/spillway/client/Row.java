package dev.spillway.client;

import com.google.protobuf.CodedOutputStream;
import dev.spillway.wire.ColumnKind;
import dev.spillway.wire.RowSchema;
import dev.spillway.wire.Slice;
import dev.spillway.wire.row.RowReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * A row of a result, of which columns are read in place, by index (from 0) or by name.
 *
 * <p>A row is a view that the stream moves on: it is valid until the stream is asked whether there is a next one. To
 * keep it, map it ({@code rows(row -> new Book(row.int32(0), row.string(1)))}) or take a {@link #copy}.
 *
 * <p>NULL is 0 or false from a getter of a primitive type ({@link #isNull} tells), and null from the others. A getter
 * throws {@link IllegalArgumentException} if there is no column of the name, or if the column is of a type that the
 * getter does not return unchanged, and {@link IndexOutOfBoundsException} if there is no column of the index. One thread.
 */
public final class Row {
    private static final Set<ColumnKind> INT32 =
            EnumSet.of(ColumnKind.INT32, ColumnKind.SINT32, ColumnKind.SFIXED32, ColumnKind.ENUM);
    private static final Set<ColumnKind> INT64 = EnumSet.of(
            ColumnKind.INT32,
            ColumnKind.SINT32,
            ColumnKind.SFIXED32,
            ColumnKind.UINT32,
            ColumnKind.FIXED32,
            ColumnKind.INT64,
            ColumnKind.SINT64,
            ColumnKind.SFIXED64,
            ColumnKind.UINT64,
            ColumnKind.FIXED64,
            ColumnKind.ENUM);
    private static final Set<ColumnKind> FLOAT = EnumSet.of(ColumnKind.FLOAT);
    private static final Set<ColumnKind> FLOAT64 = EnumSet.of(ColumnKind.FLOAT, ColumnKind.DOUBLE);
    private static final Set<ColumnKind> BOOL = EnumSet.of(ColumnKind.BOOL);
    private static final Set<ColumnKind> STRING = EnumSet.of(ColumnKind.STRING, ColumnKind.ENUM);
    private static final Set<ColumnKind> BYTES = EnumSet.of(ColumnKind.BYTES, ColumnKind.STRING);
    private static final Set<ColumnKind> TIMESTAMP = EnumSet.of(ColumnKind.TIMESTAMP);
    private static final Set<ColumnKind> DURATION = EnumSet.of(ColumnKind.DURATION);
    private static final int ROW_FIELD = 1;

    private final Columns columns;
    private final RowReader reader;

    /** @param reader what stands on the row */
    Row(Columns columns, RowReader reader) {
        this.columns = columns;
        this.reader = reader;
    }

    public RowSchema schema() {
        return columns.schema();
    }

    /** The index of the column of this name: worth looking up once for many rows. */
    public int index(String column) {
        return columns.index(column);
    }

    public boolean isNull(int column) {
        return reader.isNull(column);
    }

    public boolean isNull(String column) {
        return isNull(index(column));
    }

    public boolean bool(int column) {
        columns.require(column, BOOL);
        return reader.bool(column);
    }

    public boolean bool(String column) {
        return bool(index(column));
    }

    /** A signed integer of 32 bits, or the number of an enum. */
    public int int32(int column) {
        columns.require(column, INT32);
        return (int) reader.int64(column);
    }

    public int int32(String column) {
        return int32(index(column));
    }

    /** Any integer, or the number of an enum; of an unsigned integer of 64 bits, its bits. */
    public long int64(int column) {
        columns.require(column, INT64);
        return reader.int64(column);
    }

    public long int64(String column) {
        return int64(index(column));
    }

    public float float32(int column) {
        columns.require(column, FLOAT);
        return reader.float32(column);
    }

    public float float32(String column) {
        return float32(index(column));
    }

    /** A number of 64 or of 32 bits. */
    public double float64(int column) {
        columns.require(column, FLOAT64);
        return columns.kind(column) == ColumnKind.FLOAT ? reader.float32(column) : reader.float64(column);
    }

    public double float64(String column) {
        return float64(index(column));
    }

    /** Text, or the name of an enum's value; one that its schema does not have is its number. */
    public @Nullable String string(int column) {
        columns.require(column, STRING);
        if (reader.isNull(column)) {
            return null;
        }
        return columns.kind(column) == ColumnKind.ENUM
                ? columns.enumName(column, (int) reader.int64(column))
                : reader.string(column);
    }

    public @Nullable String string(String column) {
        return string(index(column));
    }

    /** A copy of the bytes; of text, its UTF-8. */
    public byte @Nullable [] bytes(int column) {
        columns.require(column, BYTES);
        return reader.isNull(column) ? null : slice(column).toByteArray();
    }

    public byte @Nullable [] bytes(String column) {
        return bytes(index(column));
    }

    public @Nullable Instant instant(int column) {
        columns.require(column, TIMESTAMP);
        return reader.isNull(column) ? null : Instant.ofEpochSecond(reader.epochSecond(column), reader.nanos(column));
    }

    public @Nullable Instant instant(String column) {
        return instant(index(column));
    }

    public @Nullable Duration duration(int column) {
        columns.require(column, DURATION);
        return reader.isNull(column) ? null : Duration.ofSeconds(reader.seconds(column), reader.nanos(column));
    }

    public @Nullable Duration duration(String column) {
        return duration(index(column));
    }

    /** The values of a list, each as {@link #value} gives it. */
    public List<Object> list(int column) {
        columns.requireList(column);
        List<Object> values = new ArrayList<>();
        reader.rewind(column);
        while (reader.nextElement(column)) {
            values.add(one(column));
        }
        return values;
    }

    public List<Object> list(String column) {
        return list(index(column));
    }

    /**
     * The value of any column: {@link Boolean}, {@link Integer}, {@link Long} (also of unsigned 32 bits), {@link
     * BigInteger} (of unsigned 64 bits), {@link Float}, {@link Double}, {@link String} (also of an enum), {@code byte[]},
     * {@link Instant}, {@link Duration}, or a {@link List} of these.
     */
    public @Nullable Object value(int column) {
        if (columns.isList(column)) {
            return list(column);
        }
        return isNull(column) ? null : one(column);
    }

    private Object one(int column) {
        return switch (columns.kind(column)) {
            case BOOL -> reader.bool(column);
            case INT32, SINT32, SFIXED32 -> (int) reader.int64(column);
            case UINT32, FIXED32, INT64, SINT64, SFIXED64 -> reader.int64(column);
            case UINT64, FIXED64 -> new BigInteger(Long.toUnsignedString(reader.int64(column)));
            case FLOAT -> reader.float32(column);
            case DOUBLE -> reader.float64(column);
            case STRING -> reader.string(column);
            case BYTES -> slice(column).toByteArray();
            case ENUM -> columns.enumName(column, (int) reader.int64(column));
            case TIMESTAMP -> Instant.ofEpochSecond(reader.epochSecond(column), reader.nanos(column));
            case DURATION -> Duration.ofSeconds(reader.seconds(column), reader.nanos(column));
        };
    }

    private Slice slice(int column) {
        return Slice.of(reader.array(), reader.start(column), reader.length(column));
    }

    public @Nullable Object value(String column) {
        return value(index(column));
    }

    /** The same row, valid for any time. */
    public Row copy() {
        int length = reader.rowLength();
        byte[] bytes = new byte
                [CodedOutputStream.computeTagSize(ROW_FIELD)
                        + CodedOutputStream.computeUInt32SizeNoTag(length)
                        + length];
        CodedOutputStream out = CodedOutputStream.newInstance(bytes);
        try {
            out.writeByteArray(ROW_FIELD, reader.array(), reader.rowStart(), length);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        RowReader own = new RowReader(columns.schema());
        own.reset(Slice.of(bytes));
        own.next();
        return new Row(columns, own);
    }

    @Override
    public String toString() {
        StringJoiner text = new StringJoiner(", ", "{", "}");
        for (int i = 0; i < columns.count(); i++) {
            text.add(columns.name(i) + "=" + value(i));
        }
        return text.toString();
    }
}
