package dev.spillway.sql.duckdb;

import dev.spillway.source.Source;
import dev.spillway.sql.Database;
import dev.spillway.sql.ExpectedRow;
import dev.spillway.sql.LimitReached;
import dev.spillway.sql.Slots;
import dev.spillway.sql.SqlRefused;
import dev.spillway.sql.mapping.QueryCheck;
import dev.spillway.wire.Parameter;
import dev.spillway.wire.Reason;
import dev.spillway.wire.ResultFailure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.duckdb.DuckDBConnection;

/**
 * An embedded DuckDB database and the queries that are served from it.
 *
 * <p>Extensions are neither installed nor loaded by themselves, the time zone is UTC, and once the init statements have
 * run no setting can be changed. Each result has a connection of its own; at most {@link DuckDbSettings#connections} of
 * them run at once. Any thread.
 */
public final class DuckDbDatabase implements Database {
    private static final String FIRST_SETTINGS = "SET GLOBAL TimeZone='UTC'";

    /** How values lie in memory; and then nothing may be changed any more but what each result sets. */
    private static final String LAST_SETTINGS = """
            SET GLOBAL arrow_output_version='1.0';
            SET GLOBAL arrow_lossless_conversion=true;
            SET GLOBAL arrow_large_buffer_size=false;
            SET GLOBAL allowed_configs=['streaming_buffer_size'];
            SET GLOBAL lock_configuration=true;
            """;

    /** What a result that nobody reads holds in native memory, at least. */
    private static final String STREAMING_BUFFER = "SET streaming_buffer_size='1MB'";

    private final String name;
    private final DuckDbSettings settings;
    private final DuckDBConnection root;
    private final Slots slots;

    private DuckDbDatabase(String name, DuckDbSettings settings, DuckDBConnection root) {
        this.name = name;
        this.settings = settings;
        this.root = root;
        this.slots = new Slots(settings.connections());
    }

    /**
     * Opens the database and runs its init statements.
     *
     * @param name how configuration calls it
     * @throws SqlRefused the database cannot be opened, or an init statement fails; with the database's own words
     */
    public static DuckDbDatabase open(String name, DuckDbSettings settings) throws SqlRefused {
        Path parent = settings.tempDirectory().toAbsolutePath().getParent();
        if (parent != null && !Files.isDirectory(parent)) {
            throw new SqlRefused(List.of("databases." + name + ".temp_directory: " + settings.tempDirectory()
                    + " (expected: in a directory that exists; " + parent + " does not)"));
        }
        DuckDBConnection root;
        try {
            root = connection(settings);
        } catch (SQLException e) {
            throw new SqlRefused("databases." + name + ".duckdb: " + e.getMessage(), e);
        }
        DuckDbDatabase database = new DuckDbDatabase(name, settings, root);
        try {
            execute(root, FIRST_SETTINGS);
            if (settings.init().isPresent()) {
                execute(root, settings.init().get());
            }
            execute(root, LAST_SETTINGS);
        } catch (SQLException e) {
            database.close();
            throw new SqlRefused("databases." + name + ".init: " + e.getMessage(), e);
        }
        return database;
    }

    private static DuckDBConnection connection(DuckDbSettings settings) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("jdbc_stream_results", "true");
        properties.setProperty("autoinstall_known_extensions", "false");
        properties.setProperty("autoload_known_extensions", "false");
        properties.setProperty("memory_limit", settings.memoryLimitBytes() + "B");
        properties.setProperty(
                "temp_directory", settings.tempDirectory().toAbsolutePath().toString());
        settings.threads().ifPresent(count -> properties.setProperty("threads", Integer.toString(count)));
        String location = settings.location().equals(DuckDbSettings.MEMORY) ? "" : settings.location();
        return DriverManager.getConnection("jdbc:duckdb:" + location, properties)
                .unwrap(DuckDBConnection.class);
    }

    private static void execute(DuckDBConnection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public Source query(String stream, String sql, List<Parameter> parameters, Optional<ExpectedRow> row)
            throws SqlRefused {
        try (DuckDBConnection connection = root.duplicate()) {
            return new DuckDbSource(
                    this, new QueryCheck(stream, sql, parameters).check(new DuckDbDialect(connection), row));
        } catch (SQLException e) {
            throw new SqlRefused("databases." + name + ".duckdb: " + e.getMessage(), e);
        }
    }

    /** A connection for one result. */
    DuckDBConnection connect() throws ResultFailure {
        try {
            DuckDBConnection connection = root.duplicate();
            try {
                execute(connection, STREAMING_BUFFER);
            } catch (SQLException e) {
                connection.close();
                throw e;
            }
            return connection;
        } catch (SQLException e) {
            throw new ResultFailure(Reason.SOURCE_FAILED, "database " + name + ": " + e.getMessage(), e);
        }
    }

    Slots slots() {
        return slots;
    }

    Duration connectionWait() {
        return settings.connectionWait();
    }

    ResultFailure busy() {
        return LimitReached.busy(name, settings.connections(), settings.connectionWait());
    }

    @Override
    public void close() {
        try {
            root.close();
        } catch (SQLException e) {
            throw new IllegalStateException("database " + name + ": " + e.getMessage(), e);
        }
    }
}
