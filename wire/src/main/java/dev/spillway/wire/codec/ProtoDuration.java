package dev.spillway.wire.codec;

import com.google.protobuf.Duration;

/** Durations as {@code google.protobuf.Duration}. */
final class ProtoDuration {
    /** What {@code google.protobuf.Duration} may hold: about 10,000 years. */
    private static final long MAX_SECONDS = 315_576_000_000L;

    private static final int MAX_NANOS = 999_999_999;

    private ProtoDuration() {}

    static Duration of(java.time.Duration duration) {
        return Duration.newBuilder()
                .setSeconds(duration.getSeconds())
                .setNanos(duration.getNano())
                .build();
    }

    /** @throws IllegalArgumentException the message breaks its specification */
    static java.time.Duration toJava(Duration message) {
        if (!within(message.getSeconds(), MAX_SECONDS) || !within(message.getNanos(), MAX_NANOS)) {
            throw new IllegalArgumentException("duration: " + message.getSeconds() + " s and " + message.getNanos()
                    + " ns (expected: at most " + MAX_SECONDS + " s and " + MAX_NANOS + " ns)");
        }
        return java.time.Duration.ofSeconds(message.getSeconds(), message.getNanos());
    }

    private static boolean within(long value, long bound) {
        return -bound <= value && value <= bound;
    }
}
