package dev.spillway.result;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/** For how long a result is kept: renewed by reading. Any thread. */
final class Lease {
    private final Duration length;
    private final LongSupplier nanoTime;
    private final InstantSource clock;
    private volatile long renewedAt;

    Lease(Duration length, LongSupplier nanoTime, InstantSource clock) {
        this.length = length;
        this.nanoTime = nanoTime;
        this.clock = clock;
        renew();
    }

    void renew() {
        renewedAt = nanoTime.getAsLong();
    }

    /** How long ago it was renewed. */
    Duration age() {
        return Duration.ofNanos(nanoTime.getAsLong() - renewedAt);
    }

    boolean isOver() {
        return age().compareTo(length) > 0;
    }

    Instant expiry() {
        return clock.instant().plus(length).minus(age());
    }
}
