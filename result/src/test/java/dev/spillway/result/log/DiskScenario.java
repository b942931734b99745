package dev.spillway.result.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spillway.testkit.Auditor;
import dev.spillway.testkit.Verdict;
import dev.spillway.wire.Chunk;
import dev.spillway.wire.Position;
import dev.spillway.wire.Reason;
import dev.spillway.wire.ResultFailure;
import dev.spillway.wire.ResultInfo;
import dev.spillway.wire.ResultState;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The life of one result on a disk of which one call fails: it is written and read, its process ends, by itself or in that
 * call, and the next one recovers, reads and removes it. What is claimed on the way holds whatever fails.
 */
final class DiskScenario {
    private static final GeneratedResult RESULT = new GeneratedResult(40, 200);
    private static final List<Chunk> CHUNKS = RESULT.chunks();
    private static final int HALF = CHUNKS.size() / 2;
    private static final Position MIDDLE_CHUNK = RESULT.chunkStarts().get(HALF - 2);
    private static final Position MIDDLE_ROW = RESULT.rowStarts().get(17);

    /** What becomes of the result. */
    enum Variant {
        /** It is completed, and read from several segments. */
        SPILLED,
        /** The same, and its segments must make room for each other. */
        TIGHT,
        /** The same, and its reader keeps up, so that segments are written over. */
        FOLLOWED,
        /** It is completed in memory, and written out when its process stops. */
        IN_MEMORY,
        /** It is written out while it runs, and goes on until its process dies, within a record. */
        DRAINED,
        /** It is cancelled while it runs. */
        CANCELLED,
        /** It is removed by the process that made it. */
        REMOVED;

        boolean keepsAll() {
            return this != TIGHT && this != FOLLOWED;
        }

        SpoolSettings settings() {
            return switch (this) {
                case TIGHT -> new SpoolSettings(400, 800, 2_000, 2_500, 600);
                case FOLLOWED -> new SpoolSettings(0, 0, 3_000, 3_500, 600);
                case IN_MEMORY -> new SpoolSettings(1 << 20, 1 << 20, 1 << 20, 1 << 20, 600);
                case SPILLED, DRAINED, CANCELLED, REMOVED -> new SpoolSettings(800, 1_000, 1 << 20, 1 << 20, 600);
            };
        }
    }

    /** How a call fails. */
    enum Kind {
        ERROR,
        /** Neither does any later call succeed that needs room. */
        FULL,
        /** The process dies in it. */
        DEATH;

        boolean hits(MemoryDisk.Call call) {
            return switch (call) {
                case WRITE, CREATE, MAKE_FOLDER -> true;
                default -> this != FULL;
            };
        }

        private MemoryDisk.Failure failure(double done) {
            return switch (this) {
                case ERROR -> MemoryDisk.Failure.io("input/output error", done);
                case FULL -> MemoryDisk.Failure.io("no space left on device", done);
                case DEATH -> MemoryDisk.Failure.death(done);
            };
        }
    }

    private final MemoryDisk disk = new MemoryDisk();
    private final Variant variant;
    private final Kind kind;
    private final int first;
    private final double done;

    private final List<MemoryDisk.Call> calls = new ArrayList<>();
    private MemoryDisk.@Nullable Call failedCall;
    private boolean diesInNextWrite;
    private boolean died;

    private Spool spool;
    private Follower follower = new Follower();
    private boolean created;
    private boolean mustBeComplete;
    private boolean removing;
    private boolean removed;
    /** How far it must be there after the death of its process, but for what its follower has read. */
    private Position survives = Position.START;

    /**
     * @param first the first call that fails, from 0
     * @param done how much of it is done nevertheless, if it is a write
     */
    DiskScenario(Variant variant, Kind kind, int first, double done) {
        this.variant = variant;
        this.kind = kind;
        this.first = first;
        this.done = done;
        this.spool = new Spool(disk, variant.settings());
        disk.trouble(this::trouble);
    }

