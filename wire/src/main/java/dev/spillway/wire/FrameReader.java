package dev.spillway.wire;

/**
 * One attempt at reading a result: one {@link Frame.Header}, contiguous {@link Frame.Data}, at last one {@link
 * Frame.End}, one {@link Frame.Limit} where the read asked for one, or one {@link ResultFailure}.
 */
public interface FrameReader extends AutoCloseable {
    /**
     * The next frame; waits for it. Called by one thread. After {@link Frame.End}, {@link Frame.Limit} or a thrown failure it is
     * not called again.
     *
     * @throws ResultFailure the result failed, or was cancelled; nothing follows
     */
    Frame next() throws InterruptedException, ResultFailure;

    /**
     * Ends the attempt: a waiting {@link #next} throws a failure of this reason, and the source stops. Any thread,
     * any number of times; without effect after the end.
     */
    void cancel(Reason why);

    /** Gives back what the attempt holds, after {@link #cancel} where it has not ended. Does not wait for the source. */
    @Override
    void close();
}
