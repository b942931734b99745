package dev.spillway.wire.row;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.OneofDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Timestamp;
import dev.spillway.wire.Column;
import dev.spillway.wire.ColumnKind;
import dev.spillway.wire.Field;
import dev.spillway.wire.Group;
import dev.spillway.wire.Position;
import dev.spillway.wire.ResultFailure;
import dev.spillway.wire.RowSchema;
import dev.spillway.wire.Slice;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Rows of a schema with values that are hard to carry, and what protobuf makes of them.
 *
 * <p>A row is a list of values by column: Boolean, Long for every integer (of an unsigned 64-bit column, its bits; of an
 * enum, its number), Float, Double, String, {@link Slice} for bytes, Instant, Duration, a List of these, or null.
 */
public final class RandomRows {
    private static final Instant MIN_INSTANT = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant MAX_INSTANT = Instant.parse("9999-12-31T23:59:59.999999999Z");
    private static final List<ColumnKind> FLAT_KINDS = Arrays.stream(ColumnKind.values())
            .filter(kind -> kind != ColumnKind.ENUM && kind != ColumnKind.DURATION)
            .toList();
    private static final long MAX_DURATION_SECONDS = 315_576_000_000L;
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

    /** Rows of 0 to 12 columns and groups, which hold more of both: also enums, lists, oneofs and wrappers. */
    public static RandomRows nested(Random random) {
        return new RandomRows(random, RandomSchema.nested(random));
    }

    private static RowSchema schema(Random random) {
        return RandomSchema.flat(random, FLAT_KINDS);
    }

    public List<@Nullable Object> next() {
        List<@Nullable Object> row = new ArrayList<>();
        add(schema.fields(), true, row);
        return row;
    }

    /** Adds a value for each column: nothing but NULL and empty lists where the message is absent. */
    private void add(List<Field> fields, boolean present, List<@Nullable Object> row) {
        Set<Integer> idle = new HashSet<>();
        Set<OneofDescriptor> chosen = new HashSet<>();
        List<Field> shuffled = new ArrayList<>(fields);
        Collections.shuffle(shuffled, random);
        for (Field field : shuffled) {
            OneofDescriptor oneof = field.descriptor().getRealContainingOneof();
            if (oneof != null && !chosen.add(oneof)) {
                idle.add(field.number());
            }
        }
        for (Field field : fields) {
            boolean mayBe = present && !idle.contains(field.number());
            if (field instanceof Column column) {
                row.add(column.repeated() ? list(column, mayBe) : mayBe ? valueOrNull(column) : null);
            } else if (field instanceof Group group) {
                add(group.fields(), mayBe && random.nextInt(4) != 0, row);
            }
        }
    }

    private @Nullable Object valueOrNull(Column column) {
        return column.nullable() && random.nextInt(4) == 0 ? null : value(column.kind());
    }

