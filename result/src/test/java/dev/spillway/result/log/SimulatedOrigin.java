package dev.spillway.result.log;

import dev.spillway.testkit.FakeClock;
import dev.spillway.testkit.GeneratedRows;
import dev.spillway.wire.Chunk;
import dev.spillway.wire.Content;
import dev.spillway.wire.Position;
import dev.spillway.wire.Reason;
import dev.spillway.wire.ResultFailure;
import dev.spillway.wire.ResultId;
import dev.spillway.wire.ResultState;
import dev.spillway.wire.row.ChunkBuilder;
import java.io.IOException;
import java.time.Duration;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** An origin with one result, whose source makes a chunk when it is told to, and which can die. One thread. */
final class SimulatedOrigin {
    final MemoryDisk disk = new MemoryDisk();
    final ResultId id;
    final Content content;

    private final Random random;
    private final FakeClock clock;
    private final GeneratedRows rows;
    private final long totalRows;
    private final LogFault fault;
    private final SpoolSettings settings;
    private final int chunkBytes;

    private Spool spool;
    private @Nullable ResultLog log;
    private @Nullable ChunkBuilder builder;
    private @Nullable Chunk waiting;
    private long nextRow;
    private boolean flush;
    /** Whether a reader may have heard of the result. */
    private boolean made;

    private long upAgainAt;
    private boolean up = true;
    /** The row before which the source fails. */
    long failsAt = Long.MAX_VALUE;

    SimulatedOrigin(Random random, FakeClock clock, GeneratedRows rows, long totalRows, LogFault fault) {
        this.random = random;
        this.clock = clock;
        this.rows = rows;
        this.totalRows = totalRows;
        this.fault = fault;
        this.content = new Content.Rows(rows.schema());
        this.id = new ResultId("sim", String.format("%032x", random.nextLong()));
        this.chunkBytes = 64 + random.nextInt(400);
        int segment = 512 + random.nextInt(2_000);
        long memory = random.nextInt(4) * 1_000L;
        long perResult = random.nextInt(3) == 0 ? 6L * (segment + 600) : 1 << 30;
        this.settings = new SpoolSettings(memory, 2 * memory, perResult, 1 << 30, segment);
        this.spool = fault.spool(disk, settings);
    }

    boolean hasRoomForAll() {
        return settings.diskPerResult() == 1 << 30;
    }

    boolean isUp() {
        if (!up && clock.getAsLong() >= upAgainAt) {
            up = true;
            try {
                spool.recover().forEach(each -> log = each);
            } catch (MemoryDisk.ProcessDied | IOException e) {
                kill(Duration.ofSeconds(1));
            }
        }
        return up;
    }

    /** The log of the result, which is made on the first call. */
    ResultLog log() throws ResultFailure {
        ResultLog existing = log;
        if (existing != null) {
            return existing;
        }
        if (made) {
            throw new ResultFailure(Reason.UNKNOWN_RESULT, "result: " + id);
        }
        builder = new ChunkBuilder(rows.schema(), Position.START, chunkBytes, 1 << 20, () -> flush);
        ResultLog fresh = spool.create(GeneratedResult.manifest(id, content));
        made = true;
        log = fresh;
        return fresh;
    }

    /** Lets the source make a chunk, or end. */
    void work() {
        ResultLog into = log;
        ChunkBuilder from = builder;
        if (!up || into == null || from == null || into.info().state() != ResultState.RUNNING) {
            return;
        }
        try {
            if (waiting == null) {
                fill(from);
            }
            Chunk chunk = waiting;
            if (chunk != null) {
                waiting = into.append(chunk) ? null : chunk;
            } else if (nextRow >= failsAt) {
                var _ = into.fail(new ResultFailure(Reason.SOURCE_FAILED, "as scheduled"));
            } else {
                into.complete(from.position());
            }
        } catch (ResultFailure e) {
            waiting = null;
        } catch (MemoryDisk.ProcessDied e) {
            kill(Duration.ofMillis(random.nextInt(3_000)));
        }
    }

    private void fill(ChunkBuilder from) throws ResultFailure {
        flush = random.nextInt(4) == 0;
        while (!from.isFull() && !from.isDue() && nextRow < Math.min(totalRows, failsAt)) {
            rows.write(nextRow, from);
            nextRow++;
        }
        waiting = from.isEmpty() ? null : from.take();
    }

    /** The process dies: all that it had in memory is gone, its source too. */
    void kill(Duration awayFor) {
        up = false;
        upAgainAt = clock.getAsLong() + awayFor.toNanos();
        disk.trouble((call, name) -> null);
        spool = fault.spool(disk, settings);
        log = null;
        waiting = null;
        nextRow = made ? totalRows : 0;
    }

    @Override
    public String toString() {
        return "origin up: " + up + ", " + (log == null ? "no log" : log.info()) + ", next row " + nextRow + " of "
                + totalRows + ", chunk waiting: " + waiting + ", " + disk.all() + ", " + settings;
    }
}
