package dev.spillway.testkit;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * A clock that moves only when it is told to: nanoseconds as {@link System#nanoTime} gives them, and the time of day.
 * Any thread.
 */
public final class FakeClock implements LongSupplier, InstantSource {
    private record Reading(long nanos, Instant instant) {}

    private volatile Reading reading;

    /** A clock at 0 ns, on the first day of 2026. */
    public FakeClock() {
        this(0, Instant.parse("2026-01-01T00:00:00Z"));
    }

    /** A clock at any number of nanoseconds; as with {@link System#nanoTime}, they may overflow while it moves. */
    public FakeClock(long nanos, Instant instant) {
        reading = new Reading(nanos, instant);
    }

    /** The monotonic clock, in nanoseconds; only differences mean something. */
    @Override
    public long getAsLong() {
        return reading.nanos();
    }

    @Override
    public Instant instant() {
        return reading.instant();
    }

    /** Moves both clocks on. */
    public synchronized void advance(Duration by) {
        if (by.isNegative()) {
            throw new IllegalArgumentException("by: " + by + " (expected: >= 0)");
        }
        reading = new Reading(reading.nanos() + by.toNanos(), reading.instant().plus(by));
    }

    /** Sets the time of day, backwards too; the monotonic clock stays where it is. */
    public synchronized void setInstant(Instant instant) {
        reading = new Reading(reading.nanos(), instant);
    }
}
