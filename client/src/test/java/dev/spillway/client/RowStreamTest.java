package dev.spillway.client;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spillway.client.books.Book;
import dev.spillway.client.books.BookId;
import dev.spillway.client.books.Swapped;
import dev.spillway.wire.ColumnKind;
import dev.spillway.wire.Content;
import dev.spillway.wire.Frame;
import dev.spillway.wire.Position;
import dev.spillway.wire.Replay;
import dev.spillway.wire.ResultId;
import dev.spillway.wire.RowSchema;
import dev.spillway.wire.WaitingFor;
import dev.spillway.wire.v1.ReadRequest;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RowStreamTest {
    /** What a test does with a query that is answered with its frames. */
    private interface Reading {
        void read(ResultQuery query) throws Exception;
    }

    private static void reading(List<Frame> frames, Reading reading) throws Exception {
        try (ScriptedOrigin origin = new ScriptedOrigin(ScriptedOrigin.sending(frames));
                SpillwayClient client = SpillwayClient.connect(origin.target())) {
            reading.read(client.query("books"));
        }
    }

    private static <T> List<T> all(RowStream<T> rows) {
        List<T> all = new ArrayList<>();
        try (rows) {
            rows.forEach(all::add);
        }
        return all;
    }

    private record Title(int id, String text) {}

    @Test
    void aRowIsReadByNameAndByIndex() throws Exception {
        reading(ResultFrames.books(3), query -> {
            try (RowStream<Row> rows = query.rows()) {
                int id = 0;
                for (Row row : rows) {
                    assertEquals(id, row.int32("id"));
                    assertEquals(id, row.int32(0));
                    assertEquals("Book " + id, row.string("title"));
                    assertEquals("Book " + id, row.string(row.index("title")));
                    assertEquals("{id=" + id + ", title=Book " + id + "}", row.toString());
                    id++;
                }
                assertEquals(3, id);
            }
        });
    }

    @Test
    void rowsAreMappedToRecords() throws Exception {
        reading(
                ResultFrames.books(1000),
                query -> assertEquals(
                        IntStream.range(0, 1000)
                                .mapToObj(id -> new Title(id, "Book " + id))
                                .toList(),
                        all(query.rows(row -> new Title(row.int32(0), String.valueOf(row.string(1)))))));
    }

    @Test
    void rowsAreMessagesOfAGeneratedClass() throws Exception {
        reading(
                ResultFrames.books(1000),
                query -> assertEquals(
                        IntStream.range(0, 1000)
                                .mapToObj(id -> Book.newBuilder()
                                        .setId(id)
                                        .setTitle("Book " + id)
                                        .build())
                                .toList(),
                        all(query.rows(Book.parser()))));
    }

    @Test
    void aColumnThatTheGeneratedClassDoesNotKnowIsKeptAmongItsUnknownFields() throws Exception {
        reading(ResultFrames.books(2), query -> {
            List<BookId> rows = all(query.rows(BookId.parser()));
            assertEquals(1, rows.get(1).getId());
            assertEquals("Book 1", Book.parseFrom(rows.get(1).toByteArray()).getTitle());
        });
    }

    @Test
    void aGeneratedClassWhoseFieldsAreOthersIsRefused() throws Exception {
        reading(ResultFrames.books(2), query -> {
            String message =
                    String.valueOf(assertThrows(IllegalArgumentException.class, () -> query.rows(Swapped.parser()))
                            .getMessage());
            assertTrue(message.contains("field 1: STRING title (expected: INT32 id)"), message);
            assertTrue(message.contains("field 2: INT32 id (expected: STRING title)"), message);
        });
    }

    @Test
    void anEmptyResultHasNoRowsAndAnEndRecord() throws Exception {
        reading(ResultFrames.books(0), query -> {
            try (RowStream<Row> rows = query.rows()) {
                Iterator<Row> iterator = rows.iterator();
                assertFalse(iterator.hasNext());
                assertThrows(NoSuchElementException.class, iterator::next);
                assertEquals(Position.START, rows.total());
            }
        });
    }

    @Test
    void nullIsToldApartFromZeroAndEmpty() throws Exception {
        List<Frame> frames = ResultFrames.of(ResultFrames.BOOKS, 100, 2, (row, out) -> {
            if (row == 0) {
                out.nil(1);
                out.nil(2);
            } else {
                out.int64(1, 0);
                out.string(2, "");
            }
        });
        reading(frames, query -> {
            try (RowStream<Row> rows = query.rows()) {
                Iterator<Row> iterator = rows.iterator();
                Row row = iterator.next();
                assertTrue(row.isNull("id"));
                assertEquals(0, row.int32("id"));
                assertNull(row.value("id"));
                assertNull(row.string("title"));
                assertNull(row.bytes("title"));
                row = iterator.next();
                assertFalse(row.isNull("id"));
                assertEquals(0, row.value("id"));
                assertFalse(row.isNull("title"));
                assertEquals("", row.string("title"));
            }
        });
        reading(frames, query -> {
            List<Book> books = all(query.rows(Book.parser()));
            assertFalse(books.get(0).hasTitle());
            assertTrue(books.get(1).hasTitle());
        });
    }

    @Test
    void rowsThatAreLargerThanAChunkAreJoined() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<String> titles = IntStream.range(0, 200)
                .mapToObj(i -> "é".repeat(random.nextInt(4) == 0 ? random.nextInt(5000) : random.nextInt(20)))
                .toList();
        List<Frame> frames = ResultFrames.of(ResultFrames.BOOKS, 257, titles.size(), (row, out) -> {
            out.int64(1, row);
            out.string(2, titles.get(row));
        });
        reading(
                frames,
                query -> assertEquals(titles, all(query.rows(row -> String.valueOf(row.string(1)))), "seed " + seed));
        reading(
                frames,
                query -> assertEquals(
                        titles,
                        all(query.rows(Book.parser())).stream()
                                .map(Book::getTitle)
                                .toList(),
                        "seed " + seed));
    }

    @Test
    void everyKindOfColumnComesAsItsJavaType() throws Exception {
        RowSchema.Builder builder = RowSchema.derive("All");
        for (ColumnKind kind : ColumnKind.values()) {
            if (kind != ColumnKind.ENUM) {
                builder.column("c_" + kind, kind);
            }
        }
        RowSchema schema = builder.list("list", ColumnKind.SINT64).build();
        List<Frame> frames = ResultFrames.of(schema, 1000, 1, (row, out) -> {
            out.bool(1, true);
            for (int field = 2; field <= 11; field++) {
                boolean unsigned32 = field == 5 || field == 6;
                out.int64(field, unsigned32 ? 0xFFFF_FFFFL : -field);
            }
            out.float32(12, 1.5f);
            out.float64(13, -2.25);
            out.string(14, "ü");
            out.bytes(15, new byte[] {1, 2, 3}, 1, 2);
            out.timestamp(16, -1, 999_999_999);
            out.duration(17, -1, -500_000_000);
            out.startList(18);
            out.int64(18, 0);
            out.int64(18, -5);
            out.endList();
        });
        reading(frames, query -> {
            try (RowStream<Row> rows = query.rows()) {
                Row row = rows.iterator().next();
                assertEquals(true, row.value("c_BOOL"));
                assertEquals(-2, row.value("c_INT32"));
                assertEquals(-3, row.value("c_SINT32"));
                assertEquals(-4, row.value("c_SFIXED32"));
                assertEquals(0xFFFF_FFFFL, row.value("c_UINT32"));
                assertEquals(0xFFFF_FFFFL, row.value("c_FIXED32"));
                assertEquals(-7L, row.value("c_INT64"));
                assertEquals(-8L, row.value("c_SINT64"));
                assertEquals(-9L, row.value("c_SFIXED64"));
                BigInteger twoTo64 = BigInteger.ONE.shiftLeft(64);
                assertEquals(twoTo64.subtract(BigInteger.TEN), row.value("c_UINT64"));
                assertEquals(twoTo64.subtract(BigInteger.valueOf(11)), row.value("c_FIXED64"));
                assertEquals(1.5f, row.value("c_FLOAT"));
                assertEquals(1.5, row.float64("c_FLOAT"));
                assertEquals(-2.25, row.value("c_DOUBLE"));
                assertEquals("ü", row.value("c_STRING"));
                assertArrayEquals(new byte[] {2, 3}, row.bytes("c_BYTES"));
                assertEquals(Instant.ofEpochSecond(-1, 999_999_999), row.value("c_TIMESTAMP"));
                assertEquals(-2, row.int64("c_INT32"));
                assertEquals(Duration.ofMillis(-1500), row.value("c_DURATION"));
                assertEquals(List.of(0L, -5L), row.value("list"));
                assertEquals(List.of(0L, -5L), row.list("list"));
                assertThrows(IllegalArgumentException.class, () -> row.int64("list"));
                assertThrows(IllegalArgumentException.class, () -> row.list("c_INT32"));
            }
        });
    }

    @Test
    void anEnumAndAMessageWithinTheRowAreColumns() throws Exception {
        RowSchema schema = RowSchema.of(dev.spillway.wire.v1.Frame.getDescriptor())
                .only(List.of("sequence", "header.result_id", "header.replay", "header.estimated_rows"));
        List<Frame> frames = ResultFrames.of(schema, 1000, 3, (row, out) -> {
            if (row > 0) {
                out.startMessage(2);
                out.string(1, "id " + row);
                out.int64(5, row == 1 ? 3 : 99);
                out.endMessage();
            }
        });
        reading(frames, query -> {
            List<Row> rows = all(query.rows(Row::copy));
            assertTrue(rows.get(0).isNull("header.result_id"));
            assertEquals("id 1", rows.get(1).string("header.result_id"));
            assertEquals("REPLAY_LOG", rows.get(1).value("header.replay"));
            assertEquals(3, rows.get(1).int32("header.replay"));
            assertEquals("99", rows.get(2).string("header.replay"));
            assertTrue(rows.get(2).isNull("header.estimated_rows"));
        });
    }

    @Test
    void anUnknownColumnAndAnotherTypeAreNamed() throws Exception {
        reading(ResultFrames.books(1), query -> {
            try (RowStream<Row> rows = query.rows()) {
                Row row = rows.iterator().next();
                assertEquals(
                        "column 'titel': not in spillway.derived.Book[id, title]",
                        assertThrows(IllegalArgumentException.class, () -> row.string("titel"))
                                .getMessage());
                assertEquals(
                        "column 'title': STRING (expected: one of [INT32, SINT32, SFIXED32, ENUM])",
                        assertThrows(IllegalArgumentException.class, () -> row.int32("title"))
                                .getMessage());
                assertThrows(IndexOutOfBoundsException.class, () -> row.int32(2));
            }
        });
    }

    @Test
    void aCopyOfARowOutlivesTheStream() throws Exception {
        reading(ResultFrames.books(500), query -> {
            List<Row> copies = all(query.rows(Row::copy));
            for (int id = 0; id < 500; id++) {
                assertEquals(id, copies.get(id).int32("id"));
                assertEquals("Book " + id, copies.get(id).string("title"));
            }
        });
    }

    @Test
    void rowsAreIteratedOnce() throws Exception {
        reading(ResultFrames.books(1), query -> {
            try (RowStream<Row> rows = query.rows()) {
                assertEquals(0, rows.iterator().next().int32(0));
                assertThrows(IllegalStateException.class, rows::iterator);
            }
        });
    }

    @Test
    void theListenerHearsProgressAndHeartbeatsInTheirOrder() throws Exception {
        List<Frame> frames = new ArrayList<>(ResultFrames.books(20));
        frames.add(2, new Frame.Progress(0, 7, 99, OptionalLong.of(20), WaitingFor.SOURCE));
        frames.add(3, new Frame.Heartbeat(0));
        List<String> heard = new ArrayList<>();
        ProgressListener listener = new ProgressListener() {
            @Override
            public void progress(Frame.Progress progress) {
                heard.add(progress.rows() + " rows, waiting for " + progress.waitingFor());
            }

            @Override
            public void heartbeat() {
                heard.add("heartbeat");
            }
        };
        reading(ResultFrames.renumbered(frames), query -> {
            assertEquals(20, all(query.onProgress(listener).rows()).size());
            assertEquals(List.of("7 rows, waiting for SOURCE", "heartbeat"), heard);
        });
    }

    @Test
    void parametersTravelAsTheirTypes() throws Exception {
        try (ScriptedOrigin origin = new ScriptedOrigin(ScriptedOrigin.sending(ResultFrames.books(0)));
                SpillwayClient client = SpillwayClient.connect(origin.target())) {
            ResultQuery base = client.query("orders").with("n", 1);
            all(base.with("n", Long.MAX_VALUE)
                    .with("x", 0.5)
                    .with("day", "2026-01-31")
                    .with("all", true)
                    .rows());
            all(base.rows());
            ReadRequest first = origin.requests().remove();
            assertEquals("orders", first.getQuery().getStream());
            assertEquals(
                    Long.MAX_VALUE, first.getQuery().getParametersOrThrow("n").getInt64());
            assertEquals(0.5, first.getQuery().getParametersOrThrow("x").getDouble());
            assertEquals(
                    "2026-01-31", first.getQuery().getParametersOrThrow("day").getString());
            assertTrue(first.getQuery().getParametersOrThrow("all").getBool());
            ReadRequest second = origin.requests().remove();
            assertEquals(1, second.getQuery().getParametersCount());
            assertEquals(1, second.getQuery().getParametersOrThrow("n").getInt64());
        }
    }

    @Test
    void aResultOfBytesHasChunksAndNoRows() throws Exception {
        Frame.Header header = new Frame.Header(
                0,
                ResultId.create("test"),
                new Content.Bytes("text/plain", OptionalLong.empty(), ""),
                Position.START,
                Replay.NONE,
                OptionalLong.empty(),
                Optional.empty());
        reading(List.of(header, new Frame.End(1, Position.START, Duration.ZERO)), query -> {
            assertThrows(IllegalArgumentException.class, query::rows);
            try (ChunkStream chunks = query.chunks()) {
                assertNull(chunks.next());
            }
        });
    }
}
