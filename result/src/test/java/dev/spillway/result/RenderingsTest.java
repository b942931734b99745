package dev.spillway.result;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spillway.render.Format;
import dev.spillway.render.Int64As;
import dev.spillway.render.Out;
import dev.spillway.render.Renderer;
import dev.spillway.render.Rendition;
import dev.spillway.result.log.Spool;
import dev.spillway.result.log.SpoolSettings;
import dev.spillway.source.RowSource;
import dev.spillway.source.Rows;
import dev.spillway.source.StreamDefinition;
import dev.spillway.testkit.FakeClock;
import dev.spillway.testkit.GeneratedRows;
import dev.spillway.wire.Caller;
import dev.spillway.wire.Content;
import dev.spillway.wire.Crc32c;
import dev.spillway.wire.Frame;
import dev.spillway.wire.FrameReader;
import dev.spillway.wire.Parameter;
import dev.spillway.wire.ParameterType;
import dev.spillway.wire.Position;
import dev.spillway.wire.Query;
import dev.spillway.wire.ReadSpec;
import dev.spillway.wire.Reason;
import dev.spillway.wire.RenderingInfo;
import dev.spillway.wire.RenderingInfo.Place;
import dev.spillway.wire.RenderingInfo.Section;
import dev.spillway.wire.RenderingSpec;
import dev.spillway.wire.RenderingSpec.ByteRange;
import dev.spillway.wire.Replay;
import dev.spillway.wire.ResultFailure;
import dev.spillway.wire.ResultId;
import dev.spillway.wire.ResultState;
import dev.spillway.wire.ResumeToken;
import dev.spillway.wire.Start;
import dev.spillway.wire.Value;
import dev.spillway.wire.row.RowJoiner;
import dev.spillway.wire.row.RowWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(120)
class RenderingsTest {
    private static final Caller CALLER = new Caller("test", "test");
    /** Some rows are larger than a chunk. */
    private static final GeneratedRows ROWS = new GeneratedRows(11, 300, 100_000);

    private static final long COUNT = 2_000;

    private static final SpoolSettings SMALL = new SpoolSettings(256 << 10, 1 << 20, 8 << 20, 16 << 20, 1 << 20);

    @TempDir
    Path folder;

    /** Where an unset time would be long ago. */
    private final FakeClock clock = new FakeClock(Long.MAX_VALUE / 2, Instant.parse("2026-01-01T00:00:00Z"));

    private final CountDownLatch released = new CountDownLatch(1);
    private volatile boolean failing;
    private LocalResults results;

    @BeforeEach
    void start() throws IOException {
        List<Parameter> count = List.of(new Parameter(
                "count", ParameterType.INT64, new Value.Int64(COUNT), Optional.empty(), Optional.empty()));
        List<StreamDefinition> streams = List.of(
                new StreamDefinition(
                        "logged",
                        count,
                        RowSource.of(ROWS.schema(), arguments -> rows(0, arguments.int64("count"))),
                        Optional.empty(),
                        Replay.LOG),
                new StreamDefinition(
                        "replayed",
                        count,
                        RowSource.replayable(ROWS.schema(), (arguments, from) -> rows(from, arguments.int64("count"))),
                        Optional.empty()),
                new StreamDefinition(
                        "held",
                        List.of(),
                        RowSource.of(ROWS.schema(), arguments -> held()),
                        Optional.empty(),
                        Replay.LOG),
                new StreamDefinition(
                        "once", List.of(), RowSource.of(ROWS.schema(), arguments -> rows(0, 10)), Optional.empty()));
        results = new LocalResults(
                streams,
                new ResultSettings("local", 16 << 10, 1 << 20, 256 << 10, 64 << 20),
                Spool.in(folder.resolve("spool"), SMALL),
                RunListener.NONE,
                clock,
                clock);
        results.recover();
    }

    @AfterEach
    void stop() {
        released.countDown();
        results.close();
    }

