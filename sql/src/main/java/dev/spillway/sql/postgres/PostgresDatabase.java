package dev.spillway.sql.postgres;

import com.zaxxer.hikari.HikariConfig;
import dev.spillway.source.Source;
import dev.spillway.sql.Database;
import dev.spillway.sql.ExpectedRow;
import dev.spillway.sql.SqlRefused;
import dev.spillway.sql.SqlText;
import dev.spillway.sql.jdbc.ConnectionPool;
import dev.spillway.sql.mapping.CheckedQuery;
import dev.spillway.sql.mapping.QueryCheck;
import dev.spillway.wire.Parameter;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.postgresql.Driver;
import org.postgresql.PGProperty;

/**
 * A PostgreSQL database and the queries that are served from it.
 *
 * <p>Each result has a connection of its own, with a read-only transaction and the time zone UTC; at most {@link
 * PostgresSettings#connections} of them run at once. Any thread.
 */
public final class PostgresDatabase implements Database {
    private static final String JDBC = "jdbc:";

    /** An encoding of a server that means none: texts come as whatever bytes they were stored. */
    private static final String NO_ENCODING = "SQL_ASCII";

    private final String name;
    private final PostgresSettings settings;
    private final ConnectionPool pool;

    private PostgresDatabase(String name, PostgresSettings settings, ConnectionPool pool) {
        this.name = name;
        this.settings = settings;
        this.pool = pool;
    }

    /**
     * Connects once, to see that it can.
     *
     * @param name how configuration calls it
     * @throws SqlRefused the database cannot be reached, or will not do; with the database's own words
     */
    public static PostgresDatabase open(String name, PostgresSettings settings) throws SqlRefused {
        String key = "databases." + name + ".postgres: ";
        // The driver logs what it cannot parse.
        if (settings.location().contains("@") || Driver.parseURL(JDBC + settings.location(), null) == null) {
            throw new SqlRefused(List.of(key + withoutUser(settings.location())
                    + "(expected: postgresql://HOST:PORT/DATABASE; the user has a key of its own)"));
        }
        Properties properties = properties(settings);
        try (Connection connection = new Driver().connect(JDBC + settings.location(), properties)) {
            requireEncoding(key, connection);
        } catch (SQLException e) {
            throw new SqlRefused(
                    key + "cannot connect to " + settings.location() + " as " + settings.user() + ": "
                            + ServerWords.of(e),
                    e);
        }
        return new PostgresDatabase(name, settings, pool(name, settings, properties));
    }

    /** With a user there may be a password, which is not shown. */
    private static String withoutUser(String location) {
        return location.contains("@") ? "" : location + " ";
    }

    private static Properties properties(PostgresSettings settings) {
        Properties properties = new Properties();
        PGProperty.USER.set(properties, settings.user());
        settings.password().ifPresent(secret -> PGProperty.PASSWORD.set(properties, secret));
        PGProperty.APPLICATION_NAME.set(properties, "spillway");
        PGProperty.TCP_KEEP_ALIVE.set(properties, true);
        int seconds = (int) Math.max(1, settings.connectTimeout().toSeconds());
        PGProperty.CONNECT_TIMEOUT.set(properties, seconds);
        PGProperty.LOGIN_TIMEOUT.set(properties, seconds);
        return properties;
    }

    private static ConnectionPool pool(String name, PostgresSettings settings, Properties properties) {
        Duration connect = settings.connectTimeout();
        return new ConnectionPool(
                name, settings.connections(), settings.connectionWait(), connect, (HikariConfig to) -> {
                    to.setDriverClassName(Driver.class.getName());
                    to.setJdbcUrl(JDBC + settings.location());
                    to.setDataSourceProperties(properties);
                });
    }

    private static void requireEncoding(String key, Connection connection) throws SQLException, SqlRefused {
        try (Statement statement = connection.createStatement();
                ResultSet encoding = statement.executeQuery("SHOW server_encoding")) {
            encoding.next();
            if (encoding.getString(1).equals(NO_ENCODING)) {
                throw new SqlRefused(List.of(key + "server_encoding " + NO_ENCODING
                        + " (expected: an encoding; texts have to become UTF-8)"));
            }
        }
    }

    @Override
    public Source query(String stream, String sql, List<Parameter> parameters, Optional<ExpectedRow> row)
            throws SqlRefused {
        try (Connection connection = pool.connect()) {
            PostgresDialect dialect = new PostgresDialect(connection, CopyQuery.of(SqlText.of(sql), parameters));
            CheckedQuery<PostgresType> query = new QueryCheck(stream, sql, parameters).check(dialect, row);
            return new PostgresSource(pool, query, dialect.query(), dialect.columns(), settings.statementTimeout());
        } catch (SQLException e) {
            throw new SqlRefused("databases." + name + ".postgres: " + ServerWords.of(e), e);
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
