package dev.spillway.sql.postgres;

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
import dev.spillway.wire.Parameter;
import dev.spillway.wire.ParameterType;
import dev.spillway.wire.Position;
import dev.spillway.wire.Reason;
import dev.spillway.wire.ResultFailure;
import dev.spillway.wire.Value;
import dev.spillway.wire.row.ChunkBuilder;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class PostgresDatabaseTest {
    private static final String WITHOUT_END = "SELECT generate_series(1, 1000000000000) AS n";
    private static final String AN_HOUR = "SELECT 'never' AS text, pg_sleep(3600)::text AS slept /* an hour */";
    private static final String HOW_MANY_HOURS = "SELECT count(*) FROM pg_stat_activity WHERE state = 'active' "
            + "AND pid <> pg_backend_pid() AND query LIKE '%an hour%'";

    private static final String OVERDUE = "database shop: the statement, its reader included, took longer than 50 ms "
            + "(databases.shop.statement_timeout)";

    private static PostgresDatabase open(PostgresSettings settings) throws SqlRefused {
        return PostgresDatabase.open("shop", settings);
    }

    private static PostgresSettings connections(int connections, Duration wait) {
        return Server.settings().withConnections(connections, wait);
    }

    private static Source query(PostgresDatabase database, String sql, Parameter... parameters) throws SqlRefused {
        return database.query("s", sql, List.of(parameters), Optional.empty());
    }

    private static Parameter parameter(String name, ParameterType type, Value defaultValue) {
        return new Parameter(name, type, defaultValue, Optional.empty(), Optional.empty());
    }

    private static void awaitHours(int expected) throws SQLException {
        while (!Server.ask(HOW_MANY_HOURS).equals(Integer.toString(expected))) {
            Thread.onSpinWait();
        }
    }

    private static CompletableFuture<ResultFailure> failing(Cursor cursor, ChunkBuilder out) {
        return CompletableFuture.supplyAsync(
                () -> assertThrows(ResultFailure.class, () -> cursor.fill(out)), Thread::startVirtualThread);
    }

    @Test
    void aStatementThatRunsForAnHourIsGoneWhenItsReaderLeaves() throws Exception {
        try (PostgresDatabase database = open(connections(1, Duration.ZERO))) {
            Source source = query(database, AN_HOUR);
            for (int i = 0; i < 5; i++) {
                try (Cursor cursor = source.open(Arguments.NONE, Position.START)) {
                    CompletableFuture<ResultFailure> run = failing(cursor, Reading.builder(source));
                    awaitHours(1);
                    cursor.cancel();
                    assertEquals(Reason.CANCELLED, run.get().reason());
                }
                awaitHours(0);
                assertEquals(0, database.held());
            }
            assertEquals(1, Reading.only(query(database, "SELECT 1 AS n"), "n"));
        }
    }

    @Test
    void aStatementWhoseReaderStalledIsGoneWhenItLeaves() throws Exception {
        String wide = "SELECT generate_series(1, 1000000000000) AS n, repeat('x', 100000) AS text /* an hour */";
        try (PostgresDatabase database = open(connections(1, Duration.ZERO))) {
            Source source = query(database, wide);
            try (Cursor cursor = source.open(Arguments.NONE, Position.START)) {
                assertEquals(Fill.MORE, cursor.fill(Reading.builder(source)));
                awaitHours(1);
            }
            awaitHours(0);
        }
    }

    @Test
    void aConnectionThatWasLeftInTheMiddleIsNobodysAnyMore() throws Exception {
        try (PostgresDatabase database = open(connections(1, Duration.ZERO))) {
            Source pid = query(database, "SELECT pg_backend_pid() AS n");
            Object first = Reading.only(pid, "n");
            assertEquals(first, Reading.only(pid, "n"), "a run that ended gives its connection to the next");
            Source source = query(database, WITHOUT_END);
            try (Cursor cursor = source.open(Arguments.NONE, Position.START)) {
                assertEquals(Fill.MORE, cursor.fill(Reading.builder(source)));
                cursor.cancel();
                assertEquals(1, database.held());
            }
            assertEquals(0, database.held());
            assertFalse(first.equals(Reading.only(pid, "n")));
        }
    }

    @Test
    void moreResultsThanConnectionsAreRefusedWithDatabaseAndKey() throws Exception {
        try (PostgresDatabase database = open(connections(1, Duration.ofMillis(20)))) {
            Source source = query(database, WITHOUT_END);
            try (Cursor first = source.open(Arguments.NONE, Position.START);
                    Cursor second = source.open(Arguments.NONE, Position.START)) {
                assertEquals(Fill.MORE, first.fill(Reading.builder(source)));
                ResultFailure failure = assertThrows(ResultFailure.class, () -> second.fill(Reading.builder(source)));
                assertEquals(Reason.BUSY, failure.reason());
                assertEquals(
                        "database shop: all connections are in use, none became free within 20 ms "
                                + "(databases.shop.connections: 1)",
                        failure.text());
                assertTrue(failure.retryAfter().isPresent());
            }
            assertEquals(0, database.held());
        }
    }

    @Test
    void aResultThatWaitsForAConnectionGetsItWhenItIsGivenBack() throws Exception {
        try (PostgresDatabase database = open(connections(1, Duration.ofMinutes(1)))) {
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
        try (PostgresDatabase database = open(connections(1, Duration.ofMinutes(10)))) {
            Source source = query(database, WITHOUT_END);
            try (Cursor first = source.open(Arguments.NONE, Position.START);
                    Cursor second = source.open(Arguments.NONE, Position.START)) {
                first.fill(Reading.builder(source));
                CompletableFuture<ResultFailure> waiting = failing(second, Reading.builder(source));
                second.cancel();
                assertEquals(Reason.CANCELLED, waiting.get().reason());
            }
            assertEquals(0, database.held());
        }
    }

    @Test
    void aStatementThatRunsLongerThanItMayEnds() throws Exception {
        try (PostgresDatabase database = open(Server.settings().withStatementTimeout(Duration.ofMillis(50)))) {
            Source source = query(database, AN_HOUR);
            ResultFailure failure = assertThrows(ResultFailure.class, () -> Reading.rows(source, Arguments.NONE));
            assertEquals(Reason.SOURCE_FAILED, failure.reason());
            assertEquals(OVERDUE, failure.text());
            assertEquals(0, database.held());
        }
    }

    /** The server ends the statement, but the transaction and its connection would be held until the reader leaves. */
    @Test
    void aStatementWhoseReaderStalledLongerThanItMayIsGoneBeforeTheReaderIs() throws Exception {
        String wide = "SELECT generate_series(1, 1000000000000) AS n, repeat('x', 100000) AS text /* an hour */";
        try (PostgresDatabase database = open(Server.settings().withStatementTimeout(Duration.ofMillis(50)))) {
            Source source = query(database, wide);
            try (Cursor cursor = source.open(Arguments.NONE, Position.START)) {
                assertEquals(Fill.MORE, cursor.fill(Reading.builder(source)));
                awaitHours(0);
                while (database.held() > 0) {
                    Thread.onSpinWait();
                }
                ResultFailure failure = assertThrows(ResultFailure.class, () -> cursor.fill(Reading.builder(source)));
                assertEquals(OVERDUE, failure.text());
            }
            assertEquals(0, database.held());
        }
    }

    /** Rows come one at a time: what is not read waits at the server. 300 MiB would not fit into the heap of the tests. */
    @Test
    void narrowRowsFollowedByWideOnesTakeTheMemoryOfOneRow() throws Exception {
        String sql = "SELECT n, CASE WHEN n > 20000 THEN repeat('x', 16777216) ELSE 'narrow' END AS text "
                + "FROM (SELECT generate_series(1, 20020) AS n) r";
        try (PostgresDatabase database = open(Server.settings())) {
            Source source = query(database, sql);
            ChunkBuilder out = Reading.builder(source);
            long most = 0;
            try (Cursor cursor = source.open(Arguments.NONE, Position.START)) {
                Fill fill;
                do {
                    fill = cursor.fill(out);
                    most = Math.max(most, retained(out));
                    while (!out.isEmpty()) {
                        out.take();
                    }
                } while (fill == Fill.MORE);
            }
            assertEquals(20_020, out.position().rows());
            assertTrue(out.position().bytes() > 20L << 24);
            assertTrue(most < 4L << 24, most + " bytes");
        }
    }

    /** Measured only where a wide row has just been written: a collection takes its time. */
    private static long retained(ChunkBuilder out) {
        if (out.position().rows() < 20_000) {
            return 0;
        }
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory() - BEFORE;
    }

    private static final long BEFORE = before();

    private static long before() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    @Test
    void aRunIsReadOnlyAndInUtc() throws Exception {
        try (PostgresDatabase database = open(Server.settings())) {
            Source source = query(
                    database,
                    "SELECT current_setting('transaction_read_only') AS read_only, "
                            + "timestamptz '2026-01-31 12:00:00+00'::text AS noon");
            DynamicMessage row = Reading.rows(source, Arguments.NONE).getFirst();
            assertEquals("on", Reading.value(row, "read_only"));
            assertEquals("2026-01-31 12:00:00+00", Reading.value(row, "noon"));
        }
    }

    @Test
    void argumentsAreBoundAndNeverPartOfTheText() throws Exception {
        Parameter text = parameter("text", ParameterType.STRING, new Value.Text(""));
        try (PostgresDatabase database = open(Server.settings())) {
            Source source = query(database, "SELECT :text AS text, length(:text) AS length;", text);
            for (String value :
                    List.of("'; DROP TABLE shelf; --", "?", ":text", "$1", "\\'", "", "+1", "kůň\n\u0001")) {
                Arguments arguments = Arguments.bind(List.of(text), Map.of("text", new Value.Text(value)));
                DynamicMessage row = Reading.rows(source, arguments).getFirst();
                assertEquals(value, Reading.value(row, "text"));
                assertEquals(value.length(), Reading.value(row, "length"));
            }
        }
    }

    @Test
    void parametersThatDifferInCaseAlone() throws Exception {
        Parameter[] both = {
            parameter("day", ParameterType.INT32, new Value.Int64(1)),
            parameter("Day", ParameterType.INT32, new Value.Int64(2)),
            parameter("_d_ay", ParameterType.INT32, new Value.Int64(3))
        };
        try (PostgresDatabase database = open(Server.settings())) {
            Source source = query(database, "SELECT :day || ',' || :Day || ',' || :_d_ay AS text", both);
            DynamicMessage row =
                    Reading.rows(source, Arguments.defaults(List.of(both))).getFirst();
            assertEquals("1,2,3", Reading.value(row, "text"));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "BOOL, true, boolean, true",
        "INT32, -2147483648, integer, -2147483648",
        "INT64, -9223372036854775808, bigint, -9223372036854775808",
        "INT64, 9223372036854775807, bigint, 9223372036854775807",
        "DOUBLE, 0.1, double precision, 0.1",
        "DOUBLE, 1e300, double precision, 1e+300",
        "DOUBLE, -Infinity, double precision, -Infinity",
        "STRING, 07, text, 07",
        "DATE, 1969-12-31, date, 1969-12-31",
        "DATE, +290000-12-31, date, 290000-12-31",
        "DATE, 0001-01-01, date, 0001-01-01",
        "TIMESTAMP, 2026-01-31T12:00:00.123456+01:30, timestamp with time zone, 2026-01-31 10:30:00.123456+00",
        "TIMESTAMP, 1969-12-31T23:59:59.999999Z, timestamp with time zone, 1969-12-31 23:59:59.999999+00",
        "TIMESTAMP, +290000-12-31T00:00:00Z, timestamp with time zone, 290000-12-31 00:00:00+00",
        "TIMESTAMP, 0001-01-01T00:00:00Z, timestamp with time zone, 0001-01-01 00:00:00+00"
    })
    void anArgumentArrivesInTheDatabaseAsItIs(ParameterType type, String given, String sqlType, String there)
            throws Exception {
        Value defaultValue = type == ParameterType.BOOL
                ? new Value.Bool(false)
                : new Value.Text(
                        type == ParameterType.DATE
                                ? "2026-01-31"
                                : type == ParameterType.TIMESTAMP ? "2026-01-31T00:00:00Z" : "0");
        Parameter parameter = parameter("p", type, defaultValue);
        try (PostgresDatabase database = open(Server.settings())) {
            Source source = query(database, "SELECT CAST(:p AS text) AS text, pg_typeof(:p)::text AS type", parameter);
            Arguments arguments = Arguments.bind(List.of(parameter), Map.of("p", new Value.Text(given)));
            DynamicMessage row = Reading.rows(source, arguments).getFirst();
            assertEquals(there, Reading.value(row, "text"));
            assertEquals(sqlType, Reading.value(row, "type"));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "DATE, +290001-01-01",
        "DATE, 0000-12-31",
        "TIMESTAMP, +290001-01-01T00:00:00Z",
        "TIMESTAMP, 0000-12-31T23:59:59Z",
        "STRING, a\0b"
    })
    void anArgumentThatTheServerDoesNotTakeIsRefused(ParameterType type, String given) throws Exception {
        Parameter parameter = parameter(
                "p", type, new Value.Text(type == ParameterType.DATE ? "2026-01-31" : "2026-01-31T00:00:00Z"));
        try (PostgresDatabase database = open(Server.settings())) {
            Source source = query(database, "SELECT :p AS v", parameter);
            Arguments arguments = Arguments.bind(List.of(parameter), Map.of("p", new Value.Text(given)));
            ResultFailure failure = assertThrows(ResultFailure.class, () -> Reading.rows(source, arguments));
            assertEquals(Reason.INVALID_PARAMETER, failure.reason());
            assertTrue(failure.text().startsWith("p: "), failure.text());
        }
    }

    @Test
    void columnsThatAreNoLongerThoseThatWereCheckedEndTheResult() throws Exception {
        Server.execute("CREATE TABLE altered AS SELECT 1::integer AS v");
        try (PostgresDatabase database = open(Server.settings())) {
            Source source = query(database, "SELECT v FROM altered");
            assertEquals(1, Reading.only(source, "v"));
            Server.execute("ALTER TABLE altered ALTER v TYPE real");
            ResultFailure failure = assertThrows(ResultFailure.class, () -> Reading.rows(source, Arguments.NONE));
            assertEquals("column v is real (expected: integer, as when the stream was checked)", failure.text());
        } finally {
            Server.execute("DROP TABLE altered");
        }
    }

    /** Between the moment when a run looks at the types and the moment when COPY begins. */
    @Test
    void aTableThatIsReadCannotBeAlteredMeanwhile() throws Exception {
        Server.execute("CREATE TABLE locked AS SELECT 1::integer AS v");
        try (Connection connection = Server.connect()) {
            connection.setAutoCommit(false);
            connection.createStatement().executeQuery("SELECT 1").close();
            assertEquals(
                    1, ServerColumn.describe(connection, "SELECT v FROM locked").size());
            SQLException refused = assertThrows(
                    SQLException.class,
                    () -> Server.execute("SET lock_timeout = '10ms'; ALTER TABLE locked ALTER v TYPE real"));
            assertTrue(ServerWords.of(refused).contains("lock timeout"), refused::toString);
        }
        Server.execute("DROP TABLE locked");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SELEC 1 | syntax error at or near \"SELEC\"",
                "SELECT nam FROM pg_class | column \"nam\" does not exist",
                "SELECT 1 AS n; SELECT 2 | more than one statement (expected: nothing after ;)",
                "SHOW server_version | syntax error at or near \"SHOW\"",
                "CREATE TABLE t (a integer) | no columns (expected: a query)",
                "SELECT 'x'::text + :n AS v | operator does not exist: text + integer",
                "SELECT :n AS n, 1 AS n | column n: twice (expected: alias one of them)"
            })
    void aQueryThatWillNotDoIsRefusedInTheServersWords(String sql, String said) throws Exception {
        Parameter n = parameter("n", ParameterType.INT32, new Value.Int64(1));
        try (PostgresDatabase database = open(Server.settings())) {
            SqlRefused refused = assertThrows(SqlRefused.class, () -> {
                if (sql.contains(":n")) {
                    query(database, sql, n);
                } else {
                    query(database, sql);
                }
            });
            assertTrue(
                    refused.problems().getFirst().startsWith("streams.s.sql: " + said), refused.problems()::toString);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"SELECT 1 AS n;", "SELECT 1 AS n ; ;\n", "SELECT 1 AS n -- all", "TABLE one", "VALUES (1)"})
    void anyQueryCanBeWrittenAsItIsWrittenElsewhere(String sql) throws Exception {
        Server.execute("CREATE TABLE IF NOT EXISTS one AS SELECT 1 AS n");
        try (PostgresDatabase database = open(Server.settings())) {
            assertEquals(1, Reading.rows(query(database, sql), Arguments.NONE).size());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "postgresql://localhost:1/postgres | cannot connect to postgresql://localhost:1/postgres as postgres: ",
                "postgresql://localhost:54321/nowhere | cannot connect to postgresql://localhost:54321/nowhere as "
                        + "postgres: database \"nowhere\" does not exist",
                "mysql://localhost/x | mysql://localhost/x (expected: postgresql://HOST:PORT/DATABASE; ",
                "postgresql://me:secret@localhost/x | (expected: postgresql://HOST:PORT/DATABASE; "
            })
    void aDatabaseThatCannotBeReachedIsNamed(String location, String said) {
        String port = Integer.toString(Server.port());
        PostgresSettings settings =
                PostgresSettings.of(location.replace("54321", port), "postgres").withPassword("postgres");
        SqlRefused refused = assertThrows(SqlRefused.class, () -> open(settings));
        assertEquals(1, refused.problems().size());
        String problem = refused.problems().getFirst();
        assertTrue(problem.startsWith("databases.shop.postgres: " + said.replace("54321", port)), problem);
        assertFalse(problem.contains("secret"), problem);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "connections: 0 (expected: >= 1)",
                "connection_wait: -1 (expected: >= 0)",
                "connect_timeout: 0 (expected: >= 1)",
                "statement_timeout: -1 (expected: >= 0)"
            })
    void aSettingOutOfRangeIsNamed(String said) {
        assertEquals(
                said,
                assertThrows(
                                IllegalArgumentException.class,
                                () -> new PostgresSettings(
                                        "",
                                        "",
                                        Optional.empty(),
                                        said.startsWith("connections") ? 0 : 1,
                                        Duration.ofNanos(said.startsWith("connection_w") ? -1 : 0),
                                        Duration.ofMillis(said.startsWith("connect_t") ? 0 : 1),
                                        Duration.ofNanos(said.startsWith("statement") ? -1 : 0)))
                        .getMessage());
    }

    @Test
    void aValueLargerThanItMayBeEndsTheResultWithRowAndColumn() throws Exception {
        try (PostgresDatabase database = open(Server.settings())) {
            Source source = query(
                    database,
                    "SELECT CASE WHEN i = 3 THEN repeat('x', 1001) ELSE '' END AS text FROM generate_series(0, 8) i");
            ChunkBuilder out = new ChunkBuilder(Reading.schema(source), Position.START, 64 * 1024, 1000, () -> false);
            try (Cursor cursor = source.open(Arguments.NONE, Position.START)) {
                ResultFailure failure = assertThrows(ResultFailure.class, () -> cursor.fill(out));
                assertEquals(Reason.VALUE_TOO_LARGE, failure.reason());
                assertTrue(failure.text().startsWith("row 3, column text: 1001 bytes"), failure.text());
            }
        }
    }
}
