package dev.spillway.wire.row;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import dev.spillway.wire.Chunk;
import dev.spillway.wire.Column;
import dev.spillway.wire.ColumnKind;
import dev.spillway.wire.Position;
import dev.spillway.wire.ResultFailure;
import dev.spillway.wire.RowSchema;
import dev.spillway.wire.Seeds;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FlatColumnTest {
    private static final List<FieldDescriptorProto.Type> TYPES = List.of(
            FieldDescriptorProto.Type.TYPE_INT32,
            FieldDescriptorProto.Type.TYPE_INT64,
            FieldDescriptorProto.Type.TYPE_STRING,
            FieldDescriptorProto.Type.TYPE_BYTES);
    private static final int MAX_VALUE_BYTES = 300;

    /** A batch in both forms. */
    private static final class Batch {
        final int rows;
        final List<Column> fields = new ArrayList<>();
        final List<List<@Nullable Object>> values = new ArrayList<>();
        final List<FlatColumn> flat = new ArrayList<>();

        /** @param nullsAnywhere whether NULL may also stand where the field has no place for it */
        Batch(Random random, RowSchema schema, int rows, boolean nullsAnywhere) {
            this.rows = rows;
            boolean nulls = random.nextBoolean();
            int longest = 1 << random.nextInt(10);
            for (Column field : schema.columns()) {
                boolean mayBeNull = nulls && (field.nullable() || (nullsAnywhere && random.nextInt(4) == 0));
                boolean text = field.kind() == ColumnKind.STRING || field.kind() == ColumnKind.BYTES;
                boolean wide = field.kind() == ColumnKind.INT64 && random.nextBoolean();
                List<@Nullable Object> column = new ArrayList<>();
                for (int i = 0; i < rows; i++) {
                    Object value = text ? text(random, longest) : integer(random, wide);
                    column.add(mayBeNull && random.nextInt(5) == 0 ? null : value);
                }
                fields.add(field);
                values.add(column);
                flat.add(text ? texts(schema, field, column) : integers(schema, field, column, wide));
            }
        }

        private static byte[] text(Random random, int longest) {
            byte[] text = new byte[random.nextInt(longest + 1)];
            for (int i = 0; i < text.length; i++) {
                text[i] = (byte) ('a' + random.nextInt(26));
            }
            return text;
        }

        private static long integer(Random random, boolean wide) {
            long any = random.nextLong() >> random.nextInt(64);
            return random.nextInt(5) == 0 ? 0 : wide ? any : (int) any;
        }

        private static ByteBuffer memory(int size) {
            return ByteBuffer.allocateDirect(size).order(ByteOrder.LITTLE_ENDIAN);
        }

        private static ByteBuffer validity(List<@Nullable Object> column) {
            ByteBuffer bits = memory(column.size() / 8 + 1);
            for (int i = 0; i < column.size(); i++) {
                if (column.get(i) != null) {
                    bits.put(i >> 3, (byte) (bits.get(i >> 3) | 1 << (i & 7)));
                }
            }
            return bits;
        }

        private static FlatColumn integers(
                RowSchema schema, Column field, List<@Nullable Object> column, boolean wide) {
            int size = wide ? Long.BYTES : Integer.BYTES;
            ByteBuffer memory = memory(column.size() * size);
            for (Object value : column) {
                long number = value == null ? 77 : (Long) value;
                if (wide) {
                    memory.putLong(number);
                } else {
                    memory.putInt((int) number);
                }
            }
            FlatIntegers flat =
                    (FlatIntegers) FlatIntegers.of(schema, field, size).orElseThrow();
            flat.load(validity(column), column.contains(null), memory);
            return flat;
        }

        private static FlatColumn texts(RowSchema schema, Column field, List<@Nullable Object> column) {
            int size = column.stream()
                    .mapToInt(value -> value == null ? 0 : ((byte[]) value).length)
                    .sum();
            ByteBuffer offsets = memory((column.size() + 1) * Integer.BYTES);
            ByteBuffer memory = memory(size);
            for (Object value : column) {
                offsets.putInt(memory.position());
                if (value != null) {
                    memory.put((byte[]) value);
                }
            }
            offsets.putInt(memory.position());
            FlatTexts flat = (FlatTexts) FlatTexts.of(schema, field).orElseThrow();
            flat.load(validity(column), column.contains(null), offsets, memory);
            return flat;
        }

        void writeRow(int row, RowWriter out) throws ResultFailure {
            for (int i = 0; i < fields.size(); i++) {
                Object value = values.get(i).get(row);
                int field = fields.get(i).number();
                if (value == null) {
                    out.nil(field);
                } else if (value instanceof byte[] bytes) {
                    out.bytes(field, bytes, 0, bytes.length);
                } else {
                    out.int64(field, (Long) value);
                }
            }
            out.endRow();
        }
    }

    /** Some fields with presence and some without, with tags of one byte and of two. */
    private static RowSchema schema(Random random) {
        DescriptorProto.Builder message = DescriptorProto.newBuilder().setName("Row");
        int number = 0;
        for (int i = 1 + random.nextInt(5); i > 0; i--) {
            number += 1 + random.nextInt(10);
            FieldDescriptorProto.Builder field = FieldDescriptorProto.newBuilder()
                    .setName("c" + number)
                    .setNumber(number)
                    .setType(TYPES.get(random.nextInt(TYPES.size())))
                    .setLabel(FieldDescriptorProto.Label.LABEL_OPTIONAL);
            if (random.nextBoolean()) {
                field.setProto3Optional(true).setOneofIndex(message.getOneofDeclCount());
                message.addOneofDeclBuilder().setName("_c" + number);
            }
            message.addField(field);
        }
        return RowSchema.of(
                FileDescriptorSet.newBuilder()
                        .addFile(FileDescriptorProto.newBuilder()
                                .setName("row.proto")
                                .setSyntax("proto3")
                                .addMessageType(message))
                        .build(),
                "Row");
    }

    /** The chunks, and how it ended. */
    private record Written(List<Chunk> chunks, String end) {}

    private static Written write(RowSchema schema, Batch batch, int chunkBytes, boolean flat) {
        ChunkBuilder out = new ChunkBuilder(schema, Position.START, chunkBytes, MAX_VALUE_BYTES, () -> false);
        List<Chunk> chunks = new ArrayList<>();
        try {
            int row = 0;
            while (row < batch.rows) {
                if (flat) {
                    row += out.rows(batch.flat, row, batch.rows - row);
                }
                if (row < batch.rows && !out.isFull()) {
                    batch.writeRow(row, out);
                    row++;
                }
                while (out.isFull()) {
                    chunks.add(out.take());
                }
            }
            while (!out.isEmpty()) {
                chunks.add(out.take());
            }
            return new Written(chunks, "complete");
        } catch (ResultFailure e) {
            return new Written(chunks, e.reason() + " " + e.text());
        }
    }

    private static void assertSame(Random random, RowSchema schema, Batch batch) {
        int chunkBytes = 1 + random.nextInt(1 << random.nextInt(16));
        Written expected = write(schema, batch, chunkBytes, false);
        Written written = write(schema, batch, chunkBytes, true);
        assertEquals(expected.end, written.end);
        assertEquals(expected.chunks.size(), written.chunks.size());
        for (int i = 0; i < expected.chunks.size(); i++) {
            Chunk one = expected.chunks.get(i);
            Chunk other = written.chunks.get(i);
            assertEquals(one.data(), other.data());
            assertEquals(one.firstRow(), other.firstRow());
            assertEquals(one.rowCount(), other.rowCount());
            assertEquals(one.crc32c(), other.crc32c());
        }
    }

    @Test
    void writesTheVeryChunksThatRowsByThemselvesMake() {
        Seeds.each(400, random -> {
            RowSchema schema = schema(random);
            assertSame(random, schema, new Batch(random, schema, random.nextInt(1_500), false));
        });
    }

    @Test
    void refusesWhatARowByItselfRefusesInTheSameWords() {
        Seeds.each(400, random -> {
            RowSchema schema = schema(random);
            assertSame(random, schema, new Batch(random, schema, random.nextInt(300), true));
        });
    }

    @Test
    void rowsWithoutAnythingUnusualAreWrittenTogether() {
        RowSchema schema = RowSchema.derive("Row")
                .column("id", ColumnKind.INT32)
                .column("title", ColumnKind.STRING)
                .build();
        Batch batch = new Batch(new Random(7), schema, 300, false);
        ChunkBuilder out = new ChunkBuilder(schema, Position.START, 1 << 20, MAX_VALUE_BYTES, () -> false);
        assertEquals(300, out.rows(batch.flat, 0, 300));
        assertEquals(300, out.take().rowCount());
    }

    @Test
    void isOnlyForFieldsThatTakeTheValuesAsTheyAre() {
        RowSchema schema = RowSchema.derive("Row")
                .column("int32", ColumnKind.INT32)
                .column("int64", ColumnKind.INT64)
                .column("sint64", ColumnKind.SINT64)
                .column("text", ColumnKind.STRING)
                .list("list", ColumnKind.INT64)
                .build();
        List<Column> fields = schema.columns();
        assertTrue(FlatIntegers.of(schema, fields.get(0), Integer.BYTES).isPresent());
        assertTrue(FlatIntegers.of(schema, fields.get(0), Long.BYTES).isEmpty());
        assertTrue(FlatIntegers.of(schema, fields.get(1), Integer.BYTES).isPresent());
        assertTrue(FlatIntegers.of(schema, fields.get(2), Long.BYTES).isEmpty());
        assertTrue(FlatIntegers.of(schema, fields.get(4), Long.BYTES).isEmpty());
        assertTrue(FlatTexts.of(schema, fields.get(3)).isPresent());
        assertTrue(FlatTexts.of(schema, fields.get(1)).isEmpty());
    }
}
