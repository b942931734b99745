package dev.spillway.result;

import static dev.spillway.wire.ColumnKind.INT64;
import static dev.spillway.wire.ColumnKind.STRING;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spillway.source.RowSource;
import dev.spillway.source.StreamDefinition;
import dev.spillway.wire.Caller;
import dev.spillway.wire.Frame;
import dev.spillway.wire.FrameReader;
import dev.spillway.wire.Parameter;
import dev.spillway.wire.ParameterType;
import dev.spillway.wire.Position;
import dev.spillway.wire.Query;
import dev.spillway.wire.Reason;
import dev.spillway.wire.ResultFailure;
import dev.spillway.wire.RowSchema;
import dev.spillway.wire.Value;
import dev.spillway.wire.frame.FrameCheck;
import dev.spillway.wire.row.RowWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LocalResultsTest implements RunListener {
    private static final RowSchema SCHEMA =
            RowSchema.derive("Item").column("id", INT64).column("title", STRING).build();
    private static final Caller CALLER = new Caller("test", "test");

    private final BlockingQueue<RunEnd> ends = new LinkedBlockingQueue<>();
    private final List<RunView> started = new ArrayList<>();
    private final AtomicLong made = new AtomicLong();
    private final CountDownLatch sourceOpened = new CountDownLatch(1);
    private final CountDownLatch sourceClosed = new CountDownLatch(1);
    private LocalResults results = results(ResultSettings.DEFAULT);

    private LocalResults results(ResultSettings settings) {
        Parameter count = new Parameter(
                "count", ParameterType.INT64, new Value.Int64(10), Optional.of(new Value.Int64(0)), Optional.empty());
        return new LocalResults(
                List.of(
                        new StreamDefinition("items", List.of(count), items(Long.MAX_VALUE), Optional.of("count")),
                        new StreamDefinition("failing", List.of(count), items(5_000), Optional.empty()),
                        new StreamDefinition("silent", List.of(), silent(), Optional.empty())),
                settings,
                this);
    }

    private RowSource items(long failAt) {
        return RowSource.of(SCHEMA, arguments -> out -> {
            long id = made.getAndIncrement();
            if (id == failAt) {
                throw new IllegalStateException("item " + id + " is broken");
            }
            if (id == arguments.int64("count")) {
                return false;
            }
            row(out, id);
            return true;
        });
    }

    private RowSource silent() {
        return RowSource.of(SCHEMA, arguments -> new dev.spillway.source.Rows() {
            @Override
            public boolean next(RowWriter out) throws InterruptedException {
                sourceOpened.countDown();
                new CountDownLatch(1).await();
                return false;
            }

            @Override
            public void close() {
                sourceClosed.countDown();
            }
        });
    }

    private static void row(RowWriter out, long id) throws ResultFailure {
        out.int64(1, id);
        out.string(2, "Item number " + id);
        out.endRow();
    }

    private static Query query(String stream, long count) {
        return new Query(stream, Map.of("count", new Value.Int64(count)));
    }

    @AfterEach
    void close() {
        results.close();
    }

    @Test
    void everyRowIsDeliveredOnceAndTheEndIsThatOfTheChunks() throws Exception {
        FrameCheck check = new FrameCheck(Position.START);
        try (FrameReader reader = results.read(query("items", 200_000), CALLER)) {
            while (!check.isComplete()) {
                check.accept(reader.next());
            }
        }
        assertEquals(200_000, check.position().rows());
        assertEquals(new RunEnd.Complete(check.position()), end());
        assertTrue(results.running().isEmpty());
    }

    @Test
    void headerTellsWhatIsKnownBeforeTheFirstRow() throws Exception {
        try (FrameReader reader = results.read(query("items", 7), CALLER)) {
            Frame.Header header = assertInstanceOf(Frame.Header.class, reader.next());
            assertEquals(7, header.estimatedRows().orElseThrow());
            assertEquals("local", header.resultId().owner());
            assertEquals(header.resultId(), started.getFirst().id());
            assertEquals("count=7", started.getFirst().arguments());
        }
    }

    @Test
    void aSourceIsNoFurtherAheadThanTheWindowAllows() throws Exception {
        int window = 64 << 10;
        results.close();
        results = results(new ResultSettings("local", 16 << 10, 1 << 20, window, window));
        try (FrameReader reader = results.read(query("items", Long.MAX_VALUE), CALLER)) {
            assertInstanceOf(Frame.Header.class, reader.next());
            while (started.getFirst().waitingFor() == dev.spillway.wire.WaitingFor.SOURCE) {
                Thread.onSpinWait();
            }
            // Beside the queue: the chunk that waits to enter it, and the rows that follow in the builder.
            long rowBytes = 20;
            assertTrue(made.get() * rowBytes < window + 3 * (16 << 10), made + " rows");
        }
        assertInstanceOf(RunEnd.ReaderLeft.class, end());
    }

    @Test
    void rowsBeforeAFailureArriveAndThenItsWords() throws Exception {
        try (FrameReader reader = results.read(query("failing", Long.MAX_VALUE), CALLER)) {
            ResultFailure failure = assertThrows(ResultFailure.class, () -> {
                while (true) {
                    assertFalse(reader.next() instanceof Frame.End);
                }
            });
            assertEquals(Reason.SOURCE_FAILED, failure.reason());
            assertEquals("item 5000 is broken", failure.text());
        }
        RunEnd.Failed failed = assertInstanceOf(RunEnd.Failed.class, end());
        assertEquals("item 5000 is broken", failed.failure().text());
    }

    @Test
    void cancelWakesAWaitingReaderAndStopsTheSource() throws Exception {
        try (FrameReader reader = results.read(new Query("silent", Map.of()), CALLER)) {
            assertInstanceOf(Frame.Header.class, reader.next());
            assertTrue(sourceOpened.await(30, TimeUnit.SECONDS));
            Thread.ofVirtual().start(() -> reader.cancel(Reason.DEADLINE_EXCEEDED));
            ResultFailure failure = assertThrows(ResultFailure.class, reader::next);
            assertEquals(Reason.DEADLINE_EXCEEDED, failure.reason());
            assertTrue(sourceClosed.await(30, TimeUnit.SECONDS));
        }
    }

    @Test
    void aReaderThatClosesEarlyStopsTheSource() throws Exception {
        try (FrameReader _ = results.read(new Query("silent", Map.of()), CALLER)) {
            assertTrue(sourceOpened.await(30, TimeUnit.SECONDS));
        }
        assertTrue(sourceClosed.await(30, TimeUnit.SECONDS));
        assertInstanceOf(RunEnd.ReaderLeft.class, end());
    }

    @Test
    void closingEndsWhatRunsAndWhatComesLater() throws Exception {
        try (FrameReader reader = results.read(new Query("silent", Map.of()), CALLER)) {
            results.close();
            reader.next();
            assertEquals(
                    Reason.UNAVAILABLE,
                    assertThrows(ResultFailure.class, reader::next).reason());
        }
        assertEquals(
                Reason.UNAVAILABLE,
                assertThrows(ResultFailure.class, () -> results.read(query("items", 1), CALLER))
                        .reason());
    }

    @Test
    void whatIsWrongWithAQueryIsThrownAtOnce() {
        ResultFailure unknown = assertThrows(ResultFailure.class, () -> results.read(query("nothing", 1), CALLER));
        assertEquals("stream: nothing (expected: one of failing, items, silent)", unknown.text());
        ResultFailure outOfBounds = assertThrows(ResultFailure.class, () -> results.read(query("items", -1), CALLER));
        assertEquals(Reason.INVALID_PARAMETER, outOfBounds.reason());
        assertTrue(started.isEmpty());
    }

    private RunEnd end() throws InterruptedException {
        RunEnd end = ends.poll(30, TimeUnit.SECONDS);
        if (end == null) {
            throw new AssertionError("no run ended within 30 s");
        }
        return end;
    }

    @Override
    public void started(RunView run) {
        started.add(run);
    }

    @Override
    public void ended(RunView run, RunEnd end) {
        ends.add(end);
    }
}
