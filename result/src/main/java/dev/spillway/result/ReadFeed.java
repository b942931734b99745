package dev.spillway.result;

import dev.spillway.wire.ChunkFeed;
import dev.spillway.wire.Position;
import dev.spillway.wire.ResultFailure;
import java.time.Duration;
import java.util.Optional;

/** The chunks of one read, which first finds out where it starts. */
interface ReadFeed extends ChunkFeed {
    /**
     * Looks for the start; whether it was found. Waits for it no longer than the given time. Until then, {@link #next} is not
     * called.
     *
     * @throws ResultFailure there is no such place, or the read was cancelled
     */
    boolean seek(Duration wait) throws InterruptedException, ResultFailure;

    /** Where the next chunk starts. */
    Position position();

    /** Bytes of an unfinished row before that place. */
    long intoRow();

    /** Why the source failed, if it has; the reader may not have come so far. Any thread. */
    Optional<ResultFailure> failure();
}
