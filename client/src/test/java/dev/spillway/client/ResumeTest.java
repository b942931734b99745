package dev.spillway.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spillway.client.ScriptedOrigin.Script;
import dev.spillway.wire.Frame;
import dev.spillway.wire.FrameReader;
import dev.spillway.wire.Position;
import dev.spillway.wire.Query;
import dev.spillway.wire.ReadSpec;
import dev.spillway.wire.Reason;
import dev.spillway.wire.ResultFailure;
import dev.spillway.wire.Slice;
import dev.spillway.wire.codec.RequestCodec;
import dev.spillway.wire.v1.ReadRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The SDK goes on over cuts, against a server that does what a script says for each request. */
@Timeout(60)
class ResumeTest {
    private static final int ROWS = 200;

    private final List<String> heard = new ArrayList<>();
    private List<Frame> kept = List.of();

    @BeforeEach
    void makeResult() throws ResultFailure {
        kept = ResultFrames.kept(ResultFrames.books(ROWS));
    }

    /** Each request by the next script; the last one is for all that follow. */
    private static Script inTurn(Script... scripts) {
        int[] next = {0};
        return (request, out) -> scripts[Math.min(next[0]++, scripts.length - 1)].run(request, out);
    }

    /** So many chunks of what is asked for, and then that. */
    private Script then(int chunks, ResultFailure failure) {
        return (request, out) ->
                ScriptedOrigin.failing(firstOf(request, chunks), failure).run(request, out);
    }

    private List<Frame> firstOf(ReadRequest request, int chunks) {
        try {
            return ResultFrames.answer(kept, RequestCodec.spec(request)).subList(0, 1 + chunks);
        } catch (ResultFailure e) {
            throw new AssertionError(e);
        }
    }

    private final class Listening implements ProgressListener {
        @Override
        public void progress(Frame.Progress progress) {}

        @Override
        public void draining(Duration reconnectAfter) {
            heard.add("draining " + reconnectAfter.toMillis());
        }

        @Override
        public void interrupted(ResultFailure why, Duration delay, boolean told) {
            heard.add(why.reason() + (told ? " told " : " ") + delay.toMillis());
        }

        @Override
        public void resumed(Position at) {
            heard.add("resumed at row " + at.rows());
        }
    }

    private void assertWhole(Script script, Duration stallTimeout) throws Exception {
        try (ScriptedOrigin origin = new ScriptedOrigin(script);
                SpillwayClient client = SpillwayClient.builder(origin.target())
                        .stallTimeout(stallTimeout)
                        .build();
                RowStream<Row> rows =
                        client.query("books").onProgress(new Listening()).rows()) {
            int next = 0;
            for (Row row : rows) {
                assertEquals(next, row.int32("id"));
                assertEquals("Book " + next++, row.string("title"));
            }
            assertEquals(ROWS, next);
            assertEquals(ROWS, rows.total().rows());
        }
    }

    private void assertWhole(Script script) throws Exception {
        assertWhole(script, Duration.ofSeconds(30));
    }

    private static ResultFailure unavailable() {
        return new ResultFailure(Reason.UNAVAILABLE, "the server is stopping");
    }

    @Test
    void aCutResultGoesOnWhereItStoppedAndTheDelayStartsAnewWithEachProgress() throws Exception {
        Script cut = then(2, unavailable());
        assertWhole(inTurn(cut, then(0, unavailable()), cut, ScriptedOrigin.keeping(kept)));
        assertEquals(
                List.of("UNAVAILABLE 20", "resumed", "UNAVAILABLE 40", "resumed", "UNAVAILABLE 20", "resumed"),
                heard.stream()
                        .map(each -> each.startsWith("resumed") ? "resumed" : each)
                        .toList());
    }