    private static Rows rows(long from, long count) {
        return new CountedRows(ROWS, from, count, () -> {});
    }

    /** One row, and the end when it is released: a failure, if it is to fail. */
    private Rows held() {
        Rows rows = rows(0, 1);
        return new Rows() {
            @Override
            public boolean next(RowWriter out) throws Exception {
                if (rows.next(out)) {
                    return true;
                }
                released.await();
                if (failing) {
                    throw new IllegalStateException("on purpose");
                }
                return false;
            }

            @Override
            public void close() {}
        };
    }

    private ResultId opened(String stream, String requestId) throws ResultFailure {
        return results.open(new Query(stream, Map.of(), requestId), CALLER).id();
    }

    private void awaitEnd(ResultId id) throws ResultFailure {
        while (results.get(id, CALLER).state() == ResultState.RUNNING) {
            Thread.onSpinWait();
        }
    }

    private static RenderingSpec spec(ResultId id, Rendition rendition) {
        return new RenderingSpec(id, rendition.format().toString(), rendition.options(), Optional.empty(), false);
    }

    private RenderingInfo asked(RenderingSpec spec) throws ResultFailure {
        while (true) {
            try {
                return results.rendering(spec, CALLER);
            } catch (ResultFailure e) {
                if (e.reason() != Reason.UNAVAILABLE) {
                    throw e;
                }
            }
        }
    }

    /** What a reader of these frames sees: with a head at the start, and a tail at the end. */
    private byte[] rendered(ReadSpec spec, Rendition rendition) throws Exception {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        RowJoiner joiner = new RowJoiner();
        Out out = new Out();
        try (FrameReader reader = results.read(spec, CALLER)) {
            Frame.Header header = assertInstanceOf(Frame.Header.class, reader.next());
            Renderer renderer = rendition.renderer(((Content.Rows) header.content()).schema());
            if (header.effective().equals(Position.START)) {
                renderer.head(out);
            }
            Frame frame;
            do {
                frame = reader.next();
                if (frame instanceof Frame.Data data) {
                    renderer.rows(joiner.join(data.chunk()), out);
                }
            } while (!(frame instanceof Frame.End) && !(frame instanceof Frame.Limit));
            if (frame instanceof Frame.End) {
                renderer.tail(out);
            }
        }
        all.write(out.take().toByteArray());
        return all.toByteArray();
    }

    private byte[] rendered(ResultId id, Section section, Position total, Rendition rendition) throws Exception {
        Position from = section.start().position();
        Position to = section.end().position();
        long rows = to.equals(total) ? 0 : to.rows() - from.rows();
        Start start = new Start.Token(new ResumeToken(id, from, 0).toBytes());
        return rendered(new ReadSpec(start, rows, 0), rendition);
    }

    static Stream<Arguments> renditions() {
        return Stream.concat(
                        Arrays.stream(Format.values()).map(Rendition::new),
                        Stream.of(new Rendition(Format.NDJSON, Int64As.STRING)))
                .flatMap(rendition -> Stream.of("logged", "replayed").map(stream -> Arguments.of(stream, rendition)));
    }

    @ParameterizedTest
    @MethodSource("renditions")
    void anyBytesAreFoundAndTheirSectionRendersThem(String stream, Rendition rendition) throws Exception {
        ResultId id = opened(stream, "");
        byte[] whole = rendered(ReadSpec.from(new Start.Row(id, 0)), rendition);
        RenderingSpec spec = spec(id, rendition);
        RenderingInfo info = asked(spec);
        assertEquals(whole.length, info.size());
        assertEquals(Crc32c.of(whole, 0, whole.length), info.crc32c());
        assertEquals(COUNT, info.total().rows());
        assertTrue(info.section().isEmpty());

        Random random = new Random(3);
        for (int i = 0; i < 60; i++) {
            long first = i == 0 ? 0 : random.nextLong(info.size());
            long last = i == 1 ? info.size() - 1 : first + random.nextLong(Math.min(100_000, info.size() - first));
            ByteRange bytes = new ByteRange(first, last);
            Section section = asked(spec.finding(bytes)).section().orElseThrow();
            Place start = section.start();
            Place end = section.end();
            assertTrue(start.offset() <= first && last < end.offset(), () -> bytes + " in " + section);
            assertArrayEquals(
                    Arrays.copyOfRange(whole, (int) start.offset(), (int) end.offset()),
                    rendered(id, section, info.total(), rendition),
                    bytes::toString);
        }
    }

