package dev.spillway.server.net;

import dev.spillway.wire.Frame;
import dev.spillway.wire.Reason;
import dev.spillway.wire.ResultFailure;

/** What one endpoint makes of the frames of one attempt. Called by one thread; the last call is one of the last three. */
public interface Exchange {
    /** A frame other than the end; waits for the reader. */
    Outbound.Outcome frame(Frame frame) throws InterruptedException, ResultFailure;

    /** The result is complete, and its source is closed. */
    void complete(Frame.End end) throws InterruptedException;

    /** The read ends at a limit that it asked for. Endpoints that ask for none leave it. */
    default void limitReached(Frame.Limit limit) throws InterruptedException {
        failed(new ResultFailure(Reason.INTERNAL, "a limit at " + limit.next() + " (expected: none)"));
    }

    /** The result failed: nothing that was sent may look whole. */
    void failed(ResultFailure failure);
}