    private MemoryDisk.@Nullable Failure trouble(MemoryDisk.Call call, String name) {
        int number = calls.size();
        calls.add(call);
        if (number == first || (number > first && kind == Kind.FULL && kind.hits(call))) {
            failedCall = call;
            return kind.failure(done);
        }
        if (diesInNextWrite && call == MemoryDisk.Call.WRITE) {
            diesInNextWrite = false;
            return Kind.DEATH.failure(0.5);
        }
        return null;
    }

    /** The calls that it made. */
    List<MemoryDisk.Call> run() throws IOException, ResultFailure {
        try {
            make();
        } catch (MemoryDisk.ProcessDied e) {
            died = true;
        }
        for (int lives = 0; !comeBack(); lives++) {
            assertTrue(lives < 4, "it does not end");
        }
        return calls;
    }

    private void make() throws IOException, ResultFailure {
        assertEquals(List.of(), recover());
        ResultLog log;
        try {
            log = spool.create(GeneratedResult.manifest());
        } catch (ResultFailure e) {
            requireTrouble(e);
            requireNothingLeft();
            return;
        }
        created = true;
        boolean half = variant == Variant.DRAINED || variant == Variant.CANCELLED;
        boolean appended = append(log, half ? CHUNKS.subList(0, HALF) : CHUNKS);
        if (appended && variant == Variant.CANCELLED) {
            cancel(log);
            return;
        }
        if (appended && !half) {
            log.complete(RESULT.total());
            mustBeComplete = failedCall == null && log.diskBytes() > 0;
        }
        if (log.info().state() != ResultState.RUNNING) {
            requireAllOf(log, follower.toTheEnd(log));
            readFromEverywhere(log);
        }
        follower.close();
        if (variant == Variant.REMOVED || variant == Variant.CANCELLED) {
            remove(log);
            return;
        }
        persist(log);
        requireAllClosed();
        if (log.info().state() == ResultState.RUNNING && append(log, CHUNKS.subList(HALF, HALF + 1))) {
            diesInNextWrite = true;
            append(log, CHUNKS.subList(HALF + 1, HALF + 2));
        }
        spool.close();
    }

    /** Whether they are there now; else the disk failed. */
    private boolean append(ResultLog log, List<Chunk> chunks) {
        try {
            for (Chunk chunk : chunks) {
                while (!log.append(chunk)) {
                    assertFalse(variant.keepsAll(), "there is room for all");
                    assertTrue(follower.readOne(log), "no room, and all is read");
                }
                if (log.diskBytes() > 0) {
                    survives = log.info().position();
                }
                if (chunk.offset() % 3 == 0 || variant == Variant.FOLLOWED) {
                    assertTrue(follower.readOne(log), "what was appended can be read");
                }
                requireLimits(log);
            }
            return true;
        } catch (ResultFailure e) {
            requireTrouble(e);
            assertEquals(ResultState.FAILED, log.info().state());
            assertEquals(e.text(), failure(() -> log.append(chunks.getLast())).text());
            requireLimits(log);
            return false;
        }
    }

    private void requireLimits(ResultLog log) {
        SpoolSettings settings = variant.settings();
        assertEquals(log.diskBytes(), spool.diskBytes(), "of segment files");
        assertTrue(spool.diskBytes() <= settings.diskPerResult(), "on disk: " + spool.diskBytes());
        assertTrue(spool.memoryBytes() <= settings.memoryTotal(), "in memory: " + spool.memoryBytes());
    }

    private void readFromEverywhere(ResultLog log) {
        read(log, 0, cursor -> cursor.seek(Position.START));
        read(log, MIDDLE_CHUNK.rows(), cursor -> cursor.seek(MIDDLE_CHUNK));
        read(log, MIDDLE_ROW.rows(), cursor -> cursor.seek(MIDDLE_ROW));
        read(log, MIDDLE_ROW.rows(), cursor -> cursor.seekRow(MIDDLE_ROW.rows()));
    }

