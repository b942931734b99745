package dev.spillway.source;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.DynamicMessage;
import dev.spillway.source.Cursor.Fill;
import dev.spillway.wire.Chunk;
import dev.spillway.wire.ColumnKind;
import dev.spillway.wire.Parameter;
import dev.spillway.wire.ParameterType;
import dev.spillway.wire.Position;
import dev.spillway.wire.Reason;
import dev.spillway.wire.ResultFailure;
import dev.spillway.wire.RowSchema;
import dev.spillway.wire.Value;
import dev.spillway.wire.row.ChunkBuilder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What every source has to pass.
 *
 * <p>The sources under test have rows of {@link #ROW} and integer parameters, all of them with the default 0. Two of
 * their results must be able to run at once.
 */
@Timeout(120)
public abstract class SourceContract {
    protected static final RowSchema ROW = RowSchema.derive("ContractRow")
            .column("n", ColumnKind.INT64)
            .column("text", ColumnKind.STRING)
            .build();

    /** What a source says when it fails. */
    protected static final String WORDS = "deliberate failure, said by the source itself";

    private static final int CHUNK_BYTES = 16 * 1024;
    private static final int MAX_VALUE_BYTES = 16 << 20;
    private static final long WITHOUT_END = 1_000_000_000_000L;

    /** Integer parameters of these names. */
    protected static List<Parameter> parameters(String... names) {
        return List.of(names).stream()
                .map(name -> new Parameter(
                        name, ParameterType.INT64, new Value.Int64(0), Optional.empty(), Optional.empty()))
                .toList();
    }

    /**
     * Takes {@code count}; has so many rows, in order: {@code n} from 0 on, {@code text} is "row N", and NULL where N
     * divided by 7 leaves 3.
     */
    protected abstract Source counting() throws Exception;

    /** Takes {@code count} and {@code at}; as {@link #counting}, but row number {@code at} fails with {@link #WORDS}. */
    protected abstract Source failing() throws Exception;

    /** Takes nothing; works without an end and without a row. */
    protected abstract Source silent() throws Exception;

    /** Takes {@code length}; three rows, the text of the second is so many times "x", of the others "small". */
    protected abstract Source wide() throws Exception;

    /** Runs that hold something at this moment. */
    protected abstract int held();

    @AfterEach
    void nothingIsHeldBehindTheEnd() {
        assertEquals(0, held());
    }

    private static Map<String, Long> counting(long count) {
        return Map.of("count", count);
    }

    private static Arguments arguments(Map<String, Long> values) {
        Map<String, Value> given = new HashMap<>();
        values.forEach((name, value) -> given.put(name, new Value.Int64(value)));
        try {
            return Arguments.bind(parameters(values.keySet().toArray(String[]::new)), given);
        } catch (ResultFailure e) {
            throw new AssertionError(e);
        }
    }

    private static Cursor open(Source source, Map<String, Long> values) {
        return source.open(arguments(values), Position.START);
    }

    private static ChunkBuilder builder(boolean due) {
        return new ChunkBuilder(ROW, Position.START, CHUNK_BYTES, MAX_VALUE_BYTES, () -> due);
    }

    /** Runs the cursor to its end; takes what is there after each fill. */
    private static void drain(Cursor cursor, ChunkBuilder out, ByteArrayOutputStream into)
            throws ResultFailure, InterruptedException {
        Fill fill;
        do {
            fill = cursor.fill(out);
            while (!out.isEmpty()) {
                Position before = out.position();
                Chunk chunk = out.take();
                assertEquals(before.bytes(), chunk.offset());
                assertEquals(before.rows(), chunk.firstRow());
                assertTrue(chunk.data().length() <= CHUNK_BYTES);
                into.writeBytes(chunk.data().toByteArray());
            }
        } while (fill == Fill.MORE);
    }

    private static byte[] read(Source source, Map<String, Long> values, boolean due) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (Cursor cursor = open(source, values)) {
            drain(cursor, builder(due), bytes);
        }
        return bytes.toByteArray();
    }

    /** Reads until the source fails; the position of what came before. */
    private static Position readUntil(ResultFailure[] failure, Source source, Map<String, Long> values) {
        ChunkBuilder out = builder(false);
        try (Cursor cursor = open(source, values)) {
            failure[0] = assertThrows(
                    ResultFailure.class, () -> drain(cursor, out, new ByteArrayOutputStream()), "an end, or a bug");
        }
        return out.position();
    }

    /** Protobuf itself writes the rows. */
    private static byte[] expectedRows(long count) throws IOException {
        Descriptor row = ROW.message();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        CodedOutputStream out = CodedOutputStream.newInstance(bytes);
        for (long n = 0; n < count; n++) {
            DynamicMessage.Builder message = DynamicMessage.newBuilder(row).setField(row.findFieldByName("n"), n);
            if (n % 7 != 3) {
                message.setField(row.findFieldByName("text"), "row " + n);
            }
            out.writeByteArray(1, message.build().toByteArray());
        }
        out.flush();
        return bytes.toByteArray();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 7, 2047, 2048, 2049, 20_000})
    void rowsAreTheBytesThatProtobufWrites(long count) throws Exception {
        assertArrayEquals(expectedRows(count), read(counting(), counting(count), false));
    }

    @Test
    void rowsThatLeaveEarlyAreTheSameBytes() throws Exception {
        assertArrayEquals(expectedRows(20_000), read(counting(), counting(20_000), true));
    }

    @Test
    void rowsLeaveInChunksWhileTheSourceGoesOn() throws Exception {
        ChunkBuilder out = builder(false);
        try (Cursor cursor = open(counting(), counting(WITHOUT_END))) {
            for (int i = 0; i < 100; i++) {
                assertEquals(Fill.MORE, cursor.fill(out));
                assertTrue(out.isFull());
                while (out.isFull()) {
                    assertTrue(out.take().rowCount() > 0);
                }
            }
        }
    }

    @Test
    void rowsLeaveWithTheFirstBatchIfTheyAreDue() throws Exception {
        ChunkBuilder out = new ChunkBuilder(ROW, Position.START, 1 << 30, MAX_VALUE_BYTES, () -> true);
        try (Cursor cursor = open(counting(), counting(WITHOUT_END))) {
            assertEquals(Fill.MORE, cursor.fill(out));
            assertTrue(out.take().rowCount() < 100_000);
        }
    }

    @Test
    void aResultWithoutRowsEnds() throws Exception {
        assertEquals(0, read(counting(), counting(0), false).length);
    }

    @Test
    void theSameArgumentsGiveTheSameBytes() throws Exception {
        Source source = counting();
        byte[] first = read(source, counting(10_000), false);
        assertArrayEquals(first, read(source, counting(10_000), false));
    }

    @Test
    void twoResultsAtOnceDoNotMix() throws Exception {
        Source source = counting();
        ChunkBuilder one = builder(false);
        ChunkBuilder two = builder(false);
        ByteArrayOutputStream oneBytes = new ByteArrayOutputStream();
        ByteArrayOutputStream twoBytes = new ByteArrayOutputStream();
        try (Cursor first = open(source, counting(20_000));
                Cursor second = open(source, counting(30_000))) {
            assertEquals(Fill.MORE, first.fill(one));
            assertEquals(Fill.MORE, second.fill(two));
            while (one.isFull()) {
                oneBytes.writeBytes(one.take().data().toByteArray());
            }
            while (two.isFull()) {
                twoBytes.writeBytes(two.take().data().toByteArray());
            }
            drain(first, one, oneBytes);
            drain(second, two, twoBytes);
        }
        assertArrayEquals(expectedRows(20_000), oneBytes.toByteArray());
        assertArrayEquals(expectedRows(30_000), twoBytes.toByteArray());
    }

    @ParameterizedTest
    @ValueSource(longs = {CHUNK_BYTES, 1_000_000})
    void aRowLargerThanAChunkArrivesWhole(long length) throws Exception {
        Descriptor row = ROW.message();
        ByteArrayOutputStream expected = new ByteArrayOutputStream();
        CodedOutputStream out = CodedOutputStream.newInstance(expected);
        for (long n = 0; n < 3; n++) {
            String text = n == 1 ? "x".repeat((int) length) : "small";
            out.writeByteArray(
                    1,
                    DynamicMessage.newBuilder(row)
                            .setField(row.findFieldByName("n"), n)
                            .setField(row.findFieldByName("text"), text)
                            .build()
                            .toByteArray());
        }
        out.flush();
        assertArrayEquals(expected.toByteArray(), read(wide(), Map.of("length", length), false));
    }

    @ParameterizedTest
    @CsvSource({"1, 0", "1000000, 0", "20, 19", "6000000, 3000000", "6000000, 5999999"})
    void aFailureNeverLooksLikeAnEndAndIsToldInTheSourcesWords(long count, long at) throws Exception {
        ResultFailure[] failure = new ResultFailure[1];
        Position before = readUntil(failure, failing(), Map.of("count", count, "at", at));
        assertEquals(Reason.SOURCE_FAILED, failure[0].reason());
        assertTrue(failure[0].text().contains(WORDS), failure[0].text());
        assertTrue(before.rows() <= at, before + ", failed at " + at);
        assertTrue(before.rows() > 0 || at < 1_000_000, before + ", failed at " + at);
    }

    @Test
    void whatNeverFailsEnds() throws Exception {
        byte[] rows = read(failing(), Map.of("count", 1000L, "at", -1L), false);
        assertArrayEquals(expectedRows(1000), rows);
    }

    private static void assertCancelled(Cursor cursor, ChunkBuilder out) {
        ResultFailure failure = assertThrows(
                ResultFailure.class, () -> drain(cursor, out, new ByteArrayOutputStream()), "an end, or a bug");
        assertEquals(Reason.CANCELLED, failure.reason(), failure.text());
    }

    @Test
    void cancelledBeforeTheFirstFillItDoesNotBegin() throws Exception {
        try (Cursor cursor = open(counting(), counting(10))) {
            cursor.cancel();
            cursor.cancel();
            assertCancelled(cursor, builder(false));
        }
    }

    @Test
    void cancelledBetweenBatchesItDoesNotEnd() throws Exception {
        ChunkBuilder out = builder(false);
        try (Cursor cursor = open(counting(), counting(WITHOUT_END))) {
            for (int i = 0; i < 20; i++) {
                assertEquals(Fill.MORE, cursor.fill(out));
                while (out.isFull()) {
                    out.take();
                }
            }
            cursor.cancel();
            assertCancelled(cursor, out);
        }
    }

    /** Nobody calls fill any more: the reader has left, or is not read. */
    @Test
    void cancelledWhileItsWriterWaitsItGivesEverythingBack() throws Exception {
        ChunkBuilder out = builder(false);
        try (Cursor cursor = open(counting(), counting(WITHOUT_END))) {
            assertEquals(Fill.MORE, cursor.fill(out));
            Thread other = Thread.ofPlatform().start(cursor::cancel);
            other.join();
        }
        assertEquals(0, held());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 5, 10, 50, 300})
    void cancelledFromAnotherThreadWhileItWorksTowardsTheFirstRow(long afterMillis) throws Exception {
        try (Cursor cursor = open(silent(), Map.of())) {
            cancelAfter(cursor, afterMillis);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 5, 10, 50, 300})
    void cancelledFromAnotherThreadWhileRowsFlow(long afterMillis) throws Exception {
        try (Cursor cursor = open(counting(), counting(WITHOUT_END))) {
            cancelAfter(cursor, afterMillis);
        }
    }

    @Test
    void cancelledAtAnyMomentItStops() throws Exception {
        Source silent = silent();
        Source counting = counting();
        for (int i = 0; i < 100; i++) {
            try (Cursor cursor = i % 2 == 0 ? open(silent, Map.of()) : open(counting, counting(WITHOUT_END))) {
                cancelAfter(cursor, 0);
            }
        }
    }

    private static void cancelAfter(Cursor cursor, long millis) throws Exception {
        CountDownLatch started = new CountDownLatch(1);
        CompletableFuture<Void> run = new CompletableFuture<>();
        Thread runner = Thread.ofPlatform().start(() -> {
            started.countDown();
            try {
                assertCancelled(cursor, builder(false));
                assertTrue(!Thread.currentThread().isInterrupted(), "an interrupt is left on the thread");
                run.complete(null);
            } catch (Throwable e) {
                run.completeExceptionally(e);
            }
        });
        started.await();
        if (millis > 0) {
            runner.join(millis);
        }
        cursor.cancel();
        try {
            run.get();
        } catch (ExecutionException e) {
            throw new AssertionError("cancelled after " + millis + " ms", e.getCause());
        }
    }

    @Test
    void cancelledBehindItsEndNothingHappens() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Cursor cursor = open(counting(), counting(100));
        try (cursor) {
            drain(cursor, builder(false), bytes);
            cursor.cancel();
        }
        cursor.cancel();
        assertArrayEquals(expectedRows(100), bytes.toByteArray());
        assertEquals(0, held());
    }

    @Test
    void closedAtAnyPointItGivesEverythingBack() throws Exception {
        Source source = counting();
        for (int fills = 0; fills < 10; fills++) {
            ChunkBuilder out = builder(false);
            try (Cursor cursor = open(source, counting(WITHOUT_END))) {
                for (int i = 0; i < fills; i++) {
                    assertEquals(Fill.MORE, cursor.fill(out));
                    while (out.isFull()) {
                        out.take();
                    }
                }
            }
            assertEquals(0, held());
        }
        Source failing = failing();
        readUntil(new ResultFailure[1], failing, Map.of("count", 10L, "at", 5L));
        assertEquals(0, held());
    }

    /** What takes time, or can fail, happens in fill. */
    @Test
    void openingTakesNothing() throws Exception {
        Source source = counting();
        for (int i = 0; i < 100; i++) {
            open(source, counting(WITHOUT_END));
        }
        assertEquals(0, held());
    }
}
