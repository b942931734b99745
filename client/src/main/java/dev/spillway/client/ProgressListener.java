package dev.spillway.client;

import dev.spillway.wire.Frame;

/**
 * Hears how far a result is. Called on the thread that reads the result, in the order of the stream, while it asks for
 * the next row or chunk; what it throws comes out there.
 */
public interface ProgressListener {
    /** About once a second while something is going on: what the origin sent so far, and who it waits for. */
    void progress(Frame.Progress progress);

    /** The origin had nothing to send for a while, and is alive. */
    default void heartbeat() {}
}
