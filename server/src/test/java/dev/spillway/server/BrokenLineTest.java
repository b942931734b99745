package dev.spillway.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spillway.client.ChunkStream;
import dev.spillway.client.ProgressListener;
import dev.spillway.client.ResultException;
import dev.spillway.client.ResultRead;
import dev.spillway.client.SpillwayClient;
import dev.spillway.result.LocalResults;
import dev.spillway.result.ResultSettings;
import dev.spillway.result.RunListener;
import dev.spillway.result.log.Spool;
import dev.spillway.result.log.SpoolSettings;
import dev.spillway.server.grpc.OriginServer;
import dev.spillway.server.grpc.OriginSettings;
import dev.spillway.source.RowSource;
import dev.spillway.source.Rows;
import dev.spillway.source.StreamDefinition;
import dev.spillway.testkit.Auditor;
import dev.spillway.testkit.Fault;
import dev.spillway.testkit.FaultPlan;
import dev.spillway.testkit.FaultProxy;
import dev.spillway.testkit.GeneratedRows;
import dev.spillway.testkit.Verdict;
import dev.spillway.wire.Chunk;
import dev.spillway.wire.ColumnKind;
import dev.spillway.wire.Frame;
import dev.spillway.wire.Position;
import dev.spillway.wire.Replay;
import dev.spillway.wire.RowSchema;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The client library and an origin over connections that break: {@code -Dspillway.lines=1000} for more of them. */
@Timeout(3_600)
class BrokenLineTest {
    private static final int LINES = Integer.getInteger("spillway.lines", 40);
    private static final long SEED = Long.getLong("spillway.seed", 1);

    private static final GeneratedRows ROWS = new GeneratedRows(11, 400, 200_000);
    private static final long COUNT = 4_000;
    private static final long ABOUT_ALL_BYTES = 1_500_000;
    private static final Set<Fault.Kind> KINDS = EnumSet.complementOf(EnumSet.of(Fault.Kind.NONE));

    private static final int LARGE_ROW_BYTES = 16 << 20;
    private static final int LARGE_ROWS = 2;
    private static final int CUT_BYTES = 3 << 20;

    @TempDir
    Path folder;

    private LocalResults results;
    private OriginServer server;

