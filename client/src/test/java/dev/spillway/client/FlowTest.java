package dev.spillway.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spillway.wire.ByteBudget;
import dev.spillway.wire.Frame;
import dev.spillway.wire.Reason;
import dev.spillway.wire.ResultFailure;
import dev.spillway.wire.Slice;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall;
import io.grpc.ForwardingClientCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class FlowTest {
    private static final int CHUNK_BYTES = 16 << 10;
    private static final int CHUNKS = 2_000;

    private static List<dev.spillway.wire.v1.Frame> messages = List.of();
    private static int largest;

    private final AtomicInteger sent = new AtomicInteger();

    /** 32 MB: far more than all buffers between two programs hold. */
    @BeforeAll
    static void makeMessages() throws ResultFailure {
        List<Frame> frames = ResultFrames.of(ResultFrames.BOOKS, CHUNK_BYTES, CHUNKS, (row, out) -> {
            out.int64(1, row);
            out.bytes(2, new byte[CHUNK_BYTES - 20], 0, CHUNK_BYTES - 20);
        });
        messages = frames.stream().map(ResultFrames::message).toList();
        largest = messages.stream()
                .mapToInt(dev.spillway.wire.v1.Frame::getSerializedSize)
                .max()
                .orElseThrow();
    }

    private ScriptedOrigin origin() throws Exception {
        return new ScriptedOrigin((request, out) -> ScriptedOrigin.atPaceOfReader(() -> messages.stream()
                        .peek(message -> sent.incrementAndGet())
                        .iterator())
                .run(request, out));
    }

    /** Counts what gRPC hands to the reader. */
    private static final class Counting implements ClientInterceptor {
        private final AtomicLong received = new AtomicLong();

        @Override
        public <Q, A> ClientCall<Q, A> interceptCall(MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
            return new ForwardingClientCall.SimpleForwardingClientCall<>(next.newCall(method, options)) {
                @Override
                public void start(Listener<A> listener, Metadata headers) {
                    super.start(
                            new ForwardingClientCallListener.SimpleForwardingClientCallListener<>(listener) {
                                @Override
                                public void onMessage(A message) {
                                    if (message instanceof byte[] bytes) {
                                        received.addAndGet(bytes.length);
                                    }
                                    super.onMessage(message);
                                }
                            },
                            headers);
                }
            };
        }
    }

    /** Waits until the origin cannot send: nothing was sent while a call went there and back on the same connection. */
    private void awaitStall(SpillwayClient client) {
        int before;
        do {
            before = sent.get();
            for (int i = 0; i < 20; i++) {
                assertTrue(client.streams().isEmpty());
            }
        } while (sent.get() != before);
    }

    @Test
    void aReaderThatDoesNotReadHoldsItsPrefetchAndOneMessageAndGetsAllLater() throws Exception {
        int prefetch = 10 * CHUNK_BYTES;
        Counting counting = new Counting();
        try (ScriptedOrigin origin = origin();
                SpillwayClient client = new SpillwayClient(
                        SpillwayClient.builder(origin.target())
                                .prefetchBytes(prefetch)
                                .channel()
                                .intercept(counting)
                                .build(),
                        origin.target(),
                        new ByteBudget(Long.MAX_VALUE, prefetch),
                        ResumePolicy.DEFAULT);
                ChunkStream chunks = client.query("books").chunks()) {
            awaitStall(client);
            assertTrue(sent.get() < CHUNKS, "the origin sent all " + sent);
            long taken = messages.get(0).getSerializedSize();
            long held = counting.received.get() - taken;
            assertTrue(held > prefetch / 2 && held < prefetch + largest, "held: " + held);
            for (int row = 0; chunks.next() != null; row++) {
                taken += messages.get(row + 1).getSerializedSize();
                held = counting.received.get() - taken;
                assertTrue(held < prefetch + largest, "held: " + held + " at row " + row);
            }
            assertEquals(CHUNKS, chunks.end().total().rows());
        }
    }

    @Test
    void aReaderOfASharedBudgetHoldsItsShareUntilItCloses() throws Exception {
        ByteBudget budget = new ByteBudget(20 * CHUNK_BYTES, 20 * CHUNK_BYTES);
        budget.enter();
        Counting counting = new Counting();
        try (ScriptedOrigin origin = origin();
                SpillwayClient client = new SpillwayClient(
                        SpillwayClient.builder(origin.target())
                                .prefetch(budget)
                                .channel()
                                .intercept(counting)
                                .build(),
                        origin.target(),
                        budget,
                        ResumePolicy.DEFAULT)) {
            try (ChunkStream stalled = client.query("books").chunks()) {
                awaitStall(client);
                assertEquals(0, stalled.position().rows());
                long held = counting.received.get() - messages.get(0).getSerializedSize();
                assertEquals(10 * CHUNK_BYTES, budget.share());
                assertTrue(held > 5 * CHUNK_BYTES && held < 10 * CHUNK_BYTES + largest, "held: " + held);
            }
            assertEquals(20 * CHUNK_BYTES, budget.share());
        }
    }

    @Test
    void aPrefetchOfOneByteDeliversEverything() throws Exception {
        try (ScriptedOrigin origin = origin();
                SpillwayClient client =
                        SpillwayClient.builder(origin.target()).prefetchBytes(1).build();
                RowStream<Integer> rows = client.query("books").rows(row -> row.int32(0))) {
            int expected = 0;
            for (int id : rows) {
                assertEquals(expected++, id);
            }
            assertEquals(CHUNKS, expected);
        }
    }

    @Test
    void aReaderThatStallsDoesNotHoldUpAnotherOfTheSameClient() throws Exception {
        try (ScriptedOrigin origin = origin();
                SpillwayClient client = SpillwayClient.connect(origin.target());
                ChunkStream stalled = client.query("books").chunks()) {
            awaitStall(client);
            try (ChunkStream other = client.query("books").chunks()) {
                while (other.next() != null) {
                    assertEquals(0, stalled.position().rows());
                }
                assertEquals(CHUNKS, other.end().total().rows());
            }
        }
    }

    @Test
    void closingInMidStreamCancelsAtTheOrigin() throws Exception {
        try (ScriptedOrigin origin = origin();
                SpillwayClient client = SpillwayClient.connect(origin.target())) {
            try (RowStream<Row> rows = client.query("books").rows()) {
                assertEquals(0, rows.iterator().next().int32("id"));
            }
            origin.cancelled().get(30, TimeUnit.SECONDS);
            assertTrue(sent.get() < CHUNKS, "the origin sent all " + sent);
        }
    }

    @Test
    void closingFromAnotherThreadEndsAWaitingReader() throws Exception {
        List<Frame> frames = ResultFrames.books(50);
        try (ScriptedOrigin origin = new ScriptedOrigin(ScriptedOrigin.silentAfter(frames.subList(0, 3)));
                SpillwayClient client = SpillwayClient.connect(origin.target());
                RowStream<Row> rows = client.query("books").rows()) {
            new Thread(rows::close, "closer").start();
            ResultException failure =
                    assertThrows(ResultException.class, () -> rows.forEach(row -> assertFalse(row.isNull(0))));
            assertEquals(Reason.CANCELLED, failure.reason());
            origin.cancelled().get(30, TimeUnit.SECONDS);
        }
    }

    @Test
    void anInterruptEndsTheStreamAndIsKept() throws Exception {
        List<Frame> frames = ResultFrames.books(50);
        try (ScriptedOrigin origin = new ScriptedOrigin(ScriptedOrigin.silentAfter(frames.subList(0, 1)));
                SpillwayClient client = SpillwayClient.connect(origin.target());
                RowStream<Row> rows = client.query("books").rows()) {
            Iterator<Row> iterator = rows.iterator();
            Thread.currentThread().interrupt();
            ResultException failure = assertThrows(ResultException.class, iterator::hasNext);
            assertTrue(Thread.interrupted());
            assertEquals(Reason.CANCELLED, failure.reason());
            origin.cancelled().get(30, TimeUnit.SECONDS);
        }
    }

    @Test
    void aDataLossCancelsAtTheOrigin() throws Exception {
        List<Frame> frames = ResultFrames.books(50);
        frames.set(1, new Frame.Data(1, ResultFrames.corrupted(((Frame.Data) frames.get(1)).chunk()), Slice.EMPTY));
        try (ScriptedOrigin origin = new ScriptedOrigin(ScriptedOrigin.silentAfter(frames.subList(0, 2)));
                SpillwayClient client = SpillwayClient.connect(origin.target());
                RowStream<Row> rows = client.query("books").rows()) {
            assertThrows(ResultException.class, () -> rows.iterator().hasNext());
            origin.cancelled().get(30, TimeUnit.SECONDS);
        }
    }
}
