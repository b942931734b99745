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
    private final String token;

    /** @param token base64url; empty: none */
    ResultException(ResultFailure failure, long rowsDelivered, String token) {
        super(failure.reason() + ": " + failure.text(), failure);
        this.failure = failure;
        this.rowsDelivered = rowsDelivered;
        this.token = token;
    }

    /** Nothing was delivered. */
    ResultException(ResultFailure failure) {
        this(failure, 0, "");
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

    /**
     * Goes on behind what was handed out, in this or another process: {@link SpillwayClient#resume(String)}. Empty where
     * nothing was, or the result cannot be continued. Whoever has it may read the result.
     */
    public Optional<String> token() {
        return token.isEmpty() ? Optional.empty() : Optional.of(token);
    }

    /** After which time it may be worth to try again; empty where waiting alone does not help. */
    public Optional<Duration> retryAfter() {
        return failure.retryAfter();
    }
}
