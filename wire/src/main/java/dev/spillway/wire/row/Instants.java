package dev.spillway.wire.row;

/** What {@code google.protobuf.Timestamp} may hold, instants of the years 0001 to 9999, and {@code Duration}. */
final class Instants {
    private static final long MIN_EPOCH_SECOND = -62_135_596_800L;
    private static final long MAX_EPOCH_SECOND = 253_402_300_799L;

    /** About 10,000 years. */
    private static final long MAX_DURATION_SECONDS = 315_576_000_000L;

    private Instants() {}

    static boolean isEpochSecond(long seconds) {
        return seconds >= MIN_EPOCH_SECOND && seconds <= MAX_EPOCH_SECOND;
    }

    static boolean isNanos(long nanos) {
        return nanos >= 0 && nanos <= 999_999_999;
    }

    static boolean isDuration(long seconds, int nanos) {
        boolean oneSign = seconds == 0 || nanos == 0 || seconds < 0 == nanos < 0;
        return oneSign
                && seconds >= -MAX_DURATION_SECONDS
                && seconds <= MAX_DURATION_SECONDS
                && nanos >= -999_999_999
                && nanos <= 999_999_999;
    }
}
