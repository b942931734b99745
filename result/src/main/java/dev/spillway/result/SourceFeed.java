package dev.spillway.result;

import dev.spillway.wire.Chunk;
import dev.spillway.wire.Crc32c;
import dev.spillway.wire.Position;
import dev.spillway.wire.Reason;
import dev.spillway.wire.ResultFailure;
import dev.spillway.wire.Slice;
import dev.spillway.wire.WaitingFor;
import dev.spillway.wire.row.RowBounds;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The chunks of one read from a running source, without those before its start. */
final class SourceFeed implements ReadFeed {
    private final Handover feed;
    private final long fromRow;
    private long skipBytes;
    private Position position;
    private final long intoRow;
    private @Nullable Chunk rest;

    private SourceFeed(Handover feed, Position position, long intoRow, long skipBytes, long fromRow) {
        this.feed = feed;
        this.position = position;
        this.intoRow = intoRow;
        this.skipBytes = skipBytes;
        this.fromRow = fromRow;
    }

    /** Of a source that starts at the row in which that place lies: its bytes before the place are skipped. */
    static SourceFeed at(Handover feed, Position place, long intoRow) {
        return new SourceFeed(feed, place, intoRow, intoRow, 0);
    }

    /** Of a source that starts at the first row: those before the given one are skipped. */
    static SourceFeed atRow(Handover feed, long row) {
        return new SourceFeed(feed, Position.START, 0, 0, row);
    }

    @Override
    public boolean seek(Duration wait) throws InterruptedException, ResultFailure {
        while (skipBytes > 0 || position.rows() < fromRow) {
            Next next = feed.next(wait);
            if (next instanceof Next.Data data) {
                skip(data.chunk());
            } else if (next instanceof Next.Done) {
                throw new ResultFailure(
                        Reason.OUT_OF_RANGE,
                        skipBytes > 0
                                ? "position: " + position + " (expected: one before the end)"
                                : "row: " + fromRow + " (expected: at most " + position.rows()
                                        + ", the number of all rows)");
            } else {
                return false;
            }
        }
        return true;
    }

    private void skip(Chunk chunk) {
        if (skipBytes > 0) {
            int skipped = (int) Math.min(skipBytes, chunk.data().length());
            skipBytes -= skipped;
            rest = behind(chunk, skipped, position);
        } else if (position.rows() + chunk.rowCount() <= fromRow) {
            position = position.after(chunk);
        } else {
            long rows = fromRow - position.rows();
            int skipped = RowBounds.startOf(chunk.data(), rows);
            int crc = Crc32c.combine(
                    position.crc32c(), chunk.data().sub(0, skipped).crc32c(), skipped);
            position = new Position(position.bytes() + skipped, fromRow, crc);
            rest = behind(new Chunk(fromRow, chunk.rowCount() - rows, 0, chunk.data(), 0), skipped, position);
        }
    }

    /** What is left of a chunk, at that place; null if nothing is. */
    private static @Nullable Chunk behind(Chunk chunk, int skipped, Position place) {
        Slice left = chunk.data().sub(skipped, chunk.data().length() - skipped);
        return left.isEmpty() ? null : new Chunk(place.rows(), chunk.rowCount(), place.bytes(), left, left.crc32c());
    }

    @Override
    public Next next(Duration wait) throws InterruptedException, ResultFailure {
        Chunk left = rest;
        Next next = left == null ? feed.next(wait) : new Next.Data(left);
        rest = null;
        if (next instanceof Next.Data data) {
            position = position.after(data.chunk());
        }
        return next instanceof Next.Done ? new Next.Done(position) : next;
    }

    @Override
    public Position position() {
        return position;
    }

    @Override
    public long intoRow() {
        return intoRow;
    }

    @Override
    public Optional<ResultFailure> failure() {
        return feed.failure();
    }

    @Override
    public WaitingFor waitingFor() {
        return feed.waitingFor();
    }

    @Override
    public void cancel(Reason why) {
        feed.cancel(why);
    }

    @Override
    public void close() {
        feed.close();
    }
}
