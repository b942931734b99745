package dev.spillway.wire;

/** What a failure means for a result of which the beginning is kept. */
public enum Outlook {
    /** It goes on when what failed is over. */
    GOES_ON,
    /** Its origin does not give the rest of it. */
    REFUSED,
    /** There is no rest of it, and never will be. */
    OVER;

    /** What it means that a result, or a request for the rest of one, failed for that reason. */
    public static Outlook of(Reason reason) {
        return switch (reason) {
            case UNAVAILABLE, TRUNCATED, BUSY, OTHER_ORIGIN, DEADLINE_EXCEEDED, DATA_LOSS -> GOES_ON;
            case SOURCE_FAILED, SOURCE_LOST, SPOOL_FAILED, VALUE_TOO_LARGE, CANCELLED -> OVER;
            case UNKNOWN_RESULT,
                    OUT_OF_RANGE,
                    INVALID_TOKEN,
                    INVALID_PARAMETER,
                    INVALID_REQUEST,
                    UNKNOWN_STREAM,
                    REQUEST_ID_TAKEN,
                    UNIMPLEMENTED,
                    INTERNAL,
                    NOT_FOUND,
                    METHOD_NOT_ALLOWED,
                    NOT_ACCEPTABLE,
                    PRECONDITION_FAILED -> REFUSED;
        };
    }
}
