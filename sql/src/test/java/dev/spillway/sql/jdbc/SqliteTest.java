package dev.spillway.sql.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.DynamicMessage;
import dev.spillway.source.Arguments;
import dev.spillway.source.Source;
import dev.spillway.sql.Reading;
import dev.spillway.sql.SqlRefused;
import dev.spillway.wire.ResultFailure;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.JDBC;

/** A driver that is unlike others: no connection is made read-only later, and a column may hold values of any type. */
@Timeout(120)
class SqliteTest {
    @TempDir
    private Path folder = Path.of("");

    private String url = "";

    @BeforeEach
    void makeDatabase() throws Exception {
        url = "jdbc:sqlite:" + folder.resolve("shop.db");
        execute("CREATE TABLE books (id INTEGER PRIMARY KEY, title VARCHAR(100), price REAL, cover BLOB)");
        execute("INSERT INTO books WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 99999) "
                + "SELECT i, CASE WHEN i % 3 > 0 THEN 'Büch ' || i END, i * 1.5, CAST(i AS BLOB) FROM n");
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private JdbcDatabase open() throws Exception {
        Path jar = Path.of(
                JDBC.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        return JdbcDatabase.open("shop", JdbcSettings.of(url, jar));
    }

    private static Source query(JdbcDatabase database, String sql) throws SqlRefused {
        return database.query("s", sql, List.of(), Optional.empty());
    }

    @Test
    void rowsArriveWhole() throws Exception {
        try (JdbcDatabase database = open()) {
            Source source = query(database, "SELECT id, title, price, cover FROM books ORDER BY id");
            List<DynamicMessage> rows = Reading.rows(source, Arguments.NONE);
            assertEquals(100_000, rows.size());
            assertTrue(Reading.isAbsent(rows.getFirst(), "title"));
            DynamicMessage last = rows.getLast();
            assertEquals(99_999, Reading.value(last, "id"));
            assertEquals("Büch 98", Reading.value(rows.get(98), "title"));
            assertEquals(149_998.5, Reading.value(last, "price"));
        }
    }

    @Test
    void anIntegerBeyondItsFieldIsRefused() throws Exception {
        execute("INSERT INTO books (id) VALUES (100000), (100000000000)");
        try (JdbcDatabase database = open()) {
            Source source = query(database, "SELECT id FROM books WHERE id > 99999 ORDER BY id");
            ResultFailure failure = assertThrows(ResultFailure.class, () -> Reading.rows(source, Arguments.NONE));
            assertEquals("row 1, column id: 100000000000 (expected: -2147483648 to 2147483647)", failure.text());
        }
    }

    /** The driver knows the type of an expression only when there is a value, and says NUMERIC before. */
    @Test
    void anExpressionIsRefusedWhenItIsRun() throws Exception {
        try (JdbcDatabase database = open()) {
            Source source = query(database, "SELECT id + 1 AS next FROM books");
            ResultFailure failure = assertThrows(ResultFailure.class, () -> Reading.rows(source, Arguments.NONE));
            assertEquals(
                    "column next is INTEGER (expected: NUMERIC (DECIMAL), as when the stream was checked)",
                    failure.text());
        }
    }
}
