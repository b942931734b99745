package dev.spillway.client;

import dev.spillway.wire.Frame;
import dev.spillway.wire.Position;
import dev.spillway.wire.ResultFailure;
import java.time.Duration;

/**
 * Hears how far a result is. Called on the thread that reads the result, in the order of the stream, while it asks for
 * the next row or chunk; what it throws comes out there.
 */
public interface ProgressListener {
    /** About once a second while something is going on: what the origin sent so far, and who it waits for. */
    void progress(Frame.Progress progress);

    /** The origin had nothing to send for a while, and is alive. */
    default void heartbeat() {}

    /** The origin is about to stop; the result goes on at the next one after that time. */
    default void draining(Duration reconnectAfter) {}

    /**
     * An attempt failed; the next one is made after the delay.
     *
     * @param told whether the origin said how long: it is busy, or asks for patience
     */
    default void interrupted(ResultFailure why, Duration delay, boolean told) {}

    /** An attempt goes on where the last one stopped. */
    default void resumed(Position at) {}
}
