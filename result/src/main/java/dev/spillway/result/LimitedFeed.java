package dev.spillway.result;

import dev.spillway.wire.Chunk;
import dev.spillway.wire.Position;
import dev.spillway.wire.ReadSpec;
import dev.spillway.wire.Reason;
import dev.spillway.wire.ResultFailure;
import dev.spillway.wire.Slice;
import dev.spillway.wire.WaitingFor;
import dev.spillway.wire.row.RowBounds;
import java.time.Duration;
import java.util.Optional;

/** The chunks of one read up to its limit: between two rows, and behind one row at least. */
final class LimitedFeed implements ReadFeed {
    private final ReadFeed feed;
    private final long maxRows;
    private final long maxBytes;
    private long rows;
    private long bytes;
    private long leftOfRow;
    private boolean reached;
    private long rowsOfPart;

    private LimitedFeed(ReadFeed feed, long maxRows, long maxBytes) {
        this.feed = feed;
        this.maxRows = maxRows == 0 ? Long.MAX_VALUE : maxRows;
        this.maxBytes = maxBytes == 0 ? Long.MAX_VALUE : maxBytes;
    }

    /** The feed, which ends at the limits of the read, if it has any. */
    static ReadFeed within(ReadSpec spec, ReadFeed feed) {
        return spec.maxRows() == 0 && spec.maxBytes() == 0
                ? feed
                : new LimitedFeed(feed, spec.maxRows(), spec.maxBytes());
    }

    @Override
    public boolean seek(Duration wait) throws InterruptedException, ResultFailure {
        return feed.seek(wait);
    }

    @Override
    public Next next(Duration wait) throws InterruptedException, ResultFailure {
        if (reached || (rows >= maxRows && leftOfRow == 0)) {
            return new Next.Limit();
        }
        Next next = feed.next(wait);
        if (!(next instanceof Next.Data data)) {
            return next;
        }
        Chunk chunk = data.chunk();
        int length = fitting(chunk.data());
        if (length == 0) {
            return new Next.Limit();
        }
        if (length == chunk.data().length()) {
            return next;
        }
        Slice part = chunk.data().sub(0, length);
        return new Next.Data(new Chunk(chunk.firstRow(), rowsOfPart, chunk.offset(), part, part.crc32c()));
    }

    /** How much of a chunk lies within the limit. */
    private int fitting(Slice data) {
        int at = 0;
        rowsOfPart = 0;
        while (at < data.length()) {
            if (leftOfRow == 0) {
                long row = RowBounds.rowBytes(data, at);
                if (rows >= maxRows || (rows > 0 && bytes + row > maxBytes)) {
                    reached = true;
                    return at;
                }
                leftOfRow = row;
            }
            int part = (int) Math.min(leftOfRow, data.length() - at);
            at += part;
            bytes += part;
            leftOfRow -= part;
            if (leftOfRow == 0) {
                rows++;
                rowsOfPart++;
            }
        }
        return at;
    }

    @Override
    public Position position() {
        return feed.position();
    }

    @Override
    public long intoRow() {
        return feed.intoRow();
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
