package dev.spillway.wire.row;

import com.google.protobuf.ByteString;
import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.OneofDescriptorProto;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Timestamp;
import com.google.protobuf.TimestampProto;
import dev.spillway.wire.Column;
import dev.spillway.wire.ColumnKind;
import dev.spillway.wire.Position;
import dev.spillway.wire.ResultFailure;
import dev.spillway.wire.RowSchema;
import dev.spillway.wire.Slice;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Rows of a schema with values that are hard to carry, and what protobuf makes of them.
 *
 * <p>A row is a list of values by column: Boolean, Long for every integer (of an unsigned 64-bit column, its bits), Float,
 * Double, String, {@link Slice} for bytes, Instant, or null.
 */
public final class RandomRows {
    private static final Instant MIN_INSTANT = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant MAX_INSTANT = Instant.parse("9999-12-31T23:59:59.999999999Z");
    private static final List<ColumnKind> KINDS = List.of(ColumnKind.values());
    private static final String[] NASTY = {
        "\"",
        "\\",
        "/",
        "\b",
        "\f",
        "\n",
        "\r",
        "\r\n",
        "\t",
        "\u0000",
        "\u001F",
        "\u007F",
        "\u0080",
        "\u0085",
        "\u00E9",
        "\u2027",
        "\u2028",
        "\u2029",
        "\u202A",
        "\u4E16",
        "\uFEFF",
        "\uFFFF",
        "\uD83D\uDE00",
        ", ",
        "null",
        " ",
        "eight ch",
        "</script>"
    };

    private final Random random;
    private final RowSchema schema;

    public RandomRows(Random random, RowSchema schema) {
        this.random = random;
        this.schema = schema;
    }

    /** Rows of 0 to 12 columns of any kind, with and without presence, with any ascending field numbers. */
    public RandomRows(Random random) {
        this(random, schema(random));
    }

    public RowSchema schema() {
        return schema;
    }

    private static RowSchema schema(Random random) {
        DescriptorProto.Builder row = DescriptorProto.newBuilder().setName("Row");
        int columns = random.nextInt(13);
        int number = 0;
        List<FieldDescriptorProto> fields = new ArrayList<>();
        for (int i = 0; i < columns; i++) {
            number += random.nextInt(4) == 0 ? 1 + random.nextInt(5_000) : 1;
            ColumnKind kind = KINDS.get(random.nextInt(KINDS.size()));
            FieldDescriptorProto.Builder field =
                    FieldDescriptorProto.newBuilder().setName("column_" + i).setNumber(number);
            if (kind == ColumnKind.TIMESTAMP) {
                field.setType(FieldDescriptorProto.Type.TYPE_MESSAGE).setTypeName(".google.protobuf.Timestamp");
            } else {
                field.setType(FieldDescriptorProto.Type.valueOf("TYPE_" + kind));
                if (random.nextBoolean()) {
                    field.setProto3Optional(true).setOneofIndex(row.getOneofDeclCount());
                    row.addOneofDecl(OneofDescriptorProto.newBuilder().setName("_column_" + i));
                }
            }
            fields.add(field.build());
        }
        Collections.shuffle(fields, random);
        FileDescriptorProto file = FileDescriptorProto.newBuilder()
                .setName("random.proto")
                .setSyntax("proto3")
                .addDependency(TimestampProto.getDescriptor().getName())
                .addMessageType(row.addAllField(fields))
                .build();
        try {
            return RowSchema.of(FileDescriptor.buildFrom(file, new FileDescriptor[] {TimestampProto.getDescriptor()})
                    .getMessageTypes()
                    .get(0));
        } catch (DescriptorValidationException e) {
            throw new AssertionError(e);
        }
    }

    public List<@Nullable Object> next() {
        List<@Nullable Object> row = new ArrayList<>();
        for (Column column : schema.columns()) {
            row.add(column.nullable() && random.nextInt(4) == 0 ? null : value(column.kind()));
        }
        return row;
    }

