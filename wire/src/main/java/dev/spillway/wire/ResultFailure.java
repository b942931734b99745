package dev.spillway.wire;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Why a result, or a request for one, failed. The message names the thing, the value and what was expected. */
public final class ResultFailure extends Exception {
    private static final long serialVersionUID = 1;

    private final Reason reason;
    private final @Nullable Duration retryAfter;
    private final Map<String, String> details;

    private ResultFailure(
            Reason reason,
            String message,
            @Nullable Duration retryAfter,
            Map<String, String> details,
            @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
        this.retryAfter = retryAfter;
        this.details = Map.copyOf(details);
    }

    public ResultFailure(Reason reason, String message) {
        this(reason, message, null, Map.of(), null);
    }

    public ResultFailure(Reason reason, String message, Throwable cause) {
        this(reason, message, null, Map.of(), cause);
    }

    /** The same failure, and after which time it may be worth to try again. */
    public ResultFailure retryAfter(Duration delay) {
        return new ResultFailure(reason, text(), delay, details, this);
    }

    /** The same failure with facts for programs, by name; they travel with it. */
    public ResultFailure with(Map<String, String> facts) {
        return new ResultFailure(reason, text(), retryAfter, facts, this);
    }

    /** Facts for programs, such as the name of the {@code origin} that has what was asked for. */
    public Map<String, String> details() {
        return details;
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
