package dev.spillway.result;

import dev.spillway.wire.Chunk;
import dev.spillway.wire.Position;
import dev.spillway.wire.ResultFailure;

/** Where the chunks of a running source go. One thread; nothing follows {@link #end} or {@link #fail}. */
interface ChunkSink {
    /** Whether rows that do not fill a chunk should leave now: somebody waits for them. */
    boolean isDue();

    /**
     * Takes the next chunk; waits until there is room.
     *
     * @throws ResultFailure the result was ended; the source stops
     */
    void put(Chunk chunk) throws InterruptedException, ResultFailure;

    /** The source confirmed its end. */
    void end(Position total) throws ResultFailure;

    /** The source failed; what was put before stays. */
    void fail(ResultFailure why);
}
