package dev.spillway.wire.row;

/** What {@code google.protobuf.Timestamp} may hold: instants of the years 0001 to 9999. */
final class Instants {
    private static final long MIN_EPOCH_SECOND = -62_135_596_800L;
    private static final long MAX_EPOCH_SECOND = 253_402_300_799L;

    private Instants() {}

    static boolean isEpochSecond(long seconds) {
        return seconds >= MIN_EPOCH_SECOND && seconds <= MAX_EPOCH_SECOND;
    }

    static boolean isNanos(long nanos) {
        return nanos >= 0 && nanos <= 999_999_999;
    }
}
