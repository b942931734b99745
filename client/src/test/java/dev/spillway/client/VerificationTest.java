package dev.spillway.client;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spillway.client.ScriptedOrigin.Script;
import dev.spillway.wire.Chunk;
import dev.spillway.wire.Frame;
import dev.spillway.wire.Position;
import dev.spillway.wire.Reason;
import dev.spillway.wire.ResultFailure;
import dev.spillway.wire.Slice;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class VerificationTest {
    private static final int ROWS = 50;

    /** Header, chunks, end: a right result, for a test to spoil. */
    private final List<Frame> frames = new ArrayList<>(ResultFrames.books(ROWS));

    private final int end = frames.size() - 1;

    VerificationTest() throws ResultFailure {}

    private Chunk chunk(int frame) {
        return ((Frame.Data) frames.get(frame)).chunk();
    }

    private void replaceChunk(int frame, Chunk chunk) {
        frames.set(frame, new Frame.Data(frame, chunk, Slice.EMPTY));
    }

    /** Reads until it fails. What came before is right, and asking again never looks like the end. */
    private static ResultException failureOf(Script script) throws Exception {
        try (ScriptedOrigin origin = new ScriptedOrigin(script);
                SpillwayClient client = SpillwayClient.connect(origin.target());
                RowStream<Row> rows = client.query("books").rows()) {
            List<Integer> ids = new ArrayList<>();
            Iterator<Row> iterator = rows.iterator();
            ResultException failure = assertThrows(ResultException.class, () -> {
                while (iterator.hasNext()) {
                    ids.add(iterator.next().int32("id"));
                }
            });
            assertSame(failure, assertThrows(ResultException.class, iterator::hasNext));
            assertThrows(IllegalStateException.class, rows::total);
            assertEquals(IntStream.range(0, ids.size()).boxed().toList(), ids);
            assertEquals(ids.size(), failure.rowsDelivered());
            return failure;
        }
    }

    private void assertRefused(String what, long rowsBefore) throws Exception {
        ResultException failure = failureOf(ScriptedOrigin.sending(frames));
        assertEquals(Reason.DATA_LOSS, failure.reason());
        assertTrue(failure.text().contains(what), failure.text());
        assertEquals(rowsBefore, failure.rowsDelivered());
    }

    private void assertRefusedAtOnce(String what) throws Exception {
        try (ScriptedOrigin origin = new ScriptedOrigin(ScriptedOrigin.sending(frames));
                SpillwayClient client = SpillwayClient.connect(origin.target())) {
            ResultQuery query = client.query("books");
            ResultException failure = assertThrows(ResultException.class, query::chunks);
            assertEquals(Reason.DATA_LOSS, failure.reason());
            assertTrue(failure.text().contains(what), failure.text());
        }
    }

    @Test
    void aWholeResultIsDeliveredWithTheTotalsOfItsEndRecord() throws Exception {
        try (ScriptedOrigin origin = new ScriptedOrigin(ScriptedOrigin.sending(frames));
                SpillwayClient client = SpillwayClient.connect(origin.target());
                RowStream<Integer> rows = client.query("books").rows(row -> row.int32(0))) {
            List<Integer> ids = new ArrayList<>();
            rows.forEach(ids::add);
            assertEquals(IntStream.range(0, ROWS).boxed().toList(), ids);
            assertEquals(((Frame.End) frames.get(end)).total(), rows.total());
            assertEquals(ROWS, rows.rowsDelivered());
        }
    }

    @Test
    void aGapInTheSequenceIsRefused() throws Exception {
        long rows = chunk(3).firstRow();
        frames.remove(3);
        assertRefused("sequence: 4 (expected: 3)", rows);
    }

    @Test
    void aDoubledFrameIsRefused() throws Exception {
        frames.add(3, frames.get(2));
        assertRefused("sequence: 2 (expected: 3)", chunk(4).firstRow());
    }

    @Test
    void aLostChunkIsRefusedThoughTheSequenceIsWhole() throws Exception {
        long rows = chunk(3).firstRow();
        long offset = chunk(4).offset();
        frames.remove(3);
        List<Frame> renumbered = ResultFrames.renumbered(frames);
        frames.clear();
        frames.addAll(renumbered);
        assertRefused("byte offset: " + offset, rows);
    }

    @Test
    void aWrongOffsetIsRefused() throws Exception {
        Chunk right = chunk(2);
        replaceChunk(
                2, new Chunk(right.firstRow(), right.rowCount(), right.offset() + 1, right.data(), right.crc32c()));
        assertRefused("byte offset: " + (right.offset() + 1) + " (expected: " + right.offset() + ")", right.firstRow());
    }

    @Test
    void aWrongRowNumberIsRefused() throws Exception {
        Chunk right = chunk(2);
        replaceChunk(
                2, new Chunk(right.firstRow() - 1, right.rowCount(), right.offset(), right.data(), right.crc32c()));
        assertRefused("first row", right.firstRow());
    }

    @Test
    void aCorruptedByteIsRefusedBeforeARowOfItsChunkIsHandedOut() throws Exception {
        Chunk right = chunk(2);
        replaceChunk(2, ResultFrames.corrupted(right));
        assertRefused("crc32c", right.firstRow());
    }

    @Test
    void aChunkWithFewerRowsThanItSaysIsRefused() throws Exception {
        Chunk right = chunk(2);
        replaceChunk(
                2, new Chunk(right.firstRow(), right.rowCount() + 1, right.offset(), right.data(), right.crc32c()));
        assertRefused("ends after row " + chunk(3).firstRow(), chunk(3).firstRow());
    }

    @Test
    void aLastChunkWithFewerRowsThanItSaysIsRefusedThoughTheTotalsAgree() throws Exception {
        Chunk right = chunk(end - 1);
        replaceChunk(
                end - 1,
                new Chunk(right.firstRow(), right.rowCount() + 1, right.offset(), right.data(), right.crc32c()));
        Position total = ((Frame.End) frames.get(end)).total();
        frames.set(end, endOf(new Position(total.bytes(), ROWS + 1, total.crc32c())));
        assertRefused("ends after row " + ROWS + " (expected: " + (ROWS + 1) + ")", ROWS);
    }

    @Test
    void aResultThatEndsWithinARowIsRefused() throws Exception {
        frames.clear();
        frames.addAll(ResultFrames.of(ResultFrames.BOOKS, 100, 1, (row, out) -> out.string(2, "long ".repeat(100))));
        frames.remove(frames.size() - 1);
        frames.remove(frames.size() - 1);
        Position cut = Position.START;
        for (Frame frame : frames.subList(1, frames.size())) {
            cut = cut.after(((Frame.Data) frame).chunk());
        }
        frames.add(new Frame.End(frames.size(), cut, Duration.ZERO));
        assertRefused("within row 0", 0);
    }

    @Test
    void anEmptyChunkIsRefused() throws Exception {
        Chunk right = chunk(2);
        frames.add(2, new Frame.Data(2, new Chunk(right.firstRow(), 0, right.offset(), Slice.EMPTY, 0), Slice.EMPTY));
        assertRefused("at least 1 byte", right.firstRow());
    }

    private Frame endOf(Position total) {
        return new Frame.End(end, total, Duration.ZERO);
    }

    @Test
    void anEndRecordWithOtherTotalsIsRefused() throws Exception {
        Position total = ((Frame.End) frames.get(end)).total();
        for (Position wrong : List.of(
                new Position(total.bytes() + 1, total.rows(), total.crc32c()),
                new Position(total.bytes(), total.rows() + 1, total.crc32c()),
                new Position(total.bytes(), total.rows(), total.crc32c() + 1))) {
            frames.set(end, endOf(wrong));
            assertRefused("end record: " + wrong + " (expected: " + total + ")", ROWS);
        }
    }

    @Test
    void anEndBeforeTheLastChunkIsRefused() throws Exception {
        frames.add(end - 1, new Frame.End(end - 1, ((Frame.End) frames.get(end)).total(), Duration.ZERO));
        assertRefused("end record", ROWS - chunk(end).rowCount());
    }

    @Test
    void aFrameAfterTheEndIsRefused() throws Exception {
        frames.add(new Frame.Heartbeat(frames.size()));
        assertRefused("nothing after the end record", ROWS);
    }

    @Test
    void aSecondHeaderIsRefused() throws Exception {
        frames.add(2, frames.get(0));
        List<Frame> renumbered = ResultFrames.renumbered(frames);
        frames.clear();
        frames.addAll(renumbered);
        assertRefused("one header, first", chunk(3).firstRow());
    }

    @Test
    void aStreamWithoutHeaderIsRefused() throws Exception {
        frames.set(0, new Frame.Heartbeat(0));
        assertRefusedAtOnce("one header, first");
    }

    @Test
    void anotherEffectivePositionThanTheStartIsRefused() throws Exception {
        Frame.Header right = (Frame.Header) frames.get(0);
        frames.set(
                0,
                new Frame.Header(
                        0,
                        right.resultId(),
                        right.content(),
                        new Position(10, 1, 5),
                        right.replay(),
                        right.estimatedRows(),
                        Optional.empty()));
        assertRefusedAtOnce("effective position: byte 10, row 1");
    }

    @Test
    void aStreamThatEndsWithoutEndRecordIsTruncatedThoughItsStatusIsOk() throws Exception {
        frames.remove(end);
        ResultException failure = failureOf(ScriptedOrigin.sending(frames));
        assertEquals(Reason.TRUNCATED, failure.reason());
        assertTrue(failure.text().contains("row " + ROWS), failure.text());
        assertEquals(ROWS, failure.rowsDelivered());
    }

    @Test
    void aFailureOfTheOriginComesWithItsReasonItsWordsAndItsDelay() throws Exception {
        String words = "row 5,000,000: division by zero; " + "SELECT 1 / 0, ".repeat(500);
        frames.remove(end);
        ResultException failure = failureOf(ScriptedOrigin.failing(
                frames, new ResultFailure(Reason.SOURCE_FAILED, words).retryAfter(Duration.ofMillis(2500))));
        assertEquals(Reason.SOURCE_FAILED, failure.reason());
        assertEquals(words, failure.text());
        assertEquals(Duration.ofMillis(2500), failure.retryAfter().orElseThrow());
        assertEquals(ROWS, failure.rowsDelivered());
    }

    @Test
    void aResultWithItsEndRecordIsCompleteThoughTheStatusIsNot() throws Exception {
        try (ScriptedOrigin origin = new ScriptedOrigin(
                        ScriptedOrigin.failing(frames, new ResultFailure(Reason.UNAVAILABLE, "stopping")));
                SpillwayClient client = SpillwayClient.connect(origin.target());
                ChunkStream chunks = client.query("books").chunks()) {
            while (chunks.next() != null) {
                assertTrue(chunks.position().bytes() > 0);
            }
            assertEquals(ROWS, chunks.end().total().rows());
        }
    }

    @Test
    void aMessageThatIsNoFrameIsRefused() {
        byte[] message = {0x3A, 0x7F, 1};
        assertEquals(
                Reason.DATA_LOSS,
                assertThrows(ResultFailure.class, () -> ReadMethod.decode(message))
                        .reason());
    }

    @Test
    void theBytesOfAChunkStayInTheArrayOfTheirMessage() throws Exception {
        byte[] message = ResultFrames.message(frames.get(1)).toByteArray();
        Slice data = ((Frame.Data) ReadMethod.decode(message)).chunk().data();
        assertSame(message, data.array());
        assertArrayEquals(chunk(1).data().toByteArray(), data.toByteArray());
    }
}