    private interface Seek {
        boolean to(LogCursor cursor) throws ResultFailure;
    }

    /** Reads from there, or from the first row that is kept, to the end: once more if the disk fails. */
    private void read(ResultLog log, long row, Seek seek) {
        boolean hadTrouble = failedCall != null;
        try (LogCursor cursor = new LogCursor(log)) {
            assertTrue(seek.to(cursor), "it is over");
            requireAllOf(log, toTheEnd(cursor, log, RESULT.auditor(cursor.position())));
        } catch (ResultFailure e) {
            if (isEnd(e, log)) {
                assertTrue(log.info().position().rows() <= row, "it ends before row " + row);
            } else if (e.reason() == Reason.OUT_OF_RANGE) {
                assertFalse(variant.keepsAll(), "all is kept");
                long earliest = Long.parseLong(e.details().getOrDefault("earliest_row", ""));
                assertTrue(earliest > row, e.text());
                read(log, earliest, cursor -> cursor.seekRow(earliest));
            } else {
                requireTrouble(e);
                assertFalse(hadTrouble, "the disk works again");
                read(log, row, seek);
            }
        }
    }

    private static Verdict toTheEnd(LogCursor cursor, ResultLog log, Auditor auditor) throws ResultFailure {
        try {
            while (GeneratedResult.readOne(cursor, auditor)) {}
        } catch (ResultFailure e) {
            auditor.failed(e.reason().name());
            if (!isEnd(e, log)) {
                assertFalse(auditor.verdict() instanceof Verdict.Violation, "before: " + auditor.verdict());
                throw e;
            }
        }
        return auditor.verdict();
    }

    /** Whether it is how the result ended; else only reading it failed. */
    private static boolean isEnd(ResultFailure failure, ResultLog log) {
        return log.info().failure().map(ResultFailure::text).equals(Optional.of(failure.text()));
    }

    private static void requireAllOf(ResultLog log, Verdict verdict) {
        ResultInfo info = log.info();
        Verdict expected = info.state() == ResultState.COMPLETE
                ? new Verdict.Whole(RESULT.total())
                : new Verdict.Incomplete(
                        info.position().rows(),
                        info.failure().orElseThrow().reason().name());
        assertEquals(expected, verdict);
    }

    private interface Attempt {
        Object make() throws ResultFailure;
    }

    private static ResultFailure failure(Attempt attempt) {
        try {
            throw new AssertionError("expected: a failure, but was: " + attempt.make());
        } catch (ResultFailure e) {
            return e;
        }
    }

    private void requireTrouble(ResultFailure failure) {
        assertEquals(Reason.SPOOL_FAILED, failure.reason(), failure.text());
        assertTrue(failedCall != null && kind != Kind.DEATH, "the disk did not fail: " + failure.text());
    }

    private void cancel(ResultLog log) {
        removing = true;
        log.cancel();
        assertEquals(ResultState.CANCELLED, log.info().state());
        assertEquals(Reason.CANCELLED, failure(() -> follower.readOne(log)).reason());
        assertEquals(
                Reason.CANCELLED, failure(() -> log.append(CHUNKS.get(HALF))).reason());
        follower.close();
        requireNothingLeft();
    }

    private void remove(ResultLog log) {
        removing = true;
        try (LogCursor reader = new LogCursor(log)) {
            log.remove();
            assertEquals(Reason.UNKNOWN_RESULT, failure(reader::next).reason());
        }
        requireNothingLeft();
    }

    private void requireNothingLeft() {
        removed = true;
        assertEquals(0, spool.memoryBytes(), "in memory");
        if (failedCall != MemoryDisk.Call.DELETE && failedCall != MemoryDisk.Call.LIST) {
            assertEquals(0, spool.diskBytes(), "on disk");
            assertTrue(disk.isEmpty(), () -> "left: " + disk.all());
        }
        requireAllClosed();
    }

