package dev.spillway.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import org.duckdb.DuckDBConnection;

/** The database of the book shop, as examples/bookshop/spillway.yaml sets it up, for a yardstick that reads it itself. */
final class Shelf {
    private static final String SQL = """
            SELECT i::INTEGER AS id,
                   titles[1 + (hash(i, 1) % len(titles)::UBIGINT)::INTEGER] AS title
            FROM range(?) r(i), shelf
            """;

    private final DuckDBConnection database;

    /** @param init shelf.sql */
    Shelf(Path init) throws SQLException, IOException {
        Properties settings = new Properties();
        settings.setProperty("memory_limit", "256MiB");
        settings.setProperty("threads", "1");
        settings.setProperty("jdbc_stream_results", "true");
        database = DriverManager.getConnection("jdbc:duckdb:", settings).unwrap(DuckDBConnection.class);
        try (Statement statement = database.createStatement()) {
            statement.execute(Files.readString(init));
        }
    }

    /** A connection for one result. */
    Connection connect() throws SQLException {
        return database.duplicate();
    }

    /** The statement of so many recommendations. */
    static PreparedStatement recommendations(Connection connection, long rows) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(SQL);
        statement.setLong(1, rows);
        return statement;
    }
}
