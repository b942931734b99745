package dev.spillway.result;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Says when rows that do not fill a chunk should leave: the first ones at once, others when a reader waits and the last
 * chunk left a while ago. One thread.
 */
final class Departures {
    private static final long DUE_AFTER_NANOS = Duration.ofMillis(10).toNanos();

    private final LongSupplier nanoTime;
    private boolean anyLeft;
    private long lastLeftAt;

    Departures(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    boolean isDue(boolean readerWaits) {
        return !anyLeft || (readerWaits && nanoTime.getAsLong() - lastLeftAt >= DUE_AFTER_NANOS);
    }

    /** A chunk left. */
    void left() {
        anyLeft = true;
        lastLeftAt = nanoTime.getAsLong();
    }
}
