package dev.spillway.result.log;

import dev.spillway.wire.Chunk;
import dev.spillway.wire.Position;
import dev.spillway.wire.Reason;
import dev.spillway.wire.ResultFailure;
import dev.spillway.wire.ResultInfo;
import dev.spillway.wire.ResultState;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The chunks of one result, in the order in which its source made them: in memory first, beyond a threshold in segment
 * files. What is appended is never changed; what its readers have behind them may be dropped, oldest first.
 *
 * <p>One thread appends and ends; any number of threads read, each with a {@link LogCursor}. Nothing here waits, except for
 * the disk and in {@link #awaitChange}.
 */
public final class ResultLog {
    private static final Logger LOG = LoggerFactory.getLogger(ResultLog.class);

    private final Spool spool;
    private final String folder;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    /** Oldest first; the last one is appended to. Guarded by lock. */
    private final List<Segment> segments = new ArrayList<>();

    private final RecentChunks recent;
    private final Set<LogCursor> cursors = new HashSet<>();
    /** How far those that have left had come, if none is there. */
    private long lastLeftAt;

    private Manifest manifest;
    private LogPlace end;
    private boolean removed;

    /** Everything before it is in segments, or was. The writer's; others look at it under the lock. */
    private volatile LogPlace onDisk;

    private volatile @Nullable SegmentWriter writer;
    private long nextSegment;

    ResultLog(Spool spool, Manifest manifest, List<Segment> segments, LogPlace end) {
        this.spool = spool;
        this.manifest = manifest;
        this.folder = Spool.folderOf(manifest.info().id());
        this.segments.addAll(segments);
        this.nextSegment = segments.isEmpty() ? 0 : segments.getLast().number() + 1;
        this.recent = new RecentChunks(end);
        this.end = end;
        this.onDisk = end;
    }

    /**
     * Appends a chunk that is contiguous with the one before.
     *
     * @return false, and nothing is appended, if there is no room: it may be there after {@link Spool#awaitRoom}
     * @throws ResultFailure SPOOL_FAILED: the disk failed, and so has the result; or it was ended by somebody else
     */
    public boolean append(Chunk chunk) throws ResultFailure {
        requireRunning();
        long held = RecentChunks.held(chunk);
        boolean inMemory = segments.isEmpty()
                && recent.heldBytes() + held <= spool.settings().memoryPerResult()
                && spool.takeMemory(held);
        if (!inMemory) {
            if (!writeOut() || !write(chunk)) {
                return false;
            }
            spool.takeMemoryAnyway(held);
        }
        lock.lock();
        try {
            if (removed) {
                spool.freeMemory(held);
            } else {
                recent.add(chunk);
                end = end.after(chunk);
                trim();
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
        return true;
    }

    private void requireRunning() throws ResultFailure {
        ResultInfo info = manifest().info();
        if (info.state() != ResultState.RUNNING) {
            abandonWriter();
            throw info.failure().orElseGet(() -> new ResultFailure(Reason.CANCELLED, "the result was cancelled"));
        }
        requireKept();
    }

    /** Writes to disk what is in memory only; false if there is no room for all of it. */
    private boolean writeOut() throws ResultFailure {
        while (onDisk.bytes() < end.bytes()) {
            Chunk next;
            lock.lock();
            try {
                if (removed) {
                    throw gone();
                }
                next = recent.at(onDisk.bytes());
            } finally {
                lock.unlock();
            }
            if (next == null) {
                throw new IllegalStateException("neither in memory nor on disk: byte " + onDisk.bytes());
            }
            if (!write(next)) {
                return false;
            }
        }
        return true;
    }

    private boolean write(Chunk chunk) throws ResultFailure {
        long length = (long) SegmentRecord.RECORD_HEAD_BYTES + chunk.data().length();
        try {
            SegmentWriter to = writerFor(length);
            if (to == null) {
                return false;
            }
            to.append(chunk);
            onDisk = onDisk.after(chunk);
            return true;
        } catch (IOException e) {
            abandonWriter();
            requireKept();
            throw fail(spool.failed(e));
        }
    }

    /** What a record of that length is written with; null if there is no room. */
    private @Nullable SegmentWriter writerFor(long length) throws IOException, ResultFailure {
        SegmentWriter open = writer;
        if (open != null && open.written() < spool.settings().segmentBytes()) {
            if (take(open.segment(), open.written() + length)) {
                return open;
            }
            if (!isAllConsumed()) {
                return null;
            }
            // A segment that is open is not dropped.
        }
        closeWriter();
        return startSegment(SegmentRecord.SEGMENT_HEAD_BYTES + length);
    }

    /**
     * Takes what a segment needs to be of that size; false if there is no room. Before it is written: after a failure any of
     * it may be there.
     */
    private boolean take(Segment segment, long size) throws ResultFailure {
        long more = size - segment.fileBytes();
        if (more <= 0) {
            return true;
        }
        if (!spool.takeDisk(this, more)) {
            return false;
        }
        lock.lock();
        try {
            if (removed) {
                spool.freeDisk(more);
                throw gone();
            }
            segment.grow(more);
        } finally {
            lock.unlock();
        }
        return true;
    }

    private void requireKept() throws ResultFailure {
        boolean gone;
        lock.lock();
        try {
            gone = removed;
        } finally {
            lock.unlock();
        }
        if (gone) {
            abandonWriter();
            throw gone();
        }
    }

    private boolean isAllConsumed() {
        lock.lock();
        try {
            return consumed() >= onDisk.bytes();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Starts a segment whose file may have that size; null if there is no room.
     *
     * <p>Where the disk is short, a file is written over that is not needed any more: its pages are in memory and its blocks
     * are on the disk, which costs less than to delete it and to make another one.
     */
    private @Nullable SegmentWriter startSegment(long size) throws IOException, ResultFailure {
        Segment segment = new Segment(Segment.name(folder, nextSegment), onDisk);
        Segment old = spool.takeConsumed(this, size);
        if (old == null && !spool.takeDisk(this, size)) {
            return null;
        }
        segment.grow(old == null ? size : old.fileBytes());
        SegmentWriter next;
        try {
            next = SegmentWriter.start(file(segment, old), segment);
        } catch (IOException e) {
            spool.freeDisk(segment.fileBytes());
            throw e;
        }
        writer = next;
        nextSegment++;
        lock.lock();
        try {
            if (removed) {
                spool.freeDisk(segment.fileBytes());
                throw gone();
            }
            segments.add(segment);
        } finally {
            lock.unlock();
        }
        return next;
    }

    private Disk.DiskFile file(Segment segment, @Nullable Segment old) throws IOException {
        if (old == null) {
            return spool.disk().create(segment.file());
        }
        spool.disk().rename(old.file(), segment.file());
        return spool.disk().overwrite(segment.file());
    }

    private void closeWriter() throws IOException {
        SegmentWriter open = writer;
        if (open != null) {
            try {
                cutBehind(open);
            } finally {
                writer = null;
                open.close();
            }
        }
    }

    /**
     * Gives back what the file of a segment that did not become full has behind what was written: it was written over, or a
     * write failed.
     */
    private void cutBehind(SegmentWriter of) throws IOException {
        long behind = of.segment().fileBytes() - of.written();
        if (behind > 0 && of.written() < spool.settings().segmentBytes()) {
            of.cutBehind();
            lock.lock();
            try {
                if (!removed) {
                    of.segment().grow(-behind);
                    spool.freeDisk(behind);
                }
            } finally {
                lock.unlock();
            }
            spool.roomMayBe();
        }
    }

    /** There may be a torn record at the end of its segment: what comes next goes to another one. */
    private void abandonWriter() {
        try {
            closeWriter();
        } catch (IOException e) {
            LOG.warn("spool {}: a segment that is written no more does not close", spool.disk(), e);
        }
    }

    /** Drops from memory what is on disk too, but for the newest. */
    private void trim() {
        while (!recent.isEmpty()
                && (recent.heldBytes() > spool.settings().tailBytes() || spool.isMemoryShort())
                && !segments.isEmpty()
                && recent.start().bytes() < onDisk.bytes()) {
            spool.freeMemory(recent.dropFirst());
        }
    }

    /** The source confirmed its end. What is on disk says so before a reader can hear of it. */
    public void complete(Position total) throws ResultFailure {
        requireRunning();
        if (!total.equals(end.position())) {
            throw fail(new ResultFailure(
                    Reason.INTERNAL, "end of the source: " + total + " (expected: " + end.position() + ")"));
        }
        end(ResultState.COMPLETE, null);
    }

    /** The source failed; what was appended before can still be read. Returns the failure. */
    public ResultFailure fail(ResultFailure why) {
        end(ResultState.FAILED, why);
        return why;
    }

    private void end(ResultState state, @Nullable ResultFailure why) {
        Manifest ended;
        lock.lock();
        try {
            if (manifest.info().state() != ResultState.RUNNING) {
                abandonWriter();
                return;
            }
            ended = manifest.with(info(state, why));
        } finally {
            lock.unlock();
        }
        try {
            closeWriter();
            if (!segments.isEmpty()) {
                spool.write(folder, ended);
            }
        } catch (IOException e) {
            LOG.warn(
                    "result {}: its end is not in the spool: after a restart it counts as lost",
                    ended.info().id(),
                    e);
        }
        lock.lock();
        try {
            if (manifest.info().state() == ResultState.RUNNING) {
                manifest = ended;
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private ResultInfo info(ResultState state, @Nullable ResultFailure why) {
        return manifest.info().with(state, end.position(), Optional.ofNullable(why));
    }

    /** Ends a running result, and drops its bytes. Any thread. */
    public void cancel() {
        boolean wasRunning;
        lock.lock();
        try {
            wasRunning = manifest.info().state() == ResultState.RUNNING;
            if (wasRunning) {
                manifest = manifest.with(info(ResultState.CANCELLED, null));
            }
        } finally {
            lock.unlock();
        }
        if (wasRunning) {
            remove();
        }
    }

    /** Forgets the result: drops everything, in memory and on disk; who still reads fails. Any thread. */
    public void remove() {
        List<Segment> kept;
        lock.lock();
        try {
            if (removed) {
                return;
            }
            removed = true;
            while (!recent.isEmpty()) {
                spool.freeMemory(recent.dropFirst());
            }
            kept = List.copyOf(segments);
            segments.clear();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        spool.forget(this, folder, kept);
    }

    /**
     * Drops the oldest segment if every reader has it behind itself; whether it did.
     *
     * @param spared so many of those segments stay: what was handed to a reader may not have arrived
     */
    boolean dropConsumed(int spared) {
        lock.lock();
        try {
            if (!hasConsumed(spared) || !spool.delete(segments.getFirst())) {
                return false;
            }
            segments.removeFirst();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Whether there is a segment that {@link #dropConsumed} would drop. */
    boolean hasConsumed(int spared) {
        lock.lock();
        try {
            return !segments.isEmpty()
                    && startOf(1 + spared) <= consumed()
                    && (writer == null || writer.segment() != segments.getFirst());
        } finally {
            lock.unlock();
        }
    }

    /** The segment that {@link #dropConsumed} would drop if one is spared, with its file; null if its size is another one. */
    @Nullable
    Segment giveConsumed(long least, long most) {
        lock.lock();
        try {
            if (!hasConsumed(1)) {
                return null;
            }
            long size = segments.getFirst().fileBytes();
            return size < least || size > most ? null : segments.removeFirst();
        } finally {
            lock.unlock();
        }
    }

    /** Where a segment starts, by its place among those that are kept; behind the last one: where it ends. */
    private long startOf(int index) {
        return index < segments.size()
                ? segments.get(index).start().bytes()
                : index == segments.size() ? onDisk.bytes() : Long.MAX_VALUE;
    }

    private long consumed() {
        long byReaders = cursors.stream()
                .filter(LogCursor::consumes)
                .mapToLong(LogCursor::bytes)
                .min()
                .orElse(lastLeftAt);
        return cursors.stream().mapToLong(LogCursor::bytes).reduce(byReaders, Math::min);
    }

    /** Bytes of segment files. */
    long diskBytes() {
        lock.lock();
        try {
            return segments.stream().mapToLong(Segment::fileBytes).sum();
        } finally {
            lock.unlock();
        }
    }

    void enter(LogCursor cursor) {
        lock.lock();
        try {
            cursors.add(cursor);
        } finally {
            lock.unlock();
        }
    }

    void leave(LogCursor cursor) {
        lock.lock();
        try {
            if (cursors.remove(cursor) && cursor.consumes()) {
                lastLeftAt = Math.max(lastLeftAt, cursor.bytes());
            }
        } finally {
            lock.unlock();
        }
        spool.roomMayBe();
    }

    /**
     * Waits until something was appended behind that place, the result ended, or the waiting is to stop ({@link #wake} has it
     * asked again); not longer than the given time.
     */
    public void awaitChange(Position behind, BooleanSupplier stop, long nanos) throws InterruptedException {
        long left = nanos;
        lock.lockInterruptibly();
        try {
            while (left > 0
                    && !stop.getAsBoolean()
                    && !removed
                    && manifest.info().state() == ResultState.RUNNING
                    && end.bytes() <= behind.bytes()) {
                left = changed.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Has those in {@link #awaitChange} look whether they should stop. */
    public void wake() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** What is true of the result now. */
    public ResultInfo info() {
        lock.lock();
        try {
            return manifest.info().state() == ResultState.RUNNING ? info(ResultState.RUNNING, null) : manifest.info();
        } finally {
            lock.unlock();
        }
    }

    /** What the result was opened with. */
    public Manifest manifest() {
        lock.lock();
        try {
            return manifest;
        } finally {
            lock.unlock();
        }
    }

    /** What a cursor finds at its place. */
    sealed interface Found {
        record InMemory(Chunk chunk) implements Found {}

        record OnDisk(Segment segment) implements Found {}

        /** Nothing is there, yet. */
        record Nothing() implements Found {}

        record End(Position total) implements Found {}
    }

    /** @throws ResultFailure nothing is there, nor ever will be */
    Found find(long offset) throws ResultFailure {
        lock.lock();
        try {
            if (removed) {
                throw gone();
            }
            if (offset < end.bytes()) {
                Chunk chunk = recent.at(offset);
                return chunk != null ? new Found.InMemory(chunk) : new Found.OnDisk(segmentOf(offset));
            }
            return switch (manifest.info().state()) {
                case RUNNING -> new Found.Nothing();
                case COMPLETE -> atEnd(offset);
                case FAILED, CANCELLED -> throw manifest.info().failure().orElseGet(this::gone);
            };
        } finally {
            lock.unlock();
        }
    }

    private Found atEnd(long offset) throws ResultFailure {
        if (offset > end.bytes()) {
            throw new ResultFailure(
                    Reason.OUT_OF_RANGE,
                    "position: byte " + offset + " (expected: at most " + end.bytes() + ", the end)");
        }
        return new Found.End(end.position());
    }

    private ResultFailure gone() {
        return manifest.info().state() == ResultState.CANCELLED
                ? new ResultFailure(Reason.CANCELLED, "the result was cancelled")
                : new ResultFailure(
                        Reason.UNKNOWN_RESULT,
                        "result: " + manifest.info().id() + " (expected: one that has not expired)");
    }

    private Segment segmentOf(long offset) throws ResultFailure {
        for (Segment each : segments.reversed()) {
            if (each.start().bytes() <= offset) {
                return each;
            }
        }
        throw dropped("byte " + offset);
    }

    /** The place from which to look for a byte: a chunk starts there, at it or before it. */
    LogPlace before(long offset) throws ResultFailure {
        lock.lock();
        try {
            if (removed) {
                throw gone();
            }
            return recent.start().bytes() <= offset
                    ? recent.start()
                    : segmentOf(offset).start();
        } finally {
            lock.unlock();
        }
    }

    /** The place from which to look for the start of a row. */
    LogPlace beforeRow(long row) throws ResultFailure {
        lock.lock();
        try {
            if (removed) {
                throw gone();
            }
            if (startsBefore(recent.start(), row)) {
                return recent.start();
            }
            for (Segment each : segments.reversed()) {
                if (startsBefore(each.start(), row)) {
                    return each.start();
                }
            }
            throw dropped("row " + row);
        } finally {
            lock.unlock();
        }
    }

    /** Whether the row starts there or behind. */
    private static boolean startsBefore(LogPlace place, long row) {
        long rows = place.position().rows();
        return rows < row || (rows == row && place.intoRow() == 0);
    }

    private ResultFailure dropped(String what) {
        LogPlace earliest =
                segments.isEmpty() ? recent.start() : segments.getFirst().start();
        long row = earliest.position().rows() + (earliest.intoRow() > 0 ? 1 : 0);
        return new ResultFailure(
                        Reason.OUT_OF_RANGE,
                        "position: " + what + " (expected: row " + row + " or later; what was read before is not kept)")
                .with(Map.of("earliest_row", Long.toString(row)));
    }

    /** Writes out what is in memory only, so that it survives the process. The writer's thread. */
    public void persist() throws ResultFailure {
        requireKept();
        if (!writeOut()) {
            throw new ResultFailure(Reason.SPOOL_FAILED, "spool: " + spool.disk() + ": full");
        }
        try {
            if (writer != null) {
                writer.force();
            }
            closeWriter();
            spool.write(folder, manifest().with(info()));
        } catch (IOException e) {
            requireKept();
            throw spool.failed(e);
        }
    }

    Spool spool() {
        return spool;
    }

    /** The failure of a chunk that is not what was written. */
    ResultFailure damaged(Segment segment, long offset) {
        return new ResultFailure(
                Reason.SPOOL_FAILED,
                "spool: " + spool.disk() + "/" + segment.file() + ": the chunk at byte " + offset
                        + " of the result is damaged");
    }
}