    @Test
    void whereTheLastChunkIsLargeTheEndIsStillBehindTheTail() throws Exception {
        Rendition json = new Rendition(Format.JSON);
        for (long count = 1; count < 120; count++) {
            ResultId id = results.open(new Query("logged", Map.of("count", new Value.Int64(count))), CALLER)
                    .id();
            awaitEnd(id);
            RenderingInfo info = asked(spec(id, json));
            long beforeTail = info.size() - 4;
            Section section = asked(spec(id, json).finding(new ByteRange(beforeTail, beforeTail)))
                    .section()
                    .orElseThrow();
            assertEquals(new Place(info.total(), info.size()), section.end());
        }
    }

    @Test
    void aPlaceIsNoFartherThanAChunkAway() throws Exception {
        ResultId id = opened("logged", "");
        awaitEnd(id);
        RenderingSpec spec = spec(id, new Rendition(Format.PROTO));
        long size = asked(spec).size();
        for (long first = 0; first < size; first += 10_007) {
            Place start = asked(spec.finding(new ByteRange(first, first)))
                    .section()
                    .orElseThrow()
                    .start();
            long skipped = first - start.offset();
            assertTrue(skipped < 100_000 + 2 * (16 << 10), () -> "skipped: " + skipped);
        }
    }

    @Test
    void sha256IsThatOfTheRenderingAlsoWhereTheIndexWasThereWithout() throws Exception {
        ResultId id = opened("logged", "");
        awaitEnd(id);
        Rendition csv = new Rendition(Format.CSV);
        byte[] whole = rendered(ReadSpec.from(new Start.Row(id, 0)), csv);
        assertTrue(asked(spec(id, csv)).sha256().isEmpty());
        RenderingInfo info = asked(new RenderingSpec(id, "csv", Map.of(), Optional.empty(), true));
        assertArrayEquals(
                MessageDigest.getInstance("SHA-256").digest(whole),
                info.sha256().orElseThrow().toByteArray());
    }

    @Test
    void whatRunsHasNoLengthYet() throws Exception {
        ResultId id = opened("held", "");
        ResultFailure early =
                assertThrows(ResultFailure.class, () -> results.rendering(spec(id, new Rendition(Format.CSV)), CALLER));
        assertEquals(Reason.UNAVAILABLE, early.reason());
        assertTrue(early.retryAfter().isPresent());
        released.countDown();
        assertEquals(1, asked(spec(id, new Rendition(Format.CSV))).total().rows());
    }

    @Test
    void askingKeepsARunningResultThatItsReaderLeft() throws Exception {
        FrameReader reader = results.read(new Query("held", Map.of(), "x"), CALLER);
        ResultId id = ((Frame.Header) reader.next()).resultId();
        reader.close();
        for (int i = 0; i < 4; i++) {
            clock.advance(Duration.ofSeconds(20));
            assertThrows(ResultFailure.class, () -> results.rendering(spec(id, new Rendition(Format.CSV)), CALLER));
            results.sweep();
        }
        assertEquals(ResultState.RUNNING, results.get(id, CALLER).state());
        clock.advance(Duration.ofSeconds(31));
        results.sweep();
        assertEquals(ResultState.CANCELLED, results.get(id, CALLER).state());
    }

