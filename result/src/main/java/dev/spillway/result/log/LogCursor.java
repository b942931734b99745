package dev.spillway.result.log;

import dev.spillway.result.log.ResultLog.Found;
import dev.spillway.result.log.SegmentRecord.Head;
import dev.spillway.wire.Chunk;
import dev.spillway.wire.Crc32c;
import dev.spillway.wire.Position;
import dev.spillway.wire.Reason;
import dev.spillway.wire.ResultFailure;
import dev.spillway.wire.Slice;
import dev.spillway.wire.row.RowBounds;
import org.jspecify.annotations.Nullable;

/**
 * A place in a log, from which it is read forwards: chunk by chunk, each checked when it comes from the disk. While it is
 * open, nothing behind it is dropped. One thread, but for {@link #bytes}.
 */
public final class LogCursor implements AutoCloseable {
    private final ResultLog log;
    private final boolean consumes;
    private final SegmentReader disk;

    /** Where a chunk starts, and where the next one to read does unless one was cut. */
    private LogPlace place = LogPlace.START;
    /** What is left of the chunk that the cursor was set into; {@link #place} lies behind it. */
    private @Nullable Chunk rest;

    private Position position = Position.START;
    private volatile long bytes;

    /** What a cursor reads. */
    public sealed interface Step {
        record Next(Chunk chunk) implements Step {}

        /** Nothing is there yet. */
        record Nothing() implements Step {}

        /** The result is complete, and was read to its end. */
        record End(Position total) implements Step {}
    }

    private LogCursor(ResultLog log, boolean consumes) {
        this.log = log;
        this.consumes = consumes;
        this.disk = log.spool().reader(log);
        log.enter(this);
    }

    /** A cursor at the start of the result, whether or not that is kept. What it has passed may be dropped. */
    public LogCursor(ResultLog log) {
        this(log, true);
    }

    /** The same for somebody who looks only: when it is closed, nobody has read anything by it. */
    public static LogCursor aside(ResultLog log) {
        return new LogCursor(log, false);
    }

    /**
     * Sets the cursor to a place that a token names; false if the log has not come so far yet.
     *
     * @throws ResultFailure OUT_OF_RANGE: behind the end, or not kept any more; INVALID_TOKEN: no place of this result; or
     *     the result failed before that place
     */
    public boolean seek(Position target) throws ResultFailure {
        moveTo(log.before(target.bytes()));
        while (place.bytes() < target.bytes()) {
            Found found = log.find(place.bytes());
            Head head = head(found);
            if (head == null) {
                requireNoEnd(found, "byte " + target.bytes());
                return false;
            }
            long rows = target.rows() - head.firstRow();
            if (head.end() > target.bytes() && rows > 0 && rows < head.rowCount()) {
                cut(chunk(found, head), head, rows);
                break;
            }
            pass(head);
        }
        if (!position.equals(target)) {
            throw new ResultFailure(
                    Reason.INVALID_TOKEN,
                    "resume token: " + target + " (expected: " + position + ", what this result has there)");
        }
        return true;
    }

    /**
     * Sets the cursor to the start of a row; false if the log has not come so far yet.
     *
     * @throws ResultFailure OUT_OF_RANGE: behind the end, or not kept any more; or the result failed before that row
     */
    public boolean seekRow(long row) throws ResultFailure {
        moveTo(log.beforeRow(row));
        while (position.rows() < row) {
            Found found = log.find(place.bytes());
            Head head = head(found);
            if (head == null) {
                requireNoEnd(found, "row " + row);
                return false;
            }
            if (head.firstRow() + head.rowCount() > row) {
                cut(chunk(found, head), head, row - head.firstRow());
                break;
            }
            pass(head);
        }
        return true;
    }

    private static void requireNoEnd(Found found, String wanted) throws ResultFailure {
        if (found instanceof Found.End end) {
            throw new ResultFailure(
                    Reason.OUT_OF_RANGE, "position: " + wanted + " (expected: at most " + end.total() + ", the end)");
        }
    }

    /**
     * Reads on.
     *
     * @throws ResultFailure the result failed, and what came before was read; or it is damaged or gone
     */
    public Step next() throws ResultFailure {
        Chunk left = rest;
        if (left != null) {
            rest = null;
            moveTo(place);
            return new Step.Next(left);
        }
        Found found = log.find(place.bytes());
        if (found instanceof Found.End end) {
            return new Step.End(end.total());
        }
        Head head = head(found);
        if (head == null) {
            return new Step.Nothing();
        }
        Chunk chunk = chunk(found, head);
        pass(head);
        return new Step.Next(chunk);
    }

    /** The head of the chunk at the place; null if there is none. */
    private @Nullable Head head(Found found) throws ResultFailure {
        return switch (found) {
            case Found.InMemory memory -> Head.of(memory.chunk());
            case Found.OnDisk onDisk -> disk.headAt(onDisk.segment(), place.bytes());
            case Found.Nothing _, Found.End _ -> null;
        };
    }

    /** Reads and checks the chunk of that head. */
    private Chunk chunk(Found found, Head head) throws ResultFailure {
        return found instanceof Found.InMemory memory ? memory.chunk() : disk.chunk(head);
    }

    /** Leaves the first rows of a chunk behind. */
    private void cut(Chunk chunk, Head head, long rows) {
        int length = RowBounds.startOf(chunk.data(), rows);
        Slice tail = chunk.data().sub(length, chunk.data().length() - length);
        int crc = Crc32c.combine(position.crc32c(), chunk.data().sub(0, length).crc32c(), length);
        pass(head);
        position = new Position(chunk.offset() + length, chunk.firstRow() + rows, crc);
        bytes = position.bytes();
        rest = new Chunk(position.rows(), chunk.rowCount() - rows, position.bytes(), tail, tail.crc32c());
    }

    private void pass(Head head) {
        moveTo(place.after(head));
    }

    private void moveTo(LogPlace to) {
        place = to;
        position = to.position();
        bytes = position.bytes();
        rest = null;
        log.spool().roomMayBe();
    }

    /** Where the next chunk starts. */
    public Position position() {
        return position;
    }

    /** Bytes of an unfinished row before {@link #position}. */
    public long intoRow() {
        return rest == null ? place.intoRow() : 0;
    }

    /** Whether it stands for a reader. */
    boolean consumes() {
        return consumes;
    }

    /** Everything before that place was read. Any thread. */
    long bytes() {
        return bytes;
    }

    /** What it has behind itself may be dropped from now on. */
    @Override
    public void close() {
        log.leave(this);
        disk.close();
    }
}
