package dev.spillway.sql.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.DynamicMessage;
import dev.spillway.source.Arguments;
import dev.spillway.source.Cursor;
import dev.spillway.source.Source;
import dev.spillway.sql.Reading;
import dev.spillway.sql.SqlRefused;
import dev.spillway.wire.Parameter;
import dev.spillway.wire.ParameterType;
import dev.spillway.wire.Position;
import dev.spillway.wire.Reason;
import dev.spillway.wire.ResultFailure;
import dev.spillway.wire.Value;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class JdbcDatabaseTest {
    private static final String LAZY = ";LAZY_QUERY_EXECUTION=1";

    @TempDir
    private Path folder = Path.of("");

    private static String refused(String url, Path jar) {
        SqlRefused refused = assertThrows(
                SqlRefused.class,
                () -> JdbcDatabase.open("shop", JdbcSettings.of(url, jar)).close());
        return refused.problems().getFirst();
    }

    private static Source query(JdbcDatabase database, String sql, Parameter... parameters) throws SqlRefused {
        return database.query("s", sql, List.of(parameters), Optional.empty());
    }

    @Test
    void aJarWithoutADriverIsRefused() throws Exception {
        Path jar = folder.resolve("empty.jar");
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(jar))) {
            out.putNextEntry(new ZipEntry("nothing"));
        }
        assertEquals(
                "databases.shop.driver: " + jar
                        + ": no driver in it (expected: a jar with META-INF/services/java.sql.Driver)",
                refused("jdbc:oracle:thin:scott/tiger@db", jar));
        Path text = Files.writeString(folder.resolve("text.jar"), "no jar");
        assertTrue(
                refused("jdbc:oracle:thin:scott/tiger@db", text).startsWith("databases.shop.driver: " + text + ": "));
    }

    @Test
    void aDriverWhoseClassIsMissingIsRefused() throws Exception {
        Path jar = folder.resolve("half.jar");
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(jar))) {
            out.putNextEntry(new ZipEntry("META-INF/services/java.sql.Driver"));
            out.write("nowhere.Driver".getBytes(StandardCharsets.UTF_8));
        }
        String refused = refused("jdbc:nowhere:db", jar);
        assertTrue(refused.contains(": the driver cannot be loaded: "), refused);
        assertTrue(refused.contains("nowhere.Driver"), refused);
    }

    @Test
    void aUrlThatTheDriverDoesNotTakeIsRefusedAndNotShown() {
        assertEquals(
                "databases.shop.driver: " + H2.jar()
                        + ": not for jdbc:oracle:… (expected: a driver that takes the URL)",
                refused("jdbc:oracle:thin:scott/tiger@db", H2.jar()));
    }

    @Test
    void aDriverThatWouldLoadAResultAsAWholeIsRefused() {
        assertEquals(
                "databases.shop.jdbc: jdbc:h2:…: the driver loads a result as a whole (expected: "
                        + "LAZY_QUERY_EXECUTION=1 in the URL, so that it does not)",
                refused("jdbc:h2:mem:", H2.jar()));
        assertEquals(
                "databases.shop.jdbc: jdbc:mysql:…: the driver loads a result as a whole (expected: "
                        + "useCursorFetch=true in the URL, so that it does not)",
                refused("jdbc:mysql://host/d?user=me&password=a7471", H2.jar()));
    }

    @Test
    void aDatabaseWithAKindOfItsOwnIsRefused() {
        assertEquals(
                "databases.shop.jdbc: jdbc:postgresql:… (expected: the key postgres)",
                refused("jdbc:postgresql://host/d", H2.jar()));
    }

    @Test
    void whyItCannotConnectIsToldInTheDriversWordsWithoutTheUrl() {
        String url = "jdbc:h2:no/absolute/path;PASSWORD=a7471" + LAZY;
        String refused = refused(url, H2.jar());
        assertTrue(refused.startsWith("databases.shop.jdbc: jdbc:h2:…: cannot connect: "), refused);
        assertFalse(refused.contains("a7471"), refused);
    }

    @Test
    void thePasswordIsNotInTheSettingsText() {
        JdbcSettings settings = JdbcSettings.of("jdbc:h2:mem:;PASSWORD=a7471", H2.jar());
        assertEquals("jdbc:h2:…", settings.toString());
    }

    @Test
    void argumentsAreBoundInTheTypeOfTheirParameter() throws Exception {
        try (JdbcDatabase database = JdbcDatabase.open("shop", H2.settings())) {
            List<Parameter> parameters = List.of(
                    parameter("day", ParameterType.DATE, new Value.Text("2026-01-31")),
                    parameter("at", ParameterType.TIMESTAMP, new Value.Text("2026-01-31T12:00:00Z")),
                    parameter("name", ParameterType.STRING, new Value.Text("'; DROP TABLE x; ?")),
                    parameter("n", ParameterType.INT32, new Value.Int64(41)));
            Source source = query(
                    database,
                    "SELECT CAST(:day AS DATE) AS d, CAST(:at AS TIMESTAMP WITH TIME ZONE) AS at, "
                            + "CAST(:name AS VARCHAR) || :name AS name, CAST(:n AS INTEGER) + 1 AS n",
                    parameters.toArray(Parameter[]::new));
            DynamicMessage row =
                    Reading.rows(source, Arguments.defaults(parameters)).getFirst();
            assertEquals("2026-01-31", Reading.value(row, "d"));
            assertTrue(Reading.value(row, "at").toString().contains("1769860800"));
            assertEquals("'; DROP TABLE x; ?'; DROP TABLE x; ?", Reading.value(row, "name"));
            assertEquals(42, Reading.value(row, "n"));
        }
    }

    private static Parameter parameter(String name, ParameterType type, Value defaultValue) {
        return new Parameter(name, type, defaultValue, Optional.empty(), Optional.empty());
    }

    @Test
    void whatIsNoQueryIsRefused() throws Exception {
        try (JdbcDatabase database = JdbcDatabase.open("shop", H2.settings())) {
            SqlRefused refused = assertThrows(SqlRefused.class, () -> query(database, "CREATE TABLE t (n INTEGER)"));
            assertEquals(
                    "streams.s.sql: no columns (expected: a query, and a driver that describes it)",
                    refused.problems().getFirst());
            SqlRefused unknown = assertThrows(SqlRefused.class, () -> query(database, "SELECT n FROM nowhere"));
            assertTrue(
                    unknown.problems().getFirst().contains("nowhere"),
                    unknown.problems().getFirst());
        }
    }

    @Test
    void aStatementThatTakesTooLongIsOverdue() throws Exception {
        JdbcSettings settings = H2.settings().withStatementTimeout(Duration.ofMillis(50));
        try (JdbcDatabase database = JdbcDatabase.open("shop", settings)) {
            Source source = query(database, "SELECT x FROM system_range(1, 1000000000000) WHERE MOD(x, 2) = 3");
            try (Cursor cursor = source.open(Arguments.NONE, Position.START)) {
                ResultFailure failure = assertThrows(ResultFailure.class, () -> cursor.fill(Reading.builder(source)));
                assertEquals(Reason.SOURCE_FAILED, failure.reason());
                assertTrue(failure.text().endsWith("(databases.shop.statement_timeout)"), failure.text());
            }
            assertEquals(0, database.held());
        }
    }

    /** Each connection has a database of its own here, as the script makes it. */
    @Test
    void aTableThatChangedSinceItWasCheckedIsNotReadAsWhatItWas() throws Exception {
        Path script = Files.writeString(folder.resolve("init.sql"), "CREATE TABLE t AS SELECT 1 AS n");
        JdbcSettings settings = JdbcSettings.of(H2.settings().url() + ";INIT=RUNSCRIPT FROM '" + script + "'", H2.jar())
                .withConnections(1, Duration.ZERO);
        try (JdbcDatabase database = JdbcDatabase.open("shop", settings)) {
            Source source = query(database, "SELECT n FROM t");
            assertEquals(1, Reading.only(source, "n"));
            Files.writeString(script, "CREATE TABLE t AS SELECT CAST(1 AS BIGINT) AS n");
            Source other = query(database, "SELECT x FROM system_range(1, 1000000)");
            try (Cursor left = other.open(Arguments.NONE, Position.START)) {
                left.fill(Reading.builder(other));
            }
            ResultFailure failure = assertThrows(ResultFailure.class, () -> Reading.only(source, "n"));
            assertEquals("column n is BIGINT (expected: INTEGER, as when the stream was checked)", failure.text());
        }
    }
}
