package dev.spillway.wire;

import java.time.Duration;
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
            OptionalLong estimatedRows)
            implements Frame {}

    record Data(long sequence, Chunk chunk) implements Frame {}

    record Heartbeat(long sequence) implements Frame {}

    record Progress(long sequence, long rows, long bytes, OptionalLong estimatedRows, WaitingFor waitingFor)
            implements Frame {}

    /** The result is complete: nothing follows. */
    record End(long sequence, Position total, Duration elapsed) implements Frame {}

    /** A frame of a kind that this side does not act on. */
    record Other(long sequence) implements Frame {}
}
