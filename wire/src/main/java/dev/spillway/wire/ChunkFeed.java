package dev.spillway.wire;

import java.time.Duration;

/** Where the chunks of one attempt come from: a running source, or a log. */
public interface ChunkFeed extends AutoCloseable {
    /** What came. */
    sealed interface Next {
        /** The next chunk, contiguous with the one before. */
        record Data(Chunk chunk) implements Next {}

        /** Nothing came in time. */
        record Idle() implements Next {}

        /** The source confirmed its end: nothing follows. */
        record Done(Position total) implements Next {}

        /** A limit of the read was reached: nothing follows in this attempt. */
        record Limit() implements Next {}

        /** The server is about to stop, and may be back after that time; chunks may follow. */
        record Drain(Duration reconnectAfter) implements Next {}
    }

    /**
     * What comes next; waits for it no longer than the given time. Called by one thread, and not again after {@link
     * Next.Done}, {@link Next.Limit} or a failure.
     *
     * @throws ResultFailure the source failed, or the attempt was cancelled; nothing follows
     */
    Next next(Duration wait) throws InterruptedException, ResultFailure;

    /** Who is being waited for at this moment. Any thread. */
    WaitingFor waitingFor();

    /** Ends the attempt: a waiting {@link #next} throws a failure of this reason. Any thread, any number of times. */
    void cancel(Reason why);

    @Override
    void close();
}
