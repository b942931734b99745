package dev.spillway.wire.row;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.Value;
import dev.spillway.wire.Chunk;
import dev.spillway.wire.Column;
import dev.spillway.wire.ColumnKind;
import dev.spillway.wire.Crc32c;
import dev.spillway.wire.Position;
import dev.spillway.wire.Reason;
import dev.spillway.wire.ResultFailure;
import dev.spillway.wire.RowSchema;
import dev.spillway.wire.Seeds;
import dev.spillway.wire.Slice;
import dev.spillway.wire.v1.Frame;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ChunkBuilderTest {
    private static final RowSchema BOOKS = RowSchema.derive("Book")
            .column("id", ColumnKind.INT32)
            .column("title", ColumnKind.STRING)
            .build();

    @Test
    void writesWhatProtobufWritesAtEveryChunkSize() {
        Seeds.each(40, random -> {
            RandomRows rows = RandomRows.nested(random);
            List<List<@Nullable Object>> values = rows.next(1 + random.nextInt(40));
            byte[] expected = rows.canonical(values);
            for (int chunkBytes = 1; chunkBytes <= 50; chunkBytes++) {
                assertArrayEquals(expected, concatenation(chunks(rows, values, chunkBytes)), "size " + chunkBytes);
            }
            assertArrayEquals(expected, concatenation(chunks(rows, values, 1 + random.nextInt(5_000))));
            assertArrayEquals(expected, concatenation(chunks(rows, values, 1 << 18)));
        });
    }

    @Test
    void cutsContiguousChunksOnRowBoundaries() {
        Seeds.each(200, random -> {
            RandomRows rows = RandomRows.nested(random);
            List<List<@Nullable Object>> values = rows.next(1 + random.nextInt(100));
            int chunkBytes = 1 + random.nextInt(1 << random.nextInt(14));
            Position position = Position.START;
            byte[] all = rows.canonical(values);
            for (Chunk chunk : chunks(rows, values, chunkBytes)) {
                assertEquals(position.bytes(), chunk.offset(), "offset");
                assertEquals(position.rows(), chunk.firstRow(), "first row");
                assertEquals(chunk.data().crc32c(), chunk.crc32c(), "crc32c");
                assertTrue(chunk.data().length() <= chunkBytes, chunk.data() + " in chunks of " + chunkBytes);
                assertFalse(chunk.data().isEmpty());
                position = position.after(chunk);
            }
            assertEquals(new Position(all.length, values.size(), Crc32c.of(all, 0, all.length)), position);
        });
    }

    @Test
    void cutsOnlyARowThatIsLargerThanAChunkAndKeepsItsPiecesApart() {
        Seeds.each(200, random -> {
            RandomRows rows = RandomRows.nested(random);
            List<List<@Nullable Object>> values = rows.next(1 + random.nextInt(100));
            int chunkBytes = 20 + random.nextInt(1_000);
            List<Chunk> chunks = chunks(rows, values, chunkBytes);
            int row = 0;
            int piecesLength = 0;
            for (Chunk chunk : chunks) {
                if (chunk.rowCount() == 0) {
                    assertEquals(chunkBytes, chunk.data().length(), "a piece that is not the last fills its chunk");
                    piecesLength += chunkBytes;
                    continue;
                }
                int end = row + (int) chunk.rowCount();
                int expected = rows.canonical(values.subList(row, end)).length;
                assertEquals(expected, piecesLength + chunk.data().length());
                if (piecesLength > 0) {
                    assertEquals(1, chunk.rowCount(), "the last piece of a row has a chunk of its own");
                    assertTrue(expected > chunkBytes, "a row of " + expected + " bytes was cut at " + chunkBytes);
                }
                row = end;
                piecesLength = 0;
            }
            assertEquals(values.size(), row);
        });
    }

    @Test
    void fillsAChunkUntilTheNextRowWouldNotFit() {
        Seeds.each(100, random -> {
            RandomRows rows = RandomRows.nested(random);
            List<List<@Nullable Object>> values = rows.next(100);
            int chunkBytes = 20 + random.nextInt(5_000);
            List<Chunk> chunks = chunks(rows, values, chunkBytes);
            for (int i = 0; i + 1 < chunks.size(); i++) {
                Chunk chunk = chunks.get(i);
                if (chunk.rowCount() > 0 && (i == 0 || chunks.get(i - 1).rowCount() > 0)) {
                    int next = (int) (chunk.firstRow() + chunk.rowCount());
                    int nextRow = rows.canonical(values.subList(next, next + 1)).length;
                    assertTrue(chunk.data().length() + nextRow > chunkBytes, "chunk " + i + " had room");
                }
            }
        });
    }

    @Test
    void takenEarlyItGivesTheSameRowsInSmallerChunks() {
        Seeds.each(200, random -> {
            RandomRows rows = RandomRows.nested(random);
            List<List<@Nullable Object>> values = rows.next(1 + random.nextInt(60));
            ChunkBuilder builder = rows.builder(1 + random.nextInt(2_000));
            List<Chunk> chunks = new ArrayList<>();
            for (List<@Nullable Object> row : values) {
                rows.write(row, builder);
                while (builder.isFull() || (!builder.isEmpty() && random.nextInt(3) == 0)) {
                    chunks.add(builder.take());
                    assertEquals(end(chunks), builder.position());
                }
            }
            while (!builder.isEmpty()) {
                chunks.add(builder.take());
            }
            assertArrayEquals(rows.canonical(values), concatenation(chunks));
            assertEquals(values.size(), builder.position().rows());
        });
    }

    @Test
    void startsWhereItIsTold() throws ResultFailure {
        Position from = new Position(1_000, 10, 0xABCD);
        ChunkBuilder builder = new ChunkBuilder(BOOKS, from, 100, 100, () -> false);
        assertEquals(from, builder.position());
        builder.int64(1, 7);
        builder.endRow();
        Chunk chunk = builder.take();
        assertEquals(1_000, chunk.offset());
        assertEquals(10, chunk.firstRow());
        assertEquals(from.after(chunk), builder.position());
    }

    /** A chunk that was handed over belongs to its readers. */
    @Test
    void neverWritesToAChunkThatWasTaken() {
        Seeds.each(100, random -> {
            RandomRows rows = RandomRows.nested(random);
            ChunkBuilder builder = rows.builder(1 + random.nextInt(3_000));
            List<Chunk> chunks = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                rows.write(rows.next(), builder);
                while (builder.isFull() || (!builder.isEmpty() && random.nextInt(20) == 0)) {
                    chunks.add(builder.take());
                }
            }
            chunks.forEach(chunk -> assertEquals(chunk.crc32c(), chunk.data().crc32c()));
        });
    }

    @ParameterizedTest
    @CsvSource({"100, 10", "10_000, 65536", "40_000, 65536", "65_000, 65536", "5_000_000, 65536", "4_200, 16384"})
    void holdsABoundedBufferHoweverManyRowsThereAre(int valueBytes, int chunkBytes) throws ResultFailure {
        ChunkBuilder builder = new ChunkBuilder(BOOKS, Position.START, chunkBytes, 1 << 24, () -> false);
        byte[] title = new byte[valueBytes];
        int largest = 0;
        long bytes = 0;
        while (bytes < 50L * (chunkBytes + valueBytes)) {
            builder.bytes(2, title, 0, title.length);
            builder.endRow();
            while (builder.isFull()) {
                Slice data = builder.take().data();
                largest = Math.max(largest, data.array().length);
                bytes += data.length();
            }
        }
        assertTrue(largest < 3 * (chunkBytes + valueBytes) + 8_192, "a chunk holds on to " + largest + " bytes");
    }

    @Test
    void aLargeRowLeavesNoLargeBufferBehind() throws ResultFailure {
        ChunkBuilder builder = new ChunkBuilder(BOOKS, Position.START, 65_536, 1 << 24, () -> false);
        byte[] large = new byte[1 << 23];
        builder.bytes(2, large, 0, large.length);
        builder.endRow();
        while (!builder.isEmpty()) {
            builder.take();
        }
        for (int i = 0; i < 3; i++) {
            do {
                builder.bytes(2, large, 0, 30);
                builder.endRow();
            } while (!builder.isFull());
            int length = builder.take().data().array().length;
            assertTrue(length < 1 << 18, "a chunk holds on to " + length + " bytes");
        }
    }

    @Test
    void refusesARowWhileAChunkWaitsToBeTaken() throws ResultFailure {
        ChunkBuilder builder = new ChunkBuilder(BOOKS, Position.START, 4, 100, () -> false);
        builder.int64(1, 1);
        builder.endRow();
        assertTrue(builder.isFull());
        builder.int64(1, 2);
        assertThrows(IllegalStateException.class, builder::endRow);
    }

    @Test
    void takesNothingWithinARowAndNothingWhereNothingIs() throws ResultFailure {
        ChunkBuilder builder = new ChunkBuilder(BOOKS, Position.START, 100, 100, () -> false);
        assertTrue(builder.isEmpty());
        assertThrows(IllegalStateException.class, builder::take);
        builder.endRow();
        assertFalse(builder.isEmpty());
        builder.int64(1, 5);
        assertThrows(IllegalStateException.class, builder::take);
        builder.endRow();
        assertEquals(2, builder.take().rowCount());
    }

    @Test
    void isDueWhenSomebodyWaitsOrTheWriterFlushes() throws ResultFailure {
        AtomicBoolean due = new AtomicBoolean(true);
        ChunkBuilder builder = new ChunkBuilder(BOOKS, Position.START, 100, 100, due::get);
        assertFalse(builder.isDue(), "nothing is there");
        builder.endRow();
        assertTrue(builder.isDue(), "a row is there and somebody waits");
        due.set(false);
        assertFalse(builder.isDue(), "nobody waits");
        builder.flush();
        assertTrue(builder.isDue(), "flushed");
        builder.take();
        builder.endRow();
        assertFalse(builder.isDue(), "a flush is for what was there");
        builder.take();
        builder.flush();
        builder.endRow();
        assertFalse(builder.isDue(), "a flush of nothing is nothing");
    }

    @ParameterizedTest
    @CsvSource({
        "INT32, -2147483648, 2147483647",
        "SINT32, -2147483648, 2147483647",
        "SFIXED32, -2147483648, 2147483647",
        "UINT32, 0, 4294967295",
        "FIXED32, 0, 4294967295"
    })
    void refusesANumberThatTheFieldCannotHold(ColumnKind kind, long min, long max) throws ResultFailure {
        RowSchema schema = RowSchema.derive("Row").column("n", kind).build();
        ChunkBuilder builder = new ChunkBuilder(schema, Position.START, 100, 100, () -> false);
        for (long fits : new long[] {min, max}) {
            builder.int64(1, fits);
            builder.endRow();
        }
        for (long tooFar : new long[] {min - 1, max + 1, Long.MIN_VALUE, Long.MAX_VALUE}) {
            assertFailure(
                    Reason.SOURCE_FAILED,
                    "row 2, column n: " + tooFar + " (expected: " + min + " to " + max + ")",
                    () -> new ChunkBuilder(schema, new Position(0, 2, 0), 100, 100, () -> false).int64(1, tooFar));
        }
    }

    @Test
    void refusesNullInAFieldThatIsNotOptional() {
        Seeds.each(100, random -> {
            RandomRows rows = new RandomRows(random);
            for (Column column : rows.schema().columns()) {
                ChunkBuilder builder = rows.builder(100);
                if (column.nullable()) {
                    builder.nil(column.number());
                } else {
                    assertFailure(
                            Reason.SOURCE_FAILED,
                            "row 0, column " + column.name()
                                    + ": NULL (expected: a value; the field is not declared optional)",
                            () -> builder.nil(column.number()));
                }
            }
        });
    }

    @Test
    void refusesAValueThatIsTooLarge() throws ResultFailure {
        ChunkBuilder builder = new ChunkBuilder(BOOKS, Position.START, 1_000, 10, () -> false);
        builder.string(2, "ten bytes!");
        builder.endRow();
        String message = "row 1, column title: 11 bytes (expected: at most max_value_bytes, 10)";
        byte[] eleven = "eleven byte".getBytes(StandardCharsets.UTF_8);
        assertFailure(Reason.VALUE_TOO_LARGE, message, () -> builder.bytes(2, eleven, 0, eleven.length));
        ChunkBuilder other = new ChunkBuilder(BOOKS, new Position(0, 1, 0), 1_000, 10, () -> false);
        assertFailure(Reason.VALUE_TOO_LARGE, message, () -> other.string(2, "eleven by\u00E9"));
    }

    @Test
    void refusesTextWithoutAUtf8Form() throws ResultFailure {
        for (String text :
                new String[] {"\uD83D", "a\uDE00b", "\uDE00\uD83D", "\uD83D\uD83D\uDE00", "caf\u00E9 \uD83D"}) {
            ChunkBuilder builder = new ChunkBuilder(BOOKS, Position.START, 100, 100, () -> false);
            assertFailure(
                    Reason.SOURCE_FAILED,
                    "row 0, column title: a lone surrogate (expected: text that has a UTF-8 form)",
                    () -> builder.string(2, text));
        }
    }

    @Test
    void refusesAnInstantThatProtobufDoesNotKnow() throws ResultFailure {
        RowSchema schema =
                RowSchema.derive("Row").column("at", ColumnKind.TIMESTAMP).build();
        long[] seconds = {-62_135_596_801L, 253_402_300_800L, Long.MIN_VALUE, Long.MAX_VALUE};
        for (long second : seconds) {
            assertFailure(
                    Reason.SOURCE_FAILED,
                    "row 0, column at: " + second + " s since 1970 (expected: year 0001 to 9999)",
                    () -> new ChunkBuilder(schema, Position.START, 100, 100, () -> false).timestamp(1, second, 0));
        }
        for (int nanos : new int[] {-1, 1_000_000_000}) {
            assertFailure(
                    Reason.SOURCE_FAILED,
                    "row 0, column at: " + nanos + " ns (expected: 0 to 999999999)",
                    () -> new ChunkBuilder(schema, Position.START, 100, 100, () -> false).timestamp(1, 0, nanos));
        }
    }

    @Test
    void refusesFieldsThatDoNotAscend() throws ResultFailure {
        ChunkBuilder builder = new ChunkBuilder(BOOKS, Position.START, 100, 100, () -> false);
        builder.string(2, "t");
        assertRefused("field 1: after field 2 (expected: ascending)", () -> builder.int64(1, 1));
        ChunkBuilder twice = new ChunkBuilder(BOOKS, Position.START, 100, 100, () -> false);
        twice.nil(1);
        assertRefused("field 1: after field 1 (expected: ascending)", () -> twice.int64(1, 1));
    }

    @ParameterizedTest
    @CsvSource({"0", "-1", "3", "2147483647"})
    void refusesAFieldThatTheRowDoesNotHave(int field) {
        ChunkBuilder builder = new ChunkBuilder(BOOKS, Position.START, 100, 100, () -> false);
        assertRefused("field " + field + ": not in the row", () -> builder.int64(field, 1));
    }

    @ParameterizedTest
    @EnumSource(value = ColumnKind.class, mode = EnumSource.Mode.EXCLUDE, names = "ENUM")
    void refusesAValueOfAnotherType(ColumnKind kind) {
        RowSchema schema = RowSchema.derive("Row").column("c", kind).build();
        boolean text = kind == ColumnKind.STRING || kind == ColumnKind.BYTES;
        boolean other = kind == ColumnKind.BOOL
                || kind == ColumnKind.FLOAT
                || kind == ColumnKind.DOUBLE
                || kind == ColumnKind.TIMESTAMP
                || kind == ColumnKind.DURATION;
        List<ThrowingWrite> wrong = new ArrayList<>();
        if (kind != ColumnKind.BOOL) {
            wrong.add(writer -> writer.bool(1, true));
        }
        if (text || other) {
            wrong.add(writer -> writer.int64(1, 1));
        }
        if (kind != ColumnKind.FLOAT) {
            wrong.add(writer -> writer.float32(1, 1));
        }
        if (kind != ColumnKind.DOUBLE) {
            wrong.add(writer -> writer.float64(1, 1));
        }
        if (kind != ColumnKind.STRING) {
            wrong.add(writer -> writer.string(1, "1"));
        }
        if (!text) {
            wrong.add(writer -> writer.bytes(1, new byte[1], 0, 1));
        }
        if (kind != ColumnKind.TIMESTAMP) {
            wrong.add(writer -> writer.timestamp(1, 1, 1));
        }
        if (kind != ColumnKind.DURATION) {
            wrong.add(writer -> writer.duration(1, 1, 1));
        }
        wrong.add(writer -> writer.startMessage(1));
        wrong.add(writer -> writer.startList(1));
        for (ThrowingWrite write : wrong) {
            ChunkBuilder builder = new ChunkBuilder(schema, Position.START, 100, 100, () -> false);
            assertThrows(IllegalArgumentException.class, () -> write.to(builder));
        }
    }

    private interface ThrowingWrite {
        void to(RowWriter writer) throws ResultFailure;
    }

    private static RowWriter writer(RowSchema schema) {
        return new ChunkBuilder(schema, Position.START, 1000, 1000, () -> false);
    }

    @Test
    void refusesNullAsAListAndInIt() throws ResultFailure {
        RowSchema schema =
                RowSchema.derive("Row").list("tags", ColumnKind.STRING).build();
        assertFailure(
                Reason.SOURCE_FAILED,
                "row 0, column tags: NULL (expected: a list; it may be empty)",
                () -> writer(schema).nil(1));
        RowWriter open = writer(schema);
        open.startList(1);
        open.string(1, "a");
        assertFailure(
                Reason.SOURCE_FAILED, "row 0, column tags: NULL in a list (expected: a value)", () -> open.nil(1));
    }

    @Test
    void refusesASecondValueOfAOneof() throws ResultFailure {
        RowSchema schema = RowSchema.of(Frame.getDescriptor());
        RowWriter writer = writer(schema);
        writer.startMessage(4);
        writer.endMessage();
        writer.nil(5);
        assertFailure(
                Reason.SOURCE_FAILED,
                "row 0, column end: a second value of oneof kind (expected: at most one that is not NULL)",
                () -> writer.startMessage(6));
    }

    @Test
    void aOneofHasAValueAgainInTheNextRow() throws ResultFailure {
        RowWriter writer = writer(RowSchema.of(Value.getDescriptor()));
        for (int row = 0; row < 2; row++) {
            writer.bool(4, true);
            writer.endRow();
        }
    }

    @Test
    void refusesARowThatEndsWithinAMessageOrAList() throws ResultFailure {
        RowWriter message = writer(RowSchema.of(Frame.getDescriptor()));
        assertThrows(IllegalStateException.class, message::endMessage);
        assertThrows(IllegalStateException.class, message::endList);
        message.startMessage(7);
        assertThrows(IllegalStateException.class, message::endRow);
        RowWriter list = writer(RowSchema.derive("Row")
                .list("n", ColumnKind.INT64)
                .column("m", ColumnKind.INT64)
                .build());
        list.startList(1);
        assertThrows(IllegalStateException.class, list::endRow);
        assertRefused("field 2: within the list of field 1", () -> list.int64(2, 1));
    }

    @Test
    void refusesNullInAFieldOfAMessageThatIsThere() throws ResultFailure {
        RowWriter writer = writer(RowSchema.of(Frame.getDescriptor()));
        writer.startMessage(4);
        assertFailure(
                Reason.SOURCE_FAILED,
                "row 0, column progress.rows: NULL (expected: a value; the field is not declared optional)",
                () -> writer.nil(1));
    }

    @ParameterizedTest
    @CsvSource({"315576000001, 0", "-315576000001, 0", "1, -1", "-1, 1", "0, 1000000000", "-9223372036854775808, 0"})
    void refusesADurationThatProtobufDoesNotHave(long seconds, int nanos) {
        RowSchema schema =
                RowSchema.derive("Row").column("d", ColumnKind.DURATION).build();
        assertFailure(
                Reason.SOURCE_FAILED,
                "row 0, column d: " + seconds + " s and " + nanos
                        + " ns (expected: at most 10000 years, and both of one sign)",
                () -> writer(schema).duration(1, seconds, nanos));
    }

    @Test
    void refusesChunksOfNothing() {
        assertThrows(
                IllegalArgumentException.class, () -> new ChunkBuilder(BOOKS, Position.START, 0, 100, () -> false));
    }

    @Test
    void writesTheExampleOfTheSpecification() throws ResultFailure {
        ChunkBuilder builder = new ChunkBuilder(BOOKS, Position.START, 100, 100, () -> false);
        builder.int64(1, 150);
        builder.string(2, "A");
        builder.endRow();
        builder.endRow();
        byte[] expected = {0x0A, 6, 0x08, (byte) 0x96, 0x01, 0x12, 1, 'A', 0x0A, 0};
        assertArrayEquals(expected, builder.take().data().toByteArray());
    }

    /** All chunks of the rows, each taken when the builder is full. */
    static List<Chunk> chunks(RandomRows rows, List<List<@Nullable Object>> values, int chunkBytes)
            throws ResultFailure {
        ChunkBuilder builder = rows.builder(chunkBytes);
        List<Chunk> chunks = new ArrayList<>();
        for (List<@Nullable Object> row : values) {
            rows.write(row, builder);
            while (builder.isFull()) {
                chunks.add(builder.take());
            }
        }
        while (!builder.isEmpty()) {
            chunks.add(builder.take());
        }
        return chunks;
    }

    static byte[] concatenation(List<Chunk> chunks) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (Chunk chunk : chunks) {
            chunk.data().writeTo(out);
        }
        return out.toByteArray();
    }

    private static Position end(List<Chunk> chunks) {
        Position end = Position.START;
        for (Chunk chunk : chunks) {
            end = end.after(chunk);
        }
        return end;
    }

    private static void assertFailure(Reason reason, String message, Executable write) {
        ResultFailure failure = assertThrows(ResultFailure.class, write);
        assertEquals(reason, failure.reason());
        assertEquals(message, failure.text());
    }

    private static void assertRefused(String message, Executable write) {
        assertEquals(
                message, assertThrows(IllegalArgumentException.class, write).getMessage());
    }
}
