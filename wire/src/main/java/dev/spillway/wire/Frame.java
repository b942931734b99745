package dev.spillway.wire;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/** A frame of a stream; {@code spillway.v1.Frame} is its specification. */
public sealed interface Frame {
    /** Number of the frame within its attempt: 0, 1, 2 and so on. */
    long sequence();

    record Header(
            long sequence,
            ResultId resultId,
            Content content,
            Position effective,
            Replay replay,
            OptionalLong estimatedRows,
            Optional<Instant> leaseExpiry)
            implements Frame {}

    /**
     * A chunk.
     *
     * @param token the place behind the chunk, to go on from; empty: this result cannot be continued
     */
    record Data(long sequence, Chunk chunk, Slice token) implements Frame {}

    record Heartbeat(long sequence) implements Frame {}

    record Progress(long sequence, long rows, long bytes, OptionalLong estimatedRows, WaitingFor waitingFor)
            implements Frame {}

    /**
     * The server is about to stop; the stream goes on until it does.
     *
     * @param token the place to continue from; empty: this result cannot be continued
     */
    record Drain(long sequence, Slice token, Duration reconnectAfter) implements Frame {}

    /**
     * A limit of the request was reached: nothing follows in this read.
     *
     * @param next where the result goes on
     * @param token continues there; empty: this result cannot be continued
     */
    record Limit(long sequence, Position next, Slice token, Duration elapsed) implements Frame {}

    /** The result is complete: nothing follows. */
    record End(long sequence, Position total, Duration elapsed) implements Frame {}

    /** A frame of a kind that this side does not know. */
    record Other(long sequence) implements Frame {}
}