    @Test
    void aDamagedChunkIsAskedForAgain() throws Exception {
        Script damaged = (request, out) -> {
            List<Frame> frames = new ArrayList<>(firstOf(request, 3));
            Frame.Data last = (Frame.Data) frames.get(3);
            frames.set(3, new Frame.Data(3, ResultFrames.corrupted(last.chunk()), last.token()));
            ScriptedOrigin.sending(frames).run(request, out);
        };
        assertWhole(inTurn(damaged, ScriptedOrigin.keeping(kept)));
        assertEquals("DATA_LOSS 20", heard.get(0));
    }

    @Test
    void anOriginThatDrainsIsLeftInPeaceForAsLongAsItSays() throws Exception {
        Script draining = (request, out) -> {
            List<Frame> frames = new ArrayList<>(firstOf(request, 2));
            Slice token = ((Frame.Data) frames.get(2)).token();
            frames.add(new Frame.Drain(3, token, Duration.ofMillis(300)));
            ScriptedOrigin.failing(frames, unavailable()).run(request, out);
        };
        assertWhole(inTurn(draining, ScriptedOrigin.keeping(kept)));
        assertEquals("draining 300", heard.get(0));
        int waited = Integer.parseInt(heard.get(1).substring("UNAVAILABLE ".length()));
        assertTrue(waited > 20 && waited <= 300, heard.get(1));
    }

    @Test
    void aBusyOriginIsAskedAgainWhenItSaysBeforeAndAfterTheHeader() throws Exception {
        ResultFailure busy = new ResultFailure(Reason.BUSY, "origin.max_results: 10");
        Script refused = (request, out) -> ScriptedOrigin.failing(List.of(), busy.retryAfter(Duration.ofMillis(50)))
                .run(request, out);
        assertWhole(inTurn(
                refused, then(1, busy.retryAfter(Duration.ofMillis(70))), refused, ScriptedOrigin.keeping(kept)));
        assertEquals("BUSY told 50", heard.get(0));
        assertEquals("BUSY told 70", heard.get(1));
        assertEquals("BUSY told 50", heard.get(2));
    }

    @Test
    void whoHasOtherOriginsToAskHearsOfABusyOneAtOnce() throws Exception {
        ResultFailure busy = new ResultFailure(Reason.BUSY, "full").retryAfter(Duration.ofSeconds(30));
        try (ScriptedOrigin origin = new ScriptedOrigin(ScriptedOrigin.failing(List.of(), busy));
                SpillwayClient client =
                        SpillwayClient.builder(origin.target()).failFast().build();
                FrameReader reader =
                        client.results().read(ReadSpec.of(new Query("books", Map.of())), SpillwayClient.SELF)) {
            assertEquals(
                    Reason.BUSY, assertThrows(ResultFailure.class, reader::next).reason());
        }
    }

    @Test
    void aResultWhoseSourceWasBusyHasFailedForGood() throws Exception {
        ResultFailure busy = new ResultFailure(Reason.BUSY, "databases.only.connections: 1");
        try (ScriptedOrigin origin = new ScriptedOrigin(then(0, busy.retryAfter(Duration.ofMillis(10))));
                SpillwayClient client = SpillwayClient.connect(origin.target());
                ChunkStream chunks = client.query("books").chunks()) {
            ResultException failure = assertThrows(ResultException.class, chunks::next);
            assertEquals(Reason.BUSY, failure.reason());
            assertTrue(failure.retryAfter().isPresent());
            assertEquals(1, origin.requests().size());
        }
    }

    @Test
    void anOpenThatIsMadeAgainHasTheSameRequestId() throws Exception {
        ResultFailure busy = new ResultFailure(Reason.BUSY, "busy").retryAfter(Duration.ofMillis(10));
        try (ScriptedOrigin origin = new ScriptedOrigin(
                        inTurn(ScriptedOrigin.failing(List.of(), busy), ScriptedOrigin.keeping(kept)));
                SpillwayClient client = SpillwayClient.connect(origin.target());
                ChunkStream chunks = client.query("books").chunks()) {
            assertFalse(chunks.isComplete());
            String first = origin.requests().take().getQuery().getRequestId();
            assertFalse(first.isEmpty());
            assertEquals(first, origin.requests().take().getQuery().getRequestId());
        }
    }

