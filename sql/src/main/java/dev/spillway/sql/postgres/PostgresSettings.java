package dev.spillway.sql.postgres;

import java.time.Duration;
import java.util.Optional;

/**
 * How a PostgreSQL database is reached.
 *
 * @param location {@code postgresql://HOST:PORT/DATABASE}; what may follow behind {@code ?} is the driver's
 * @param password empty: none, or what the driver finds in the user's password file
 * @param connections results at once; the next one waits
 * @param connectionWait how long it waits before it fails with {@link dev.spillway.wire.Reason#BUSY}
 * @param connectTimeout how long making a connection may take
 * @param statementTimeout {@code statement_timeout}: how long a statement may run, the time included that its reader takes;
 *     zero: any time
 */
public record PostgresSettings(
        String location,
        String user,
        Optional<String> password,
        int connections,
        Duration connectionWait,
        Duration connectTimeout,
        Duration statementTimeout) {
    public PostgresSettings {
        atLeast(1, connections, "connections");
        atLeast(0, connectionWait.toNanos(), "connection_wait");
        atLeast(1, connectTimeout.toMillis(), "connect_timeout");
        atLeast(0, statementTimeout.toNanos(), "statement_timeout");
    }

    /** No password, 16 connections, waits 5 s for one and 10 s for making one, statements run as long as they take. */
    public static PostgresSettings of(String location, String user) {
        return new PostgresSettings(
                location, user, Optional.empty(), 16, Duration.ofSeconds(5), Duration.ofSeconds(10), Duration.ZERO);
    }

    private static void atLeast(long smallest, long value, String key) {
        if (value < smallest) {
            throw new IllegalArgumentException(key + ": " + value + " (expected: >= " + smallest + ")");
        }
    }

    public PostgresSettings withPassword(String secret) {
        return new PostgresSettings(
                location, user, Optional.of(secret), connections, connectionWait, connectTimeout, statementTimeout);
    }

    public PostgresSettings withConnections(int atOnce, Duration wait) {
        return new PostgresSettings(location, user, password, atOnce, wait, connectTimeout, statementTimeout);
    }

    public PostgresSettings withStatementTimeout(Duration timeout) {
        return new PostgresSettings(location, user, password, connections, connectionWait, connectTimeout, timeout);
    }

    @Override
    public String toString() {
        return location + " as " + user;
    }
}