    public List<List<@Nullable Object>> next(int count) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            rows.add(next());
        }
        return rows;
    }

    private Object value(ColumnKind kind) {
        return switch (kind) {
            case BOOL -> random.nextBoolean();
            case INT32, SINT32, SFIXED32 -> (long) (int) integer(Integer.MIN_VALUE, Integer.MAX_VALUE);
            case UINT32, FIXED32 -> integer(0, 0xFFFF_FFFFL) & 0xFFFF_FFFFL;
            case INT64, SINT64, SFIXED64 -> integer(Long.MIN_VALUE, Long.MAX_VALUE);
            case UINT64, FIXED64 -> integer(0, -1);
            case FLOAT -> float32();
            case DOUBLE -> float64();
            case STRING -> text();
            case BYTES -> Slice.of(bytes());
            case TIMESTAMP -> instant();
        };
    }

    private long integer(long min, long max) {
        return switch (random.nextInt(6)) {
            case 0 -> 0;
            case 1 -> min;
            case 2 -> max;
            case 3 -> random.nextInt(256);
            default -> random.nextLong() >> random.nextInt(64);
        };
    }

    private float float32() {
        float[] special = {0f, -0f, 1f, Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, Float.MIN_VALUE};
        int pick = random.nextInt(2 * special.length);
        return pick < special.length ? special[pick] : Float.intBitsToFloat(random.nextInt());
    }

    private double float64() {
        double[] special = {0, -0.0, 1, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.MIN_VALUE
        };
        int pick = random.nextInt(2 * special.length);
        return pick < special.length ? special[pick] : Double.longBitsToDouble(random.nextLong());
    }

    private int length() {
        return switch (random.nextInt(10)) {
            case 0 -> 0;
            case 1 -> random.nextInt(300);
            case 2 -> random.nextInt(3_000);
            default -> random.nextInt(24);
        };
    }

    private String text() {
        int length = length();
        StringBuilder text = new StringBuilder();
        int nastyOneOf = 1 + random.nextInt(20);
        while (text.length() < length) {
            if (random.nextInt(nastyOneOf) == 0) {
                text.append(NASTY[random.nextInt(NASTY.length)]);
            } else {
                text.append((char) (' ' + random.nextInt(95)));
            }
        }
        return text.toString();
    }

    private byte[] bytes() {
        byte[] bytes = new byte[length()];
        random.nextBytes(bytes);
        return bytes;
    }

    private Instant instant() {
        return switch (random.nextInt(6)) {
            case 0 -> Instant.EPOCH;
            case 1 -> MIN_INSTANT;
            case 2 -> MAX_INSTANT;
            case 3 -> Instant.ofEpochMilli(random.nextInt());
            case 4 -> Instant.ofEpochSecond(random.nextInt(), 1_000L * random.nextInt(1_000_000));
            default -> Instant.ofEpochSecond(random.nextInt() * 28L, random.nextInt(1_000_000_000));
        };
    }

    /** Writes a row, each value by any method that takes it. */
    public void write(List<@Nullable Object> row, RowWriter out) throws ResultFailure {
        for (Column column : schema.columns()) {
            write(column, row.get(column.index()), out);
        }
        out.endRow();
    }

    private void write(Column column, @Nullable Object value, RowWriter out) throws ResultFailure {
        int field = column.number();
        if (value == null) {
            if (random.nextBoolean()) {
                out.nil(field);
            }
        } else if (value instanceof Boolean bool) {
            out.bool(field, bool);
        } else if (value instanceof Long number) {
            out.int64(field, number);
        } else if (value instanceof Float number) {
            out.float32(field, number);
        } else if (value instanceof Double number) {
            out.float64(field, number);
        } else if (value instanceof Instant instant) {
            out.timestamp(field, instant.getEpochSecond(), instant.getNano());
        } else if (value instanceof Slice bytes) {
            writeBytes(field, bytes.toByteArray(), out);
        } else if (value instanceof String text && random.nextBoolean()) {
            out.string(field, text);
        } else if (value instanceof String text) {
            writeBytes(field, text.getBytes(StandardCharsets.UTF_8), out);
        }
    }

    private void writeBytes(int field, byte[] bytes, RowWriter out) throws ResultFailure {
        int before = random.nextInt(3);
        byte[] padded = new byte[before + bytes.length + random.nextInt(3)];
        System.arraycopy(bytes, 0, padded, before, bytes.length);
        switch (random.nextInt(3)) {
            case 0 -> out.bytes(field, padded, before, bytes.length);
            case 1 -> out.bytes(field, ByteBuffer.wrap(padded), before, bytes.length);
            default -> out.bytes(field, ByteBuffer.allocateDirect(padded.length).put(0, padded), before, bytes.length);
        }
    }

    /** The row as a message of protobuf's own. */
    public DynamicMessage message(List<@Nullable Object> row) {
        DynamicMessage.Builder message = DynamicMessage.newBuilder(schema.message());
        for (Column column : schema.columns()) {
            Object value = row.get(column.index());
            if (value != null) {
                FieldDescriptor field = schema.message().findFieldByNumber(column.number());
                message.setField(field, protobufValue(field, value));
            }
        }
        return message.build();
    }

    private static Object protobufValue(FieldDescriptor field, Object value) {
        if (value instanceof Long number && field.getJavaType() == FieldDescriptor.JavaType.INT) {
            return number.intValue();
        }
        if (value instanceof Slice bytes) {
            return ByteString.copyFrom(bytes.toByteArray());
        }
        if (value instanceof Instant instant) {
            return Timestamp.newBuilder()
                    .setSeconds(instant.getEpochSecond())
                    .setNanos(instant.getNano())
                    .build();
        }
        return value;
    }

    /** Canonical bytes of the rows, as protobuf writes them. */
    public byte[] canonical(List<List<@Nullable Object>> rows) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            for (List<@Nullable Object> row : rows) {
                out.write(0x0A);
                message(row).writeDelimitedTo(out);
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return out.toByteArray();
    }

    /** The current row of a reader. */
    public static List<@Nullable Object> read(RowReader reader, RowSchema schema) {
        List<@Nullable Object> row = new ArrayList<>();
        for (Column column : schema.columns()) {
            row.add(reader.isNull(column.index()) ? null : read(reader, column));
        }
        return row;
    }

    private static Object read(RowReader reader, Column column) {
        int index = column.index();
        return switch (column.kind()) {
            case BOOL -> reader.bool(index);
            case INT32, SINT32, SFIXED32, UINT32, FIXED32, INT64, SINT64, SFIXED64, UINT64, FIXED64 ->
                reader.int64(index);
            case FLOAT -> reader.float32(index);
            case DOUBLE -> reader.float64(index);
            case STRING -> reader.string(index);
            case BYTES -> Slice.of(reader.array(), reader.start(index), reader.length(index));
            case TIMESTAMP -> Instant.ofEpochSecond(reader.epochSecond(index), reader.nanos(index));
        };
    }

    /** A builder of chunks of these rows, from the start, that is never due by itself. */
    public ChunkBuilder builder(int chunkBytes) {
        return new ChunkBuilder(schema, Position.START, chunkBytes, 1 << 20, () -> false);
    }
}
