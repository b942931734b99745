package dev.spillway.app.kill;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spillway.client.ChunkStream;
import dev.spillway.client.ProgressListener;
import dev.spillway.client.ResultException;
import dev.spillway.client.SpillwayClient;
import dev.spillway.testkit.Auditor;
import dev.spillway.testkit.ChildProcess;
import dev.spillway.testkit.Verdict;
import dev.spillway.wire.Chunk;
import dev.spillway.wire.Frame;
import dev.spillway.wire.Position;
import dev.spillway.wire.Reason;
import dev.spillway.wire.ResultState;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An origin that is killed while it is read: {@code -Dspillway.kills=1000} kills it so often. */
@Timeout(3_600)
class KilledOriginTest {
    private static final int KILLS = Integer.getInteger("spillway.kills", 10);
    private static final long SEED = Long.getLong("spillway.seed", 1);

    @TempDir
    Path folder;

    @Test
    void aCompleteResultSurvivesEveryKillOfItsOrigin() throws Exception {
        Program program = new Program(folder, "64MiB");
        Random random = new Random(SEED);
        long rows = 40_000L * (KILLS + 2);
        Auditor auditor = new Auditor(Program.ROWS, rows);
        AtomicInteger resumed = new AtomicInteger();
        ChildProcess origin = program.serve();
        try (SpillwayClient client = SpillwayClient.builder(program.target())
                        .prefetchBytes(64 << 10)
                        .build();
                ChunkStream chunks = client.query("numbers")
                        .with("rows", rows)
                        .onProgress(counting(resumed))
                        .chunks()) {
            while (client.status(chunks.header().resultId()).state() == ResultState.RUNNING) {
                Thread.onSpinWait();
            }
            long next = random.nextLong(40_000);
            int killed = 0;
            for (Chunk chunk = chunks.next(); chunk != null; chunk = chunks.next()) {
                auditor.bytes(chunk.data());
                if (killed < KILLS && chunks.position().rows() > next) {
                    assertEquals(137, origin.kill());
                    origin = program.serve();
                    killed++;
                    next += 20_000 + random.nextLong(20_000);
                }
            }
            auditor.end(chunks.end().total());
            assertEquals(KILLS, killed);
        } finally {
            origin.close();
        }
        assertInstanceOf(Verdict.Whole.class, auditor.verdict(), "seed " + SEED);
        assertTrue(resumed.get() >= KILLS, resumed + " resumed");
    }

    private static ProgressListener counting(AtomicInteger resumed) {
        return new ProgressListener() {
            @Override
            public void progress(Frame.Progress progress) {}

            @Override
            public void resumed(Position at) {
                resumed.incrementAndGet();
            }
        };
    }

    @Test
    void aRunningResultEndsAsLostAndWhatCameIsRight() throws Exception {
        Program program = new Program(folder, "64MiB");
        long rows = 500_000_000;
        Auditor auditor = new Auditor(Program.ROWS, rows);
        ChildProcess origin = program.serve();
        try (SpillwayClient client = SpillwayClient.connect(program.target());
                ChunkStream chunks = client.query("numbers").with("rows", rows).chunks()) {
            while (chunks.position().rows() < 200_000) {
                auditor.bytes(Objects.requireNonNull(chunks.next()).data());
            }
            assertEquals(137, origin.kill());
            origin = program.serve();
            ResultException lost = assertThrows(ResultException.class, () -> {
                for (Chunk chunk = chunks.next(); chunk != null; chunk = chunks.next()) {
                    auditor.bytes(chunk.data());
                }
            });
            assertEquals(Reason.SOURCE_LOST, lost.reason());
            auditor.failed(lost.text());
        } finally {
            origin.close();
        }
        assertInstanceOf(Verdict.Incomplete.class, auditor.verdict());
    }
}
