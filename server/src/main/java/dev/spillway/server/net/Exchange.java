package dev.spillway.server.net;

import dev.spillway.wire.Frame;
import dev.spillway.wire.ResultFailure;

/** What one endpoint makes of the frames of one attempt. Called by one thread; the last call is one of the last two. */
public interface Exchange {
    /** A frame other than the end; waits for the reader. */
    Outbound.Outcome frame(Frame frame) throws InterruptedException, ResultFailure;

    /** The result is complete, and its source is closed. */
    void complete(Frame.End end) throws InterruptedException;

    /** The result failed: nothing that was sent may look whole. */
    void failed(ResultFailure failure);
}
