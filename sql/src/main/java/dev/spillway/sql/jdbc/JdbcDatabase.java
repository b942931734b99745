package dev.spillway.sql.jdbc;

import dev.spillway.source.Source;
import dev.spillway.sql.Database;
import dev.spillway.sql.ExpectedRow;
import dev.spillway.sql.SqlRefused;
import dev.spillway.sql.mapping.CheckedQuery;
import dev.spillway.sql.mapping.QueryCheck;
import dev.spillway.wire.Parameter;
import java.net.MalformedURLException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A database that has a JDBC driver, and the queries that are served from it.
 *
 * <p>Each result has a connection of its own, read-only where the driver has that; at most {@link
 * JdbcSettings#connections} of them run at once. Any thread.
 */
public final class JdbcDatabase implements Database {
    /** Those that are read in a way of their own. */
    private static final Map<String, String> OTHER_KINDS =
            Map.of("jdbc:postgresql:", "postgres", "jdbc:duckdb:", "duckdb");

    private final String name;
    private final JdbcSettings settings;
    private final ConnectionPool pool;

    private JdbcDatabase(String name, JdbcSettings settings, DriverJar driver, boolean readOnly) {
        this.name = name;
        this.settings = settings;
        this.pool = new ConnectionPool(
                name, settings.connections(), settings.connectionWait(), settings.connectTimeout(), to -> {
                    to.setDataSource(driver);
                    to.setReadOnly(readOnly);
                });
    }

    /**
     * Connects once, to see that it can.
     *
     * @param name how configuration calls it
     * @throws SqlRefused the jar has no driver for the URL, or the database cannot be reached; with the driver's own words
     */
    public static JdbcDatabase open(String name, JdbcSettings settings) throws SqlRefused {
        String key = "databases." + name + ".";
        String url = key + "jdbc: " + settings.shownUrl();
        for (Map.Entry<String, String> other : OTHER_KINDS.entrySet()) {
            if (settings.url().startsWith(other.getKey())) {
                throw new SqlRefused(List.of(url + " (expected: the key " + other.getValue() + ")"));
            }
        }
        Optional<String> missing = WholeResults.missing(settings.url());
        if (missing.isPresent()) {
            throw new SqlRefused(List.of(url + ": the driver loads a result as a whole (expected: " + missing.get()
                    + " in the URL, so that it does not)"));
        }
        DriverJar driver = load(key + "driver: " + settings.driver() + ": ", settings);
        try (Connection connection = driver.getConnection()) {
            return new JdbcDatabase(name, settings, driver, canBeReadOnly(connection));
        } catch (SQLException e) {
            throw new SqlRefused(url + ": cannot connect: " + e.getMessage(), e);
        }
    }

    /** For most drivers it is a hint that changes little; SQLite's refuses it on a connection that is made. */
    private static boolean canBeReadOnly(Connection connection) {
        try {
            connection.setReadOnly(true);
            return true;
        } catch (SQLException e) {
            return false;
        }
    }

    private static DriverJar load(String key, JdbcSettings settings) throws SqlRefused {
        try {
            return new DriverJar(settings);
        } catch (SQLException | MalformedURLException e) {
            throw new SqlRefused(key + e.getMessage(), e);
        }
    }

    @Override
    public Source query(String stream, String sql, List<Parameter> parameters, Optional<ExpectedRow> row)
            throws SqlRefused {
        try (Connection connection = pool.connect()) {
            CheckedQuery<JdbcType> query =
                    new QueryCheck(stream, sql, parameters).check(new JdbcDialect(connection), row);
            return new JdbcSource(pool, query, settings.statementTimeout());
        } catch (SQLException e) {
            throw new SqlRefused("databases." + name + ".jdbc: " + ConnectionPool.words(e), e);
        }
    }

    /** How many results hold a connection. */
    int held() {
        return pool.held();
    }

    @Override
    public void close() {
        pool.close();
    }
}