    @Test
    void anOriginFromWhichNothingComesIsGivenUpForANewAttempt() throws Exception {
        Script silent = (request, out) ->
                ScriptedOrigin.silentAfter(firstOf(request, 2)).run(request, out);
        assertWhole(inTurn(silent, ScriptedOrigin.keeping(kept)), Duration.ofSeconds(2));
        assertEquals("UNAVAILABLE 20", heard.get(0));
    }

    @Test
    void whatGivesUpSaysHowManyRowsItDeliveredAndGoesOnByItsTokenInAnotherProcess() throws Exception {
        try (ScriptedOrigin origin = new ScriptedOrigin(inTurn(then(3, unavailable()), then(0, unavailable())))) {
            ResultException failure;
            List<Integer> ids = new ArrayList<>();
            try (SpillwayClient client = SpillwayClient.builder(origin.target())
                            .giveUpAfter(Duration.ofMillis(100))
                            .build();
                    RowStream<Row> rows = client.query("books").rows()) {
                failure = assertThrows(ResultException.class, () -> rows.forEach(row -> ids.add(row.int32("id"))));
            }
            assertEquals(Reason.UNAVAILABLE, failure.reason());
            assertEquals(ids.size(), failure.rowsDelivered());
            try (ScriptedOrigin again = new ScriptedOrigin(ScriptedOrigin.keeping(kept));
                    SpillwayClient other = SpillwayClient.connect(again.target());
                    RowStream<Row> rest =
                            other.resume(failure.token().orElseThrow()).rows()) {
                rest.forEach(row -> ids.add(row.int32("id")));
            }
            for (int id = 0; id < ROWS; id++) {
                assertEquals(id, ids.get(id));
            }
        }
    }

    @Test
    void aResultThatIsNotKnownAnyMoreEndsTheRead() throws Exception {
        ResultFailure unknown = new ResultFailure(Reason.UNKNOWN_RESULT, "result: gone");
        Script forgotten =
                (request, out) -> ScriptedOrigin.failing(List.of(), unknown).run(request, out);
        try (ScriptedOrigin origin = new ScriptedOrigin(inTurn(then(2, unavailable()), forgotten));
                SpillwayClient client = SpillwayClient.connect(origin.target());
                RowStream<Row> rows = client.query("books").rows()) {
            ResultException failure =
                    assertThrows(ResultException.class, () -> rows.forEach(row -> assertTrue(row.int32("id") >= 0)));
            assertEquals(Reason.UNKNOWN_RESULT, failure.reason());
        }
    }

    @Test
    void closingWakesAReadThatWaitsForItsNextAttempt() throws Exception {
        ResultFailure later = unavailable().retryAfter(Duration.ofMinutes(1));
        try (ScriptedOrigin origin = new ScriptedOrigin(then(1, later));
                SpillwayClient client = SpillwayClient.connect(origin.target())) {
            CountDownLatch interrupted = new CountDownLatch(1);
            ChunkStream chunks = client.query("books")
                    .onProgress(new ProgressListener() {
                        @Override
                        public void progress(Frame.Progress progress) {}

                        @Override
                        public void interrupted(ResultFailure why, Duration delay, boolean told) {
                            interrupted.countDown();
                        }
                    })
                    .chunks();
            Thread closing = new Thread(() -> {
                try {
                    interrupted.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                chunks.close();
            });
            closing.start();
            ResultException failure = assertThrows(ResultException.class, () -> {
                while (chunks.next() != null) {
                    Thread.onSpinWait();
                }
            });
            assertEquals(Reason.CANCELLED, failure.reason());
            closing.join();
        }
    }
}
