package dev.spillway.wire;

/**
 * Why something failed: one enum for gRPC, HTTP and exit codes. The names are those of {@code
 * spillway.v1.ErrorReason}, where each is described.
 */
public enum Reason {
    INVALID_PARAMETER(3, 400),
    INVALID_REQUEST(3, 400),
    UNKNOWN_STREAM(5, 404),
    UNKNOWN_RESULT(5, 404),
    INVALID_TOKEN(3, 400),
    OTHER_ORIGIN(14, 503),
    OUT_OF_RANGE(11, 404),
    REQUEST_ID_TAKEN(6, 409),
    SOURCE_FAILED(13, 500),
    SOURCE_LOST(10, 500),
    SPOOL_FAILED(13, 500),
    VALUE_TOO_LARGE(8, 500),
    BUSY(8, 503),
    CANCELLED(1, 410),
    DEADLINE_EXCEEDED(4, 504),
    DATA_LOSS(15, 502),
    TRUNCATED(14, 502),
    UNAVAILABLE(14, 503),
    UNIMPLEMENTED(12, 501),
    INTERNAL(13, 500),
    NOT_FOUND(5, 404),
    METHOD_NOT_ALLOWED(12, 405),
    NOT_ACCEPTABLE(3, 406),
    PRECONDITION_FAILED(9, 412);

    private final int grpcCode;
    private final int httpStatus;

    Reason(int grpcCode, int httpStatus) {
        this.grpcCode = grpcCode;
        this.httpStatus = httpStatus;
    }

    /** The gRPC status code of this reason, as a number. */
    public int grpcCode() {
        return grpcCode;
    }

    /** The HTTP status of this reason, before the first byte. */
    public int httpStatus() {
        return httpStatus;
    }

    /** The exit code of a command that ends for this reason. */
    public int exitCode() {
        return this == DATA_LOSS ? 4 : 1;
    }
}
