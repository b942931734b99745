package dev.spillway.result;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spillway.result.log.Spool;
import dev.spillway.result.log.SpoolSettings;
import dev.spillway.source.RowSource;
import dev.spillway.source.Rows;
import dev.spillway.source.StreamDefinition;
import dev.spillway.testkit.Auditor;
import dev.spillway.testkit.FakeClock;
import dev.spillway.testkit.GeneratedRows;
import dev.spillway.testkit.Verdict;
import dev.spillway.wire.Caller;
import dev.spillway.wire.Frame;
import dev.spillway.wire.FrameReader;
import dev.spillway.wire.Parameter;
import dev.spillway.wire.ParameterType;
import dev.spillway.wire.Position;
import dev.spillway.wire.Query;
import dev.spillway.wire.ReadSpec;
import dev.spillway.wire.Reason;
import dev.spillway.wire.Replay;
import dev.spillway.wire.ResultFailure;
import dev.spillway.wire.ResultId;
import dev.spillway.wire.ResultInfo;
import dev.spillway.wire.ResultState;
import dev.spillway.wire.ResumeToken;
import dev.spillway.wire.Slice;
import dev.spillway.wire.Start;
import dev.spillway.wire.Value;
import dev.spillway.wire.frame.FrameCheck;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class KeptResultsTest {
    private static final Caller CALLER = new Caller("test", "test");
    private static final GeneratedRows ROWS = new GeneratedRows(7, 1_000, 400_000);

    /** Small, so that results of some megabytes behave as large ones do. */
    private static final SpoolSettings SMALL = new SpoolSettings(256 << 10, 1 << 20, 8 << 20, 16 << 20, 1 << 20);

    @TempDir
    Path folder;

    private final FakeClock clock = new FakeClock();
    private final AtomicInteger opened = new AtomicInteger();
    private final BlockingQueue<String> closed = new LinkedBlockingQueue<>();
    private LocalResults results;

    @BeforeEach
    void start() throws IOException {
        start(SMALL, new ResultSettings("local", 16 << 10, 1 << 20, 256 << 10, 64 << 20));
    }

    private void start(SpoolSettings spool, ResultSettings settings) throws IOException {
        Parameter count = new Parameter(
                "count", ParameterType.INT64, new Value.Int64(10), Optional.of(new Value.Int64(0)), Optional.empty());
        List<StreamDefinition> streams = List.of(
                new StreamDefinition(
                        "logged",
                        List.of(count),
                        RowSource.of(ROWS.schema(), arguments -> rows("logged", 0, arguments.int64("count"))),
                        Optional.of("count"),
                        Replay.LOG),
                new StreamDefinition(
                        "replayed",
                        List.of(count),
                        RowSource.replayable(
                                ROWS.schema(),
                                (arguments, fromRow) -> rows("replayed", fromRow, arguments.int64("count"))),
                        Optional.empty()),
                new StreamDefinition(
                        "once",
                        List.of(count),
                        RowSource.of(ROWS.schema(), arguments -> rows("once", 0, arguments.int64("count"))),
                        Optional.empty()));
        results = new LocalResults(
                streams, settings, Spool.in(folder.resolve("spool"), spool), RunListener.NONE, clock, clock);
        results.recover();
    }

    private Rows rows(String stream, long from, long count) {
        opened.incrementAndGet();
        return new CountedRows(ROWS, from, count, () -> closed.add(stream));
    }

    private void restart() throws IOException {
        results.close();
        start();
    }

    @AfterEach
    void stop() {
        results.close();
    }

    private static Query query(String stream, long count, String requestId) {
        return new Query(stream, Map.of("count", new Value.Int64(count)), requestId);
    }

    private FrameReader open(String stream, long count) throws ResultFailure {
        return results.read(query(stream, count, ""), CALLER);
    }

    private static Frame.Header header(FrameReader reader) throws Exception {
        return assertInstanceOf(Frame.Header.class, reader.next());
    }

    /** The frames up to the end, checked. */
    private static List<Frame> readAll(FrameReader reader, FrameCheck check) throws Exception {
        List<Frame> frames = new ArrayList<>();
        try (reader) {
            Frame frame;
            do {
                frame = reader.next();
                check.accept(frame);
                frames.add(frame);
            } while (!(frame instanceof Frame.End) && !(frame instanceof Frame.Limit));
        }
        return frames;
    }

    private static void assertWhole(List<Frame> frames, long rows) {
        Auditor auditor = new Auditor(ROWS, rows);
        for (Frame frame : frames) {
            if (frame instanceof Frame.Data data) {
                auditor.bytes(data.chunk().data());
            } else if (frame instanceof Frame.End end) {
                auditor.end(end.total());
            }
        }
        assertInstanceOf(Verdict.Whole.class, auditor.verdict());
    }

    private static ResultId id(List<Frame> frames) {
        return ((Frame.Header) frames.getFirst()).resultId();
    }

    /** Waits until the source has made more rows than that. */
    private void awaitRows(ResultId id, long than) throws ResultFailure {
        while (results.get(id, CALLER).position().rows() <= than) {
            Thread.onSpinWait();
        }
    }

    private String awaitClosed() throws InterruptedException {
        String stream = closed.poll(60, TimeUnit.SECONDS);
        if (stream == null) {
            throw new AssertionError("no source was closed within 60 s");
        }
        return stream;
    }

    @ParameterizedTest
    @ValueSource(strings = {"logged", "replayed"})
    void aReadGoesOnBehindEveryChunkAlsoWithinARow(String stream) throws Exception {
        List<Frame> whole = readAll(open(stream, 3_000), new FrameCheck(Position.START));
        assertWhole(whole, 3_000);
        List<Frame> before = new ArrayList<>();
        Position at = Position.START;
        for (Frame frame : whole) {
            before.add(frame);
            if (frame instanceof Frame.Data data) {
                at = at.after(data.chunk());
                List<Frame> rest =
                        readAll(results.read(ReadSpec.from(new Start.Token(data.token())), CALLER), new FrameCheck(at));
                assertEquals(id(whole), id(rest));
                List<Frame> together = new ArrayList<>(before);
                together.addAll(rest);
                assertWhole(together, 3_000);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"logged", "replayed"})
    void aReadStartsAtAnyRowAndEndsAtItsLimits(String stream) throws Exception {
        ResultId id = id(readAll(open(stream, 2_500), new FrameCheck(Position.START)));
        for (long row : new long[] {0, 1, 999, 1_000, 1_001, 2_499, 2_500}) {
            ReadSpec spec = new ReadSpec(new Start.Row(id, row), 3, 0);
            List<Frame> frames = readAll(results.read(spec, CALLER), FrameCheck.atRow(row));
            byte[] expected = new byte[0];
            for (long each = row; each < Math.min(row + 3, 2_500); each++) {
                expected = joined(expected, ROWS.row(each));
            }
            assertEquals(Slice.of(expected), bytes(frames), stream + " from row " + row);
            if (frames.getLast() instanceof Frame.Limit limit) {
                assertEquals(Math.min(row + 3, 2_500), limit.next().rows());
                assertEquals(limit.next(), ResumeToken.of(limit.token()).position());
                FrameReader rest = results.read(ReadSpec.from(new Start.Token(limit.token())), CALLER);
                assertInstanceOf(
                        Frame.End.class,
                        readAll(rest, new FrameCheck(limit.next())).getLast());
            }
        }
        FrameReader beyond = results.read(ReadSpec.from(new Start.Row(id, 2_501)), CALLER);
        assertEquals(
                Reason.OUT_OF_RANGE,
                assertThrows(ResultFailure.class, beyond::next).reason());
        beyond.close();
    }

    @Test
    void aByteLimitEndsBeforeTheRowThatWouldExceedItButAfterOne() throws Exception {
        ResultId id = id(readAll(open("logged", 2_500), new FrameCheck(Position.START)));
        for (long row : new long[] {0, 998, 999}) {
            for (long max : new long[] {1, 100, 1_000, 1_000_000}) {
                ReadSpec spec = new ReadSpec(new Start.Row(id, row), 0, max);
                Slice got = bytes(readAll(results.read(spec, CALLER), FrameCheck.atRow(row)));
                byte[] expected = ROWS.row(row).toByteArray();
                for (long each = row + 1; each < 2_500; each++) {
                    byte[] more = joined(expected, ROWS.row(each));
                    if (more.length > max) {
                        break;
                    }
                    expected = more;
                }
                assertEquals(Slice.of(expected), got, "from row " + row + ", at most " + max);
            }
        }
    }

    private static byte[] joined(byte[] first, Slice second) {
        byte[] both = java.util.Arrays.copyOf(first, first.length + second.length());
        System.arraycopy(second.array(), second.offset(), both, first.length, second.length());
        return both;
    }

    private static Slice bytes(List<Frame> frames) {
        byte[] all = new byte[0];
        for (Frame frame : frames) {
            if (frame instanceof Frame.Data data) {
                all = joined(all, data.chunk().data());
            }
        }
        return Slice.of(all);
    }

    @Test
    void theSourceRunsAheadOfAReaderThatStallsAndIsClosed() throws Exception {
        try (FrameReader reader = open("logged", 6_000)) {
            Frame.Header header = header(reader);
            assertEquals("logged", awaitClosed());
            while (results.get(header.resultId(), CALLER).state() == ResultState.RUNNING) {
                Thread.onSpinWait();
            }
            clock.advance(Duration.ofMinutes(30));
            results.sweep();
            List<Frame> frames = new ArrayList<>(List.of(header));
            FrameCheck check = new FrameCheck(Position.START);
            check.accept(header);
            while (!check.isComplete()) {
                Frame frame = reader.next();
                check.accept(frame);
                frames.add(frame);
            }
            assertWhole(frames, 6_000);
        }
    }

    @Test
    void aResultThatIsTooLargeForTheSpoolAndIsNotReadForALeaseIsEndedAndItsSourceClosed() throws Exception {
        try (FrameReader reader = open("logged", Long.MAX_VALUE)) {
            Frame.Header header = header(reader);
            awaitRows(header.resultId(), 0);
            assertTrue(closed.isEmpty());
            clock.advance(Duration.ofMinutes(9));
            results.sweep();
            assertEquals(
                    ResultState.RUNNING, results.get(header.resultId(), CALLER).state());
            clock.advance(Duration.ofMinutes(2));
            results.sweep();
            assertEquals("logged", awaitClosed());
            ResultFailure failure = assertThrows(ResultFailure.class, () -> {
                while (true) {
                    reader.next();
                }
            });
            assertEquals(Reason.CANCELLED, failure.reason());
            assertEquals(
                    Reason.UNKNOWN_RESULT,
                    assertThrows(ResultFailure.class, () -> results.get(header.resultId(), CALLER))
                            .reason());
        }
    }

    @Test
    void aSourceLingersWhenItsReaderHasLeftAndIsStoppedThen() throws Exception {
        ResultId id;
        try (FrameReader reader = open("logged", Long.MAX_VALUE)) {
            id = header(reader).resultId();
            awaitRows(id, 0);
        }
        clock.advance(Duration.ofSeconds(29));
        results.sweep();
        assertEquals(ResultState.RUNNING, results.get(id, CALLER).state());
        clock.advance(Duration.ofSeconds(2));
        results.sweep();
        assertEquals("logged", awaitClosed());
        assertEquals(ResultState.CANCELLED, results.get(id, CALLER).state());
    }

    @Test
    void aResultIsForgottenWhenNobodyReadItForALease() throws Exception {
        ResultId id = id(readAll(open("logged", 3_000), new FrameCheck(Position.START)));
        clock.advance(Duration.ofMinutes(9));
        readAll(results.read(ReadSpec.from(new Start.Row(id, 0)), CALLER), FrameCheck.atRow(0));
        clock.advance(Duration.ofMinutes(9));
        results.sweep();
        assertEquals(ResultState.COMPLETE, results.get(id, CALLER).state());
        clock.advance(Duration.ofMinutes(2));
        results.sweep();
        assertEquals(
                Reason.UNKNOWN_RESULT,
                assertThrows(ResultFailure.class, () -> results.get(id, CALLER)).reason());
        assertArrayEquals(
                new String[] {"lock"}, folder.resolve("spool").toFile().list());
    }

    @Test
    void aRequestIdIsOneResultAndOneRun() throws Exception {
        ResultInfo first = results.open(query("logged", 3_000, "a"), CALLER);
        FrameReader again = results.read(query("logged", 3_000, "a"), CALLER);
        assertEquals(first.id(), id(readAll(again, new FrameCheck(Position.START))));
        assertEquals(1, opened.get());
        ResultFailure other =
                assertThrows(ResultFailure.class, () -> results.open(query("logged", 2_999, "a"), CALLER));
        assertEquals(Reason.REQUEST_ID_TAKEN, other.reason());
        assertNotEquals(
                first.id(),
                results.open(query("logged", 3_000, "a"), new Caller("somebody else", ""))
                        .id());
    }

    @Test
    void aCancelledResultStopsItsSourceAndFailsItsReaders() throws Exception {
        try (FrameReader reader = open("logged", Long.MAX_VALUE)) {
            ResultId id = header(reader).resultId();
            awaitRows(id, 0);
            assertEquals(ResultState.CANCELLED, results.cancel(id, CALLER).state());
            assertEquals("logged", awaitClosed());
            ResultFailure failure = assertThrows(ResultFailure.class, () -> {
                while (true) {
                    reader.next();
                }
            });
            assertEquals(Reason.CANCELLED, failure.reason());
        }
    }

    @Test
    void whatIsNotKeptIsReadOnce() throws Exception {
        List<Frame> frames = readAll(open("once", 100), new FrameCheck(Position.START));
        assertEquals(ResultState.COMPLETE, results.get(id(frames), CALLER).state());
        ResultFailure again = assertThrows(
                ResultFailure.class, () -> results.read(ReadSpec.from(new Start.Row(id(frames), 0)), CALLER));
        assertEquals(Reason.OUT_OF_RANGE, again.reason());
    }

    @Test
    void anotherOriginsResultIsSaidToBe() {
        ResultFailure other =
                assertThrows(ResultFailure.class, () -> results.get(ResultId.create("elsewhere"), CALLER));
        assertEquals(Reason.OTHER_ORIGIN, other.reason());
        assertEquals(Map.of("origin", "elsewhere"), other.details());
    }

    @ParameterizedTest
    @ValueSource(longs = {10, 5_000})
    void aCompleteResultIsServedAgainAfterARestartFromTheSamePlaces(long rows) throws Exception {
        List<Frame> whole =
                readAll(results.read(query("logged", rows, "kept"), CALLER), new FrameCheck(Position.START));
        restart();
        List<Frame> again =
                readAll(results.read(query("logged", rows, "kept"), CALLER), new FrameCheck(Position.START));
        assertEquals(id(whole), id(again));
        assertWhole(again, rows);
        assertEquals(1, opened.get());
        Frame.Data first = (Frame.Data) whole.get(1);
        readAll(
                results.read(ReadSpec.from(new Start.Token(first.token())), CALLER),
                new FrameCheck(Position.START.after(first.chunk())));
    }

    @Test
    void aRunningResultGivesAfterARestartWhatItHasAndEndsAsLost() throws Exception {
        Slice token;
        Position at = Position.START;
        try (FrameReader reader = open("logged", Long.MAX_VALUE)) {
            ResultId id = header(reader).resultId();
            Frame.Data data = (Frame.Data) reader.next();
            at = at.after(data.chunk());
            token = data.token();
            awaitRows(id, at.rows());
            restart();
        }
        FrameCheck check = new FrameCheck(at);
        try (FrameReader rest = results.read(ReadSpec.from(new Start.Token(token)), CALLER)) {
            ResultFailure lost = assertThrows(ResultFailure.class, () -> {
                while (true) {
                    check.accept(rest.next());
                }
            });
            assertEquals(Reason.SOURCE_LOST, lost.reason());
            assertTrue(check.position().rows() > at.rows());
        }
    }

    @Test
    void aReplayableSourceGoesOnAfterARestart() throws Exception {
        Slice token;
        Position at = Position.START;
        ResultId id;
        try (FrameReader reader = open("replayed", 100_000)) {
            id = header(reader).resultId();
            Frame.Data data = (Frame.Data) reader.next();
            at = at.after(data.chunk());
            token = data.token();
            restart();
        }
        List<Frame> rest = readAll(results.read(ReadSpec.from(new Start.Token(token)), CALLER), new FrameCheck(at));
        assertEquals(id, id(rest));
        assertEquals(100_000, ((Frame.End) rest.getLast()).total().rows());
    }
}
