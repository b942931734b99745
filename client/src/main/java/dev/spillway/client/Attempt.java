package dev.spillway.client;

import dev.spillway.wire.Frame;
import dev.spillway.wire.Reason;
import dev.spillway.wire.ResultFailure;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** One attempt at a read: frames as they came, not checked. */
interface Attempt extends AutoCloseable {
    /**
     * The next frame; null if none came in time: the connection is taken for dead then, and what comes later does not use
     * it. One thread. Not called again after the end of the stream.
     *
     * @throws ResultFailure the attempt failed or is over; nothing follows
     */
    @Nullable
    Frame next(Duration atMost) throws InterruptedException, ResultFailure;

    /** Makes a waiting {@link #next} fail for that reason. Any thread, any number of times. */
    void cancel(Reason why);

    @Override
    void close();
}