    @BeforeEach
    void start() throws Exception {
        RowSchema large =
                RowSchema.derive("Large").column("payload", ColumnKind.BYTES).build();
        results = LocalResults.in(
                Spool.in(folder.resolve("spool"), SpoolSettings.DEFAULT),
                List.of(
                        stream("logged", RowSource.of(ROWS.schema(), arguments -> rows(0)), Replay.LOG),
                        stream(
                                "replayed",
                                RowSource.replayable(ROWS.schema(), (arguments, fromRow) -> rows(fromRow)),
                                Replay.SOURCE),
                        stream("large", RowSource.of(large, arguments -> largeRows()), Replay.LOG)),
                ResultSettings.DEFAULT,
                RunListener.NONE);
        server = OriginServer.start(
                new OriginSettings(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), false, List.of(), 4 << 20),
                results);
    }

    @AfterEach
    void stop() {
        results.close();
        server.close();
    }

    private static StreamDefinition stream(String name, RowSource source, Replay replay) {
        return new StreamDefinition(name, List.of(), source, Optional.empty(), replay);
    }

    private static Rows rows(long from) {
        long[] next = {from};
        return out -> {
            if (next[0] >= COUNT) {
                return false;
            }
            ROWS.write(next[0]++, out);
            return true;
        };
    }

    private static Rows largeRows() {
        int[] next = {0};
        return out -> {
            byte[] payload = new byte[LARGE_ROW_BYTES];
            new Random(next[0]).nextBytes(payload);
            out.bytes(1, payload, 0, payload.length);
            out.endRow();
            return ++next[0] < LARGE_ROWS;
        };
    }

    private SpillwayClient.Builder client(FaultProxy proxy) {
        return SpillwayClient.builder("127.0.0.1:" + proxy.address().getPort());
    }

    @Test
    void whatIsHandedOutIsTheResultWhateverHappensToItsConnections() throws Exception {
        Map<Fault.Kind, Integer> happened = new EnumMap<>(Fault.Kind.class);
        int failures = 0;
        for (int line = 0; line < LINES; line++) {
            failures += read(line % 2 == 0 ? "logged" : "replayed", SEED * 1_000_000 + line, happened);
        }
        System.out.printf(
                "%,d results over connections that break, %,d reads that gave up and were gone on with; %s%n",
                LINES, failures, happened);
        assertTrue(happened.keySet().containsAll(KINDS), () -> "not everything happened: " + happened);
    }

    /** Reads to the end, and goes on by hand where the client gives up; how often it did. */
    private int read(String stream, long seed, Map<Fault.Kind, Integer> happened) throws Exception {
        Auditor auditor = new Auditor(ROWS, COUNT);
        int failures = 0;
        try (FaultProxy proxy = FaultProxy.start(server.address(), FaultPlan.seeded(seed, 60, ABOUT_ALL_BYTES, KINDS));
                SpillwayClient client =
                        client(proxy).stallTimeout(Duration.ofMillis(300)).build()) {
            ResultRead read = client.query(stream).requestId("line-" + seed);
            boolean complete = false;
            while (!complete) {
                try {
                    readAll(read, auditor);
                    complete = true;
                } catch (ResultException e) {
                    failures++;
                    read = e.token().<ResultRead>map(client::resume).orElse(read);
                }
            }
            proxy.counts().forEach((kind, count) -> happened.merge(kind, count, Integer::sum));
        }
        assertInstanceOf(Verdict.Whole.class, auditor.verdict(), () -> stream + ", seed " + seed);
        return failures;
    }

    private static void readAll(ResultRead read, Auditor auditor) {
        try (ChunkStream chunks = read.chunks()) {
            for (Chunk chunk = chunks.next(); chunk != null; chunk = chunks.next()) {
                auditor.bytes(chunk.data());
            }
            auditor.end(chunks.end().total());
        }
    }

    @Test
    void aConnectionThatIsDeadIsReplaced() throws Exception {
        Auditor auditor = new Auditor(ROWS, COUNT);
        try (FaultProxy proxy =
                        FaultProxy.start(server.address(), FaultPlan.of(new Fault.Stall(0), new Fault.Stall(200_000)));
                SpillwayClient client =
                        client(proxy).stallTimeout(Duration.ofMillis(300)).build()) {
            assertThrows(ResultException.class, () -> client.query("logged").chunks());
            readAll(client.query("logged"), auditor);
            assertEquals(3, proxy.connections());
        }
        assertInstanceOf(Verdict.Whole.class, auditor.verdict());
    }

    @Test
    void ofARowThatIsCutInItsMiddleAtMostOneChunkIsSentAgain() throws Exception {
        List<Position> wentOnAt = new ArrayList<>();
        ProgressListener listener = new ProgressListener() {
            @Override
            public void progress(Frame.Progress progress) {}

            @Override
            public void resumed(Position at) {
                wentOnAt.add(at);
            }
        };
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (FaultProxy proxy = FaultProxy.start(server.address(), _ -> new Fault.Cut(CUT_BYTES));
                SpillwayClient client = client(proxy).build();
                ChunkStream chunks = client.query("large").onProgress(listener).chunks()) {
            for (Chunk chunk = chunks.next(); chunk != null; chunk = chunks.next()) {
                bytes.writeBytes(chunk.data().toByteArray());
            }
            assertEquals(LARGE_ROWS, chunks.end().total().rows());
        }
        assertLargeRows(bytes.toByteArray());
        assertTrue(wentOnAt.size() >= LARGE_ROWS * LARGE_ROW_BYTES / CUT_BYTES, () -> wentOnAt.toString());
        // Of what a connection carries, some is not data: heads of frames, of HTTP/2 and of ours.
        long least = (long) CUT_BYTES - ResultSettings.DEFAULT.chunkBytes() - CUT_BYTES / 100;
        Position before = Position.START;
        for (Position at : wentOnAt) {
            long further = at.bytes() - before.bytes();
            assertTrue(further >= least, () -> "only " + further + " bytes further with " + CUT_BYTES + ": " + at);
            before = at;
        }
    }

    private static void assertLargeRows(byte[] bytes) {
        int at = 0;
        for (int row = 0; row < LARGE_ROWS; row++) {
            byte[] payload = new byte[LARGE_ROW_BYTES];
            new Random(row).nextBytes(payload);
            // Tag and length of the row, tag and length of its payload.
            int start = at + 1 + 4 + 1 + 4;
            assertEquals(
                    -1,
                    Arrays.mismatch(payload, 0, payload.length, bytes, start, start + payload.length),
                    "row " + row);
            at = start + payload.length;
        }
        assertEquals(bytes.length, at);
    }
}
