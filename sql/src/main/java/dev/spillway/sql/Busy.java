package dev.spillway.sql;

import dev.spillway.wire.Reason;
import dev.spillway.wire.ResultFailure;
import java.time.Duration;

/** All connections of a database are in use: how it is said. */
public final class Busy {
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private Busy() {}

    /** The failure of a result that waited so long for one of so many connections. */
    public static ResultFailure failure(String database, int connections, Duration waited) {
        String message = "database " + database + ": all connections are in use, none became free within "
                + inWords(waited) + " (databases." + database + ".connections: " + connections + ")";
        return new ResultFailure(Reason.BUSY, message).retryAfter(RETRY_AFTER);
    }

    private static String inWords(Duration duration) {
        boolean wholeSeconds = duration.toMillis() % 1000 == 0;
        return wholeSeconds ? duration.toSeconds() + " s" : duration.toMillis() + " ms";
    }
}