    private void requireAllClosed() {
        if (!died) {
            assertEquals(0, disk.openFiles(), "open files");
        }
    }

    /** If the disk fails only once, it is done when it is tried again. */
    private void persist(ResultLog log) throws ResultFailure {
        try {
            log.persist();
        } catch (ResultFailure e) {
            requireTrouble(e);
            if (kind == Kind.FULL) {
                return;
            }
            log.persist();
        }
        survives = log.info().position();
        mustBeComplete = variant.keepsAll() && log.info().state() == ResultState.COMPLETE;
    }

    private List<ResultLog> recover() throws IOException {
        try {
            return spool.recover();
        } catch (IOException e) {
            assertEquals(MemoryDisk.Call.LIST, failedCall, "the disk did not fail: " + e);
            return spool.recover();
        }
    }

    /** The next process takes over; whether nothing was left for it. */
    private boolean comeBack() throws IOException {
        boolean hadTrouble = failedCall != null;
        follower = new Follower(follower);
        spool = new Spool(disk, variant.settings());
        try {
            List<ResultLog> recovered = recover();
            if (recovered.isEmpty() && !hadTrouble && failedCall != null) {
                return false;
            }
            if (recovered.isEmpty()) {
                assertTrue(removing || !created, "it is gone");
                assertTrue(disk.isEmpty(), () -> "left: " + disk.all());
                return true;
            }
            assertFalse(removed, "what was removed is there again");
            ResultLog log = recovered.getFirst();
            requireAsItWas(log.info());
            requireLimits(log);
            readFromEverywhere(log);
            read(log, follower.at.rows(), cursor -> cursor.seek(follower.at));
            remove(log);
        } catch (MemoryDisk.ProcessDied e) {
            died = true;
        }
        return false;
    }

    private void requireAsItWas(ResultInfo info) {
        if (info.state() == ResultState.COMPLETE) {
            assertEquals(RESULT.total(), info.position());
            return;
        }
        assertFalse(mustBeComplete, "it was complete, and is " + info);
        assertEquals(ResultState.FAILED, info.state());
        Reason why = info.failure().orElseThrow().reason();
        assertTrue(why == Reason.SOURCE_LOST || (why == Reason.SPOOL_FAILED && kind != Kind.DEATH), why + ": " + info);
        long kept = Math.max(info.position().bytes(), variant.keepsAll() ? 0 : follower.at.bytes());
        assertTrue(kept >= survives.bytes(), "kept to " + info.position() + " (expected: " + survives + ")");
    }

    /** A reader that keeps up as it can, and comes again if the disk fails. */
    private final class Follower {
        private final Auditor auditor;
        private @Nullable LogCursor cursor;
        private Position at;

        Follower() {
            this.auditor = RESULT.auditor(Position.START);
            this.at = Position.START;
        }

        /** In another process. */
        Follower(Follower before) {
            this.auditor = before.auditor;
            this.at = before.at;
        }

        /** False if nothing is there. */
        boolean readOne(ResultLog log) throws ResultFailure {
            boolean hadTrouble = failedCall != null;
            try {
                LogCursor open = cursor;
                if (open == null) {
                    open = new LogCursor(log);
                    cursor = open;
                    assertTrue(open.seek(at), "it had come so far");
                }
                boolean more = GeneratedResult.readOne(open, auditor);
                at = open.position();
                return more;
            } catch (ResultFailure e) {
                if (isEnd(e, log) || log.info().state() == ResultState.CANCELLED) {
                    throw e;
                }
                requireTrouble(e);
                assertFalse(hadTrouble, "the disk works again");
                close();
                return readOne(log);
            }
        }

        Verdict toTheEnd(ResultLog log) {
            try {
                while (readOne(log)) {}
            } catch (ResultFailure e) {
                auditor.failed(e.reason().name());
            }
            return auditor.verdict();
        }

        void close() {
            LogCursor open = cursor;
            cursor = null;
            if (open != null) {
                open.close();
            }
        }
    }
}