    private List<Object> list(Column column, boolean mayHoldValues) {
        List<Object> values = new ArrayList<>();
        for (int left = mayHoldValues ? random.nextInt(5) : 0; left > 0; left--) {
            values.add(value(column.kind()));
        }
        return values;
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
            case INT32, SINT32, SFIXED32, ENUM -> (long) (int) integer(Integer.MIN_VALUE, Integer.MAX_VALUE);
            case UINT32, FIXED32 -> integer(0, 0xFFFF_FFFFL) & 0xFFFF_FFFFL;
            case INT64, SINT64, SFIXED64 -> integer(Long.MIN_VALUE, Long.MAX_VALUE);
            case UINT64, FIXED64 -> integer(0, -1);
            case FLOAT -> float32();
            case DOUBLE -> float64();
            case STRING -> text();
            case BYTES -> Slice.of(bytes());
            case TIMESTAMP -> instant();
            case DURATION -> duration();
        };
    }

    private Duration duration() {
        return switch (random.nextInt(5)) {
            case 0 -> Duration.ZERO;
            case 1 -> Duration.ofSeconds(MAX_DURATION_SECONDS);
            case 2 -> Duration.ofSeconds(-MAX_DURATION_SECONDS);
            case 3 -> Duration.ofNanos(random.nextInt());
            default -> Duration.ofSeconds(random.nextInt(), random.nextInt(1_000_000_000));
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
        write(schema.fields(), row, out);
        out.endRow();
    }

    private void write(List<Field> fields, List<@Nullable Object> row, RowWriter out) throws ResultFailure {
        for (Field field : fields) {
            if (field instanceof Column column && row.get(column.index()) instanceof List<?> values) {
                writeList(column, values, out);
            } else if (field instanceof Column column) {
                write(column.number(), row.get(column.index()), out);
            } else if (field instanceof Group group && isPresent(group, row)) {
                out.startMessage(group.number());
                write(group.fields(), row, out);
                out.endMessage();
            } else if (random.nextBoolean()) {
                out.nil(field.number());
            }
        }
    }

    private void writeList(Column column, List<?> values, RowWriter out) throws ResultFailure {
        if (!values.isEmpty() || random.nextBoolean()) {
            out.startList(column.number());
            for (Object value : values) {
                write(column.number(), value, out);
            }
            out.endList();
        }
    }

    private static boolean isPresent(Group group, List<@Nullable Object> row) {
        return group.fields().stream()
                .anyMatch(field -> field instanceof Column column
                        ? row.get(column.index()) instanceof List<?> list
                                ? !list.isEmpty()
                                : row.get(column.index()) != null
                        : field instanceof Group inner && isPresent(inner, row));
    }

    private void write(int field, @Nullable Object value, RowWriter out) throws ResultFailure {
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
        } else if (value instanceof Duration duration) {
            out.duration(field, wholeSeconds(duration), nanosBeyond(duration));
        } else if (value instanceof Slice bytes) {
            writeBytes(field, bytes.toByteArray(), out);
        } else if (value instanceof String text && random.nextBoolean()) {
            out.string(field, text);
        } else if (value instanceof String text) {
            writeBytes(field, text.getBytes(StandardCharsets.UTF_8), out);
        }
    }

    /** Rounded towards zero: protobuf's nanoseconds have the sign of the seconds. */
    private static long wholeSeconds(Duration duration) {
        return duration.isNegative() ? -duration.negated().toSeconds() : duration.toSeconds();
    }

    private static int nanosBeyond(Duration duration) {
        return duration.isNegative() ? -duration.negated().toNanosPart() : duration.toNanosPart();
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
        return message(schema.message(), schema.fields(), row);
    }

    private static DynamicMessage message(Descriptor type, List<Field> fields, List<@Nullable Object> row) {
        DynamicMessage.Builder message = DynamicMessage.newBuilder(type);
        for (Field field : fields) {
            FieldDescriptor descriptor = field.descriptor();
            if (field instanceof Group group && isPresent(group, row)) {
                message.setField(
                        type.findFieldByNumber(group.number()),
                        message(group.descriptor().getMessageType(), group.fields(), row));
            } else if (field instanceof Column column && row.get(column.index()) instanceof List<?> values) {
                values.forEach(value -> message.addRepeatedField(descriptor, protobufValue(descriptor, value)));
            } else if (field instanceof Column column && row.get(column.index()) != null) {
                message.setField(descriptor, protobufValue(descriptor, row.get(column.index())));
            }
        }
        return message.build();
    }

    private static Object protobufValue(FieldDescriptor field, @Nullable Object value) {
        if (value instanceof Long number && field.getJavaType() == FieldDescriptor.JavaType.ENUM) {
            return field.getEnumType().findValueByNumberCreatingIfUnknown(number.intValue());
        }
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
        if (value instanceof Duration duration) {
            return com.google.protobuf.Duration.newBuilder()
                    .setSeconds(wholeSeconds(duration))
                    .setNanos(nanosBeyond(duration))
                    .build();
        }
        return Objects.requireNonNull(value);
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
            if (column.repeated()) {
                List<Object> values = new ArrayList<>();
                reader.rewind(column.index());
                while (reader.nextElement(column.index())) {
                    values.add(read(reader, column));
                }
                row.add(values);
            } else {
                row.add(reader.isNull(column.index()) ? null : read(reader, column));
            }
        }
        return row;
    }

    private static Object read(RowReader reader, Column column) {
        int index = column.index();
        return switch (column.kind()) {
            case BOOL -> reader.bool(index);
            case INT32, SINT32, SFIXED32, UINT32, FIXED32, INT64, SINT64, SFIXED64, UINT64, FIXED64, ENUM ->
                reader.int64(index);
            case FLOAT -> reader.float32(index);
            case DOUBLE -> reader.float64(index);
            case STRING -> reader.string(index);
            case BYTES -> Slice.of(reader.array(), reader.start(index), reader.length(index));
            case TIMESTAMP -> Instant.ofEpochSecond(reader.epochSecond(index), reader.nanos(index));
            case DURATION -> Duration.ofSeconds(reader.seconds(index), reader.nanos(index));
        };
    }

    /** A builder of chunks of these rows, from the start, that is never due by itself. */
    public ChunkBuilder builder(int chunkBytes) {
        return new ChunkBuilder(schema, Position.START, chunkBytes, 1 << 20, () -> false);
    }
}
