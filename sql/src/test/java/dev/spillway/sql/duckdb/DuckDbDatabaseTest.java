package dev.spillway.sql.duckdb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.DynamicMessage;
import dev.spillway.source.Arguments;
import dev.spillway.source.Cursor;
import dev.spillway.source.Cursor.Fill;
import dev.spillway.source.Source;
import dev.spillway.sql.Reading;
import dev.spillway.sql.SqlRefused;
import dev.spillway.wire.Content;
import dev.spillway.wire.Parameter;
import dev.spillway.wire.ParameterType;
import dev.spillway.wire.Position;
import dev.spillway.wire.Reason;
import dev.spillway.wire.ResultFailure;
import dev.spillway.wire.Value;
import dev.spillway.wire.row.ChunkBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class DuckDbDatabaseTest {
    private static final String WITHOUT_END = "SELECT i AS n FROM range(1000000000000) r(i)";
    private static final String SHELF = """
            CREATE TABLE shelf AS
            SELECT list('The ' || a || ' ' || b ORDER BY a, b) AS titles
            FROM (VALUES ('Red'), ('Last'), ('Quiet'), ('Long')) x(a),
                 (VALUES ('River'), ('House'), ('Letter'), ('Sea'), ('Road'), ('Night'), ('Clock')) y(b);
            """;
    private static final String RECOMMENDATIONS = """
            SELECT i::INTEGER AS id,
                   titles[1 + (hash(i, :user_id) % len(titles)::UBIGINT)::INTEGER] AS title
            FROM range(:max_results) r(i), shelf
            """;

    private static DuckDbDatabase open(DuckDbSettings settings) throws SqlRefused {
        return DuckDbDatabase.open("shelf", settings);
    }

    private static Source query(DuckDbDatabase database, String sql, Parameter... parameters) throws SqlRefused {
        return database.query("s", sql, List.of(parameters), Optional.empty());
    }

    private static Parameter parameter(String name, ParameterType type, Value defaultValue) {
        return new Parameter(name, type, defaultValue, Optional.empty(), Optional.empty());
    }

    private static void assertCancelled(Cursor cursor, ChunkBuilder out) {
        assertEquals(
                Reason.CANCELLED,
                assertThrows(ResultFailure.class, () -> cursor.fill(out)).reason());
    }

    @Test
    void theBookShopStreamsInOrderAndGivesAUserTheSameTitlesEveryTime() throws Exception {
        List<Parameter> parameters = List.of(
                parameter("user_id", ParameterType.INT32, new Value.Int64(1)),
                parameter("max_results", ParameterType.INT64, new Value.Int64(10)));
        try (DuckDbDatabase database = open(DuckDbSettings.DEFAULTS.withInit(SHELF))) {
            Source source = database.query("recommendations", RECOMMENDATIONS, parameters, Optional.empty());
            Arguments many = Arguments.bind(parameters, Map.of("max_results", new Value.Int64(300_000)));
            List<DynamicMessage> rows = Reading.rows(source, many);
            assertEquals(300_000, rows.size());
            Map<Object, Integer> titles = new HashMap<>();
            for (int id = 0; id < rows.size(); id++) {
                assertEquals(id, Reading.value(rows.get(id), "id"));
                titles.merge(Reading.value(rows.get(id), "title"), 1, Integer::sum);
            }
            assertEquals(28, titles.size());
            assertEquals(rows.subList(0, 10), Reading.rows(source, Arguments.defaults(parameters)));
            Arguments other = Arguments.bind(parameters, Map.of("user_id", new Value.Int64(2)));
            assertFalse(rows.subList(0, 10).equals(Reading.rows(source, other)));
        }
    }

    @Test
    void moreResultsThanConnectionsAreRefusedWithDatabaseAndKey() throws Exception {
        try (DuckDbDatabase database = open(DuckDbSettings.DEFAULTS.withConnections(1, Duration.ofMillis(20)))) {
            Source source = query(database, WITHOUT_END);
            try (Cursor first = source.open(Arguments.NONE, Position.START);
                    Cursor second = source.open(Arguments.NONE, Position.START)) {
                assertEquals(Fill.MORE, first.fill(Reading.builder(source)));
                ResultFailure failure = assertThrows(ResultFailure.class, () -> second.fill(Reading.builder(source)));
                assertEquals(Reason.BUSY, failure.reason());
                assertEquals(
                        "database shelf: all connections are in use, none became free within 20 ms "
                                + "(databases.shelf.connections: 1)",
                        failure.text());
                assertTrue(failure.retryAfter().isPresent());
            }
            assertEquals(0, database.slots().taken());
        }
    }

    @Test
    void theNextResultTakesTheConnectionOfACancelledOne() throws Exception {
        try (DuckDbDatabase database = open(DuckDbSettings.DEFAULTS.withConnections(1, Duration.ZERO))) {
            Source source = query(database, WITHOUT_END);
            for (int i = 0; i < 20; i++) {
                ChunkBuilder out = Reading.builder(source);
                try (Cursor cursor = source.open(Arguments.NONE, Position.START)) {
                    assertEquals(Fill.MORE, cursor.fill(out));
                    cursor.cancel();
                    assertEquals(1, database.slots().taken());
                }
                assertEquals(0, database.slots().taken());
            }
        }
    }

    @Test
    void aResultThatWaitsForAConnectionGetsItWhenItIsGivenBack() throws Exception {
        try (DuckDbDatabase database = open(DuckDbSettings.DEFAULTS.withConnections(1, Duration.ofMinutes(1)))) {
            Source source = query(database, "SELECT 1 AS n");
            CompletableFuture<Fill> waiting;
            try (Cursor first = source.open(Arguments.NONE, Position.START)) {
                first.fill(Reading.builder(source));
                waiting = CompletableFuture.supplyAsync(() -> {
                    try (Cursor second = source.open(Arguments.NONE, Position.START)) {
                        return second.fill(Reading.builder(source));
                    } catch (ResultFailure | InterruptedException e) {
                        throw new AssertionError(e);
                    }
                });
            }
            assertEquals(Fill.END, waiting.get());
        }
    }

    @Test
    void aResultThatWaitsForAConnectionCanBeCancelled() throws Exception {
        try (DuckDbDatabase database = open(DuckDbSettings.DEFAULTS.withConnections(1, Duration.ofMinutes(10)))) {
            Source source = query(database, WITHOUT_END);
            try (Cursor first = source.open(Arguments.NONE, Position.START);
                    Cursor second = source.open(Arguments.NONE, Position.START)) {
                first.fill(Reading.builder(source));
                CompletableFuture<Void> waiting = CompletableFuture.runAsync(
                        () -> assertCancelled(second, Reading.builder(source)), Thread::startVirtualThread);
                second.cancel();
                waiting.get();
            }
            assertEquals(0, database.slots().taken());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "init, SELEC 1, databases.shelf.init: Parser Error: syntax error at or near",
        "init, CREATE TABLE a AS SELECT 1 AS x; FROM nowhere, databases.shelf.init: Catalog Error: Table with name nowhere",
        "location, /proc/no/such/place.duckdb, databases.shelf.duckdb: IO Error"
    })
    void aDatabaseThatDoesNotOpenSaysWhyInItsOwnWords(String what, String value, String said) {
        DuckDbSettings defaults = DuckDbSettings.DEFAULTS;
        DuckDbSettings settings = what.equals("init")
                ? defaults.withInit(value)
                : new DuckDbSettings(
                        value,
                        Optional.empty(),
                        defaults.memoryLimitBytes(),
                        1,
                        Duration.ZERO,
                        OptionalInt.empty(),
                        defaults.tempDirectory());
        SqlRefused refused = assertThrows(SqlRefused.class, () -> open(settings));
        assertEquals(1, refused.problems().size());
        assertTrue(refused.problems().getFirst().startsWith(said), refused.problems()::toString);
    }

    @Test
    void settingsAreThoseOfTheConfigurationAndLocked(@TempDir Path temp) throws Exception {
        DuckDbSettings settings = new DuckDbSettings(
                DuckDbSettings.MEMORY,
                Optional.of("SET GLOBAL arrow_large_buffer_size=true; SET GLOBAL arrow_lossless_conversion=false"),
                300L << 20,
                2,
                Duration.ZERO,
                OptionalInt.of(1),
                temp.resolve("spill"));
        try (DuckDbDatabase database = open(settings)) {
            Source source = query(database, "SELECT name AS n, value AS v FROM duckdb_settings()");
            Map<Object, Object> values = new HashMap<>();
            Reading.rows(source, Arguments.NONE)
                    .forEach(row -> values.put(Reading.value(row, "n"), Reading.value(row, "v")));
            assertEquals("300.0 MiB", values.get("memory_limit"));
            assertEquals("1", values.get("threads"));
            assertEquals(temp.resolve("spill").toString(), values.get("temp_directory"));
            assertEquals("976.5 KiB", values.get("streaming_buffer_size"));
            assertEquals("UTC", values.get("TimeZone"));
            assertEquals("false", values.get("autoinstall_known_extensions"));
            assertEquals("false", values.get("autoload_known_extensions"));
            assertEquals("true", values.get("lock_configuration"));
            assertEquals("false", values.get("arrow_large_buffer_size"));
            assertEquals("true", values.get("arrow_lossless_conversion"));
            assertTrue(Files.notExists(temp.resolve("spill")), "made before it is needed");
        }
    }

    @Test
    void whatDoesNotFitIntoMemoryGoesToATempDirectoryThatIsMadeThen(@TempDir Path temp) throws Exception {
        Path spill = temp.resolve("spill");
        try (DuckDbDatabase database = open(spillingTo(spill))) {
            Source source = query(
                    database, "SELECT hash(i) AS h, repeat('x', 100) AS text FROM range(2000000) r(i) ORDER BY h");
            try (Cursor cursor = source.open(Arguments.NONE, Position.START)) {
                assertEquals(Fill.MORE, cursor.fill(Reading.builder(source)));
                assertTrue(Files.isDirectory(spill));
            }
        }
    }

    @Test
    void theTimeZoneIsUtcUnlessInitSaysOtherwise() throws Exception {
        String noon = "SELECT CAST(TIMESTAMPTZ '2026-01-31 12:00:00+00' AS VARCHAR) AS text";
        try (DuckDbDatabase database = open(DuckDbSettings.DEFAULTS)) {
            assertEquals("2026-01-31 12:00:00+00", Reading.only(query(database, noon), "text"));
        }
        try (DuckDbDatabase database =
                open(DuckDbSettings.DEFAULTS.withInit("SET GLOBAL TimeZone = 'Europe/Berlin'"))) {
            assertEquals("2026-01-31 13:00:00+01", Reading.only(query(database, noon), "text"));
        }
    }

    private static DuckDbSettings spillingTo(Path directory) {
        return new DuckDbSettings(
                DuckDbSettings.MEMORY, Optional.empty(), 64L << 20, 1, Duration.ZERO, OptionalInt.of(1), directory);
    }

    /** The engine makes one directory and not its parents: without this it would fail much later. */
    @Test
    void aTempDirectoryThatCannotBeMadeIsSaidAtOnce(@TempDir Path temp) {
        Path spill = temp.resolve("not").resolve("there");
        assertEquals(
                List.of("databases.shelf.temp_directory: " + spill + " (expected: in a directory that exists; "
                        + temp.resolve("not") + " does not)"),
                assertThrows(SqlRefused.class, () -> open(spillingTo(spill))).problems());
    }

    @Test
    void aDatabaseFileIsKept(@TempDir Path temp) throws Exception {
        DuckDbSettings settings = new DuckDbSettings(
                temp.resolve("books.duckdb").toString(),
                Optional.of("CREATE TABLE IF NOT EXISTS books AS SELECT 7 AS id"),
                256L << 20,
                2,
                Duration.ZERO,
                OptionalInt.empty(),
                temp.resolve("spill"));
        for (int i = 0; i < 2; i++) {
            try (DuckDbDatabase database = open(settings)) {
                assertEquals(7, Reading.only(query(database, "SELECT sum(id)::INTEGER AS id FROM books"), "id"));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "memory_limit: 0 (expected: >= 1)",
                "connections: 0 (expected: >= 1)",
                "connection_wait: -1 (expected: >= 0)",
                "threads: 0 (expected: >= 1)"
            })
    void aSettingOutOfRangeIsNamed(String said) {
        assertEquals(
                said,
                assertThrows(
                                IllegalArgumentException.class,
                                () -> new DuckDbSettings(
                                        DuckDbSettings.MEMORY,
                                        Optional.empty(),
                                        said.startsWith("memory") ? 0 : 1,
                                        said.startsWith("connections") ? 0 : 1,
                                        Duration.ofNanos(said.startsWith("connection_w") ? -1 : 0),
                                        OptionalInt.of(said.startsWith("threads") ? 0 : 1),
                                        Path.of("spill")))
                        .getMessage());
    }

    @Test
    void argumentsAreBoundAndNeverPartOfTheText() throws Exception {
        Parameter text = parameter("text", ParameterType.STRING, new Value.Text(""));
        try (DuckDbDatabase database = open(DuckDbSettings.DEFAULTS.withInit(SHELF))) {
            Source source = query(database, "SELECT :text AS text, length(:text) AS length", text);
            for (String value : List.of("'; DROP TABLE shelf; --", "?", ":text", "$1", "\\'", "", "kůň\n\u0001")) {
                Arguments arguments = Arguments.bind(List.of(text), Map.of("text", new Value.Text(value)));
                DynamicMessage row = Reading.rows(source, arguments).getFirst();
                assertEquals(value, Reading.value(row, "text"));
                assertEquals((long) value.length(), Reading.value(row, "length"));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "BOOL, true, true",
        "INT32, -2147483648, -2147483648",
        "INT64, -9223372036854775808, -9223372036854775808",
        "INT64, 9223372036854775807, 9223372036854775807",
        "DOUBLE, 0.1, 0.1",
        "DOUBLE, -Infinity, -inf",
        "DATE, 1969-12-31, 1969-12-31",
        "DATE, +290000-12-31, 290000-12-31",
        "DATE, 0001-01-01, 0001-01-01",
        "TIMESTAMP, 2026-01-31T12:00:00.123456+01:30, 2026-01-31 10:30:00.123456+00",
        "TIMESTAMP, 1969-12-31T23:59:59.999999Z, 1969-12-31 23:59:59.999999+00",
        "TIMESTAMP, +290000-12-31T00:00:00Z, 290000-12-31 00:00:00+00",
        "TIMESTAMP, 0001-01-01T00:00:00Z, 0001-01-01 00:00:00+00"
    })
    void anArgumentArrivesInTheDatabaseAsItIs(ParameterType type, String given, String there) throws Exception {
        Value defaultValue = type == ParameterType.BOOL
                ? new Value.Bool(false)
                : new Value.Text(
                        type == ParameterType.DATE
                                ? "2026-01-31"
                                : type == ParameterType.TIMESTAMP ? "2026-01-31T00:00:00Z" : "0");
        Parameter parameter = parameter("p", type, defaultValue);
        try (DuckDbDatabase database = open(DuckDbSettings.DEFAULTS)) {
            Source source = query(database, "SELECT CAST(:p AS VARCHAR) AS text", parameter);
            Arguments arguments = Arguments.bind(List.of(parameter), Map.of("p", new Value.Text(given)));
            assertEquals(there, Reading.value(Reading.rows(source, arguments).getFirst(), "text"));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "DATE, +290001-01-01",
        "DATE, 0000-12-31",
        "DATE, -290001-12-31",
        "DATE, +999999999-12-31",
        "TIMESTAMP, +290001-01-01T00:00:00Z",
        "TIMESTAMP, 0000-12-31T23:59:59Z",
        "TIMESTAMP, -999999999-01-01T00:00:00+18:00",
        "TIMESTAMP, +999999999-12-31T23:59:59-18:00"
    })
    void anArgumentThatTheDriverWouldAlterIsRefused(ParameterType type, String given) throws Exception {
        Parameter parameter = parameter(
                "p", type, new Value.Text(type == ParameterType.DATE ? "2026-01-31" : "2026-01-31T00:00:00Z"));
        try (DuckDbDatabase database = open(DuckDbSettings.DEFAULTS)) {
            Source source = query(database, "SELECT :p AS v", parameter);
            Arguments arguments = Arguments.bind(List.of(parameter), Map.of("p", new Value.Text(given)));
            ResultFailure failure = assertThrows(ResultFailure.class, () -> Reading.rows(source, arguments));
            assertEquals(Reason.INVALID_PARAMETER, failure.reason());
            assertTrue(failure.text().startsWith("p: "), failure.text());
        }
    }

    @Test
    void columnsThatAreNoLongerThoseThatWereCheckedEndTheResult() throws Exception {
        String table = "CREATE SEQUENCE s; CREATE TABLE t AS SELECT 1::INTEGER AS v";
        try (DuckDbDatabase database = open(DuckDbSettings.DEFAULTS.withInit(table))) {
            Source source = query(database, "SELECT v FROM t");
            try (var connection = database.connect();
                    var statement = connection.createStatement()) {
                statement.execute("ALTER TABLE t ALTER v TYPE BIGINT");
            }
            ResultFailure failure = assertThrows(ResultFailure.class, () -> Reading.rows(source, Arguments.NONE));
            assertEquals("column v is BIGINT (expected: INTEGER, as when the stream was checked)", failure.text());
        }
    }

    @Test
    void aValueLargerThanItMayBeEndsTheResultWithRowAndColumn() throws Exception {
        try (DuckDbDatabase database = open(DuckDbSettings.DEFAULTS)) {
            Source source = query(
                    database, "SELECT CASE WHEN i = 3 THEN repeat('x', 1001) ELSE '' END AS text FROM range(9) r(i)");
            ChunkBuilder out = new ChunkBuilder(
                    ((Content.Rows) source.content()).schema(), Position.START, 64 * 1024, 1000, () -> false);
            try (Cursor cursor = source.open(Arguments.NONE, Position.START)) {
                ResultFailure failure = assertThrows(ResultFailure.class, () -> cursor.fill(out));
                assertEquals(Reason.VALUE_TOO_LARGE, failure.reason());
                assertTrue(failure.text().startsWith("row 3, column text: 1001 bytes"), failure.text());
            }
        }
    }
}
