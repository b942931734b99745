package dev.spillway.wire;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Why a result, or a request for one, failed. The message names the thing, the value and what was expected. */
public final class ResultFailure extends Exception {
    private static final long serialVersionUID = 1;

    private final Reason reason;
    private final @Nullable Duration retryAfter;

    private ResultFailure(Reason reason, String message, @Nullable Duration retryAfter, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
        this.retryAfter = retryAfter;
    }

    public ResultFailure(Reason reason, String message) {
        this(reason, message, null, null);
    }

    public ResultFailure(Reason reason, String message, Throwable cause) {
        this(reason, message, null, cause);
    }

    /** The same failure, and after which time it may be worth to try again. */
    public ResultFailure retryAfter(Duration delay) {
        return new ResultFailure(reason, text(), delay, this);
    }

    public Reason reason() {
        return reason;
    }

    /** The message; never null. */
    public String text() {
        return String.valueOf(getMessage());
    }

    /** After which time it may be worth to try again; empty where waiting alone does not help. */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }
}
