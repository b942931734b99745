package dev.spillway.sql;

import dev.spillway.wire.Reason;
import dev.spillway.wire.ResultFailure;
import java.time.Duration;

/** A result met a limit of its database: how it is said. */
public final class LimitReached {
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private LimitReached() {}

    /** All connections of the database are in use. */
    public static ResultFailure busy(String database, int connections, Duration waited) {
        String message = "database " + database + ": all connections are in use, none became free within "
                + inWords(waited) + " (databases." + database + ".connections: " + connections + ")";
        return new ResultFailure(Reason.BUSY, message).retryAfter(RETRY_AFTER);
    }

    /** The statement runs longer than it may. */
    public static ResultFailure overdue(String database, Duration limit) {
        String message = "database " + database + ": the statement, its reader included, took longer than "
                + inWords(limit) + " (databases." + database + ".statement_timeout)";
        return new ResultFailure(Reason.SOURCE_FAILED, message);
    }

    private static String inWords(Duration duration) {
        boolean wholeSeconds = duration.toMillis() % 1000 == 0;
        return wholeSeconds ? duration.toSeconds() + " s" : duration.toMillis() + " ms";
    }
}
