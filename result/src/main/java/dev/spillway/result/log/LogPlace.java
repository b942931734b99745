package dev.spillway.result.log;

import dev.spillway.wire.Chunk;
import dev.spillway.wire.Position;

/**
 * A place in a log.
 *
 * @param intoRow bytes of an unfinished row before it
 */
record LogPlace(Position position, long intoRow) {
    static final LogPlace START = new LogPlace(Position.START, 0);

    LogPlace after(SegmentRecord.Head chunk) {
        return new LogPlace(chunk.after(position), chunk.rowCount() == 0 ? intoRow + chunk.length() : 0);
    }

    LogPlace after(Chunk chunk) {
        return after(SegmentRecord.Head.of(chunk));
    }

    long bytes() {
        return position.bytes();
    }
}
