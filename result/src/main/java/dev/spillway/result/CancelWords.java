package dev.spillway.result;

import dev.spillway.wire.Reason;

/** What a reader is told whose read was cancelled. */
final class CancelWords {
    private CancelWords() {}

    static String of(Reason why) {
        return switch (why) {
            case UNAVAILABLE -> "the server is stopping";
            case VALUE_TOO_LARGE -> "more than its reader can take in one message";
            case DEADLINE_EXCEEDED -> "the deadline of the call passed";
            default -> "the result was cancelled";
        };
    }
}
