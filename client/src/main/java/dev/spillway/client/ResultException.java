package dev.spillway.client;

import dev.spillway.wire.Reason;
import dev.spillway.wire.ResultFailure;
import java.time.Duration;
import java.util.Optional;

/**
 * A result did not arrive whole, or a request failed. What was delivered before is correct, but it is not all: never take
 * it for the result.
 */
public final class ResultException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final ResultFailure failure;
    private final long rowsDelivered;

    ResultException(ResultFailure failure, long rowsDelivered) {
        super(failure.reason() + ": " + failure.text(), failure);
        this.failure = failure;
        this.rowsDelivered = rowsDelivered;
    }

    ResultFailure failure() {
        return failure;
    }

    public Reason reason() {
        return failure.reason();
    }

    /** What went wrong, without the reason: the thing, the value and what was expected. */
    public String text() {
        return failure.text();
    }

    /** Rows that were handed out before the failure. */
    public long rowsDelivered() {
        return rowsDelivered;
    }

    /** After which time it may be worth to try again; empty where waiting alone does not help. */
    public Optional<Duration> retryAfter() {
        return failure.retryAfter();
    }
}
