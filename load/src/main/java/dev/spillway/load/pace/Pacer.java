package dev.spillway.load.pace;

import java.util.concurrent.TimeUnit;

/**
 * A constant rate: event n (0, 1, 2 …) is due n / rate after the first. Users that appear, starts of an open model and
 * the bytes of a reader that takes its time are all paced so.
 *
 * <p>When an event is due depends on nothing that happened before it: one that is late makes none of the next ones later.
 *
 * @param perSecond events a second; positive and finite
 */
public record Pacer(double perSecond) {
    private static final double NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);

    public Pacer {
        if (!(perSecond > 0 && perSecond < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("rate: " + perSecond + " a second (expected: more than 0)");
        }
    }

    /** When event n is due, in nanoseconds after event 0. */
    public long dueNanos(long n) {
        return Math.round(n * NANOS_PER_SECOND / perSecond);
    }
}
