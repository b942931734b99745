package dev.spillway.wire.codec;

import com.google.protobuf.Timestamp;
import java.time.Instant;

/** Instants as {@code google.protobuf.Timestamp}. */
final class ProtoTimestamp {
    /** What {@code google.protobuf.Timestamp} may hold: years 1 to 9999. */
    private static final long MIN_SECONDS = -62_135_596_800L;

    private static final long MAX_SECONDS = 253_402_300_799L;
    private static final int MAX_NANOS = 999_999_999;

    private ProtoTimestamp() {}

    static Timestamp of(Instant instant) {
        return Timestamp.newBuilder()
                .setSeconds(instant.getEpochSecond())
                .setNanos(instant.getNano())
                .build();
    }

    /** @throws IllegalArgumentException the message breaks its specification */
    static Instant toJava(Timestamp message) {
        boolean fits = message.getSeconds() >= MIN_SECONDS
                && message.getSeconds() <= MAX_SECONDS
                && message.getNanos() >= 0
                && message.getNanos() <= MAX_NANOS;
        if (!fits) {
            throw new IllegalArgumentException("timestamp: " + message.getSeconds() + " s and " + message.getNanos()
                    + " ns (expected: years 1 to 9999)");
        }
        return Instant.ofEpochSecond(message.getSeconds(), message.getNanos());
    }
}
