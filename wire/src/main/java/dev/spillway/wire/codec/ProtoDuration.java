package dev.spillway.wire.codec;

import com.google.protobuf.Duration;

/** Durations as {@code google.protobuf.Duration}. */
final class ProtoDuration {
    private ProtoDuration() {}

    static Duration of(java.time.Duration duration) {
        return Duration.newBuilder()
                .setSeconds(duration.getSeconds())
                .setNanos(duration.getNano())
                .build();
    }

    static java.time.Duration toJava(Duration message) {
        return java.time.Duration.ofSeconds(message.getSeconds(), message.getNanos());
    }
}
