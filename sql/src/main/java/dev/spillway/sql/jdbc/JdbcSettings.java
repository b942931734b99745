package dev.spillway.sql.jdbc;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * How a database is reached that has a JDBC driver.
 *
 * @param url what the driver takes: {@code jdbc:…}
 * @param driver the driver's jar
 * @param user empty: none, or as the URL says
 * @param password empty: none, or as the URL says
 * @param connections results at once; the next one waits
 * @param connectionWait how long it waits before it fails with {@link dev.spillway.wire.Reason#BUSY}
 * @param connectTimeout how long a result waits for a connection that is made
 * @param statementTimeout how long a statement may run, the time included that its reader takes; zero: any time
 */
public record JdbcSettings(
        String url,
        Path driver,
        Optional<String> user,
        Optional<String> password,
        int connections,
        Duration connectionWait,
        Duration connectTimeout,
        Duration statementTimeout) {
    /** No user, 16 connections, waits 5 s for one and 10 s for making one, statements run as long as they take. */
    public static JdbcSettings of(String url, Path driver) {
        return new JdbcSettings(
                url,
                driver,
                Optional.empty(),
                Optional.empty(),
                16,
                Duration.ofSeconds(5),
                Duration.ofSeconds(10),
                Duration.ZERO);
    }

    public JdbcSettings withConnections(int atOnce, Duration wait) {
        return new JdbcSettings(url, driver, user, password, atOnce, wait, connectTimeout, statementTimeout);
    }

    public JdbcSettings withStatementTimeout(Duration timeout) {
        return new JdbcSettings(url, driver, user, password, connections, connectionWait, connectTimeout, timeout);
    }

    /** The URL as far as it holds no secret: {@code jdbc:h2:…}. */
    String shownUrl() {
        int end = url.indexOf(':', url.indexOf(':') + 1);
        return end < 0 ? "…" : url.substring(0, end + 1) + "…";
    }

    @Override
    public String toString() {
        return shownUrl();
    }
}