    @Test
    void whatFailedAnswersWithItsFailure() throws Exception {
        failing = true;
        ResultId id = opened("held", "");
        released.countDown();
        awaitEnd(id);
        ResultFailure why =
                assertThrows(ResultFailure.class, () -> results.rendering(spec(id, new Rendition(Format.CSV)), CALLER));
        assertEquals(Reason.SOURCE_FAILED, why.reason());
    }

    @Test
    void whatCannotBeReadAgainHasNoRenderingAndIsNotReadForOne() throws Exception {
        ResultId id = opened("once", "");
        ResultFailure why =
                assertThrows(ResultFailure.class, () -> results.rendering(spec(id, new Rendition(Format.CSV)), CALLER));
        assertEquals(Reason.OUT_OF_RANGE, why.reason());
        assertTrue(rendered(ReadSpec.from(new Start.Row(id, 0)), new Rendition(Format.CSV)).length > 0);
    }

    @Test
    void badQuestionsNameTheValue() throws Exception {
        ResultId id = opened("logged", "");
        awaitEnd(id);
        RenderingSpec csv = spec(id, new Rendition(Format.CSV));
        long size = asked(csv).size();
        assertFails(Reason.OUT_OF_RANGE, "find_byte: 0 to " + size, csv.finding(new ByteRange(0, size)));
        assertFails(
                Reason.INVALID_PARAMETER,
                "format: xml",
                new RenderingSpec(id, "xml", Map.of(), Optional.empty(), false));
        assertFails(
                Reason.INVALID_PARAMETER,
                "option: [sep]",
                new RenderingSpec(id, "csv", Map.of("sep", ";"), Optional.empty(), false));
        assertFails(
                Reason.INVALID_PARAMETER,
                "int64: string with csv",
                new RenderingSpec(id, "csv", Map.of("int64", "string"), Optional.empty(), false));
        assertFails(Reason.UNKNOWN_RESULT, "result: local.", spec(ResultId.create("local"), new Rendition(Format.CSV)));
        assertFails(Reason.OTHER_ORIGIN, "result: far.", spec(ResultId.create("far"), new Rendition(Format.CSV)));
    }

    private void assertFails(Reason reason, String words, RenderingSpec spec) {
        ResultFailure why = assertThrows(ResultFailure.class, () -> results.rendering(spec, CALLER));
        assertEquals(reason, why.reason());
        assertTrue(why.text().startsWith(words), why.text());
    }

    @Test
    void anOriginThatStopsMeasuresNothing() throws Exception {
        ResultId id = opened("logged", "");
        awaitEnd(id);
        results.close();
        assertFails(Reason.UNAVAILABLE, "the server is stopping", spec(id, new Rendition(Format.CSV)));
    }

    @Test
    void aRestartedOriginFindsTheSameBytes() throws Exception {
        ResultId id = opened("logged", "name");
        awaitEnd(id);
        RenderingSpec spec = spec(id, new Rendition(Format.TEXT)).finding(new ByteRange(300_000, 300_001));
        RenderingInfo before = asked(spec);
        results.close();
        start();
        assertEquals(before, asked(spec));
        assertEquals(
                id, results.find(new Query("logged", Map.of(), "name"), CALLER).id());
    }

    @Test
    void findingAResultByItsRequestIdOpensNone() throws Exception {
        Query query = new Query("logged", Map.of(), "name");
        ResultFailure none = assertThrows(ResultFailure.class, () -> results.find(query, CALLER));
        assertEquals(Reason.UNKNOWN_RESULT, none.reason());
        ResultId id = opened("logged", "name");
        assertEquals(id, results.find(query, CALLER).id());
        ResultFailure other = assertThrows(
                ResultFailure.class,
                () -> results.find(new Query("logged", Map.of("count", new Value.Int64(3)), "name"), CALLER));
        assertEquals(Reason.REQUEST_ID_TAKEN, other.reason());
        ResultFailure unnamed =
                assertThrows(ResultFailure.class, () -> results.find(new Query("logged", Map.of()), CALLER));
        assertEquals(Reason.UNKNOWN_RESULT, unnamed.reason());
    }
}
