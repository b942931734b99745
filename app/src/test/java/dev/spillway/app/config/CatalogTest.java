package dev.spillway.app.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spillway.source.Arguments;
import dev.spillway.source.Cursor;
import dev.spillway.source.Source;
import dev.spillway.wire.Content;
import dev.spillway.wire.Position;
import dev.spillway.wire.RowSchema;
import dev.spillway.wire.row.ChunkBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.h2.Driver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CatalogTest {
    @TempDir
    private Path folder = Path.of("");

    @Test
    void whatIsWrongWithAQueryIsReportedBesideWhatIsWrongWithTheFile() throws Exception {
        List<String> problems = problems("""
                origin: { chunk: 1B }
                databases:
                  d: { duckdb: ":memory:" }
                streams:
                  good: { database: d, sql: SELECT 1 AS n }
                  bad:
                    database: d
                    sql: |
                      SELECT nothing
                      FROM nowhere
                  unused:
                    database: d
                    sql: SELECT :day AS day
                    parameters:
                      day: { type: int32, default: 1 }
                      dya: { type: int32, default: 1 }
                """);
        assertEquals(3, problems.size(), problems.toString());
        assertTrue(problems.get(0).startsWith("1   origin.chunk: 1B (expected:"), problems.get(0));
        assertTrue(problems.get(1).startsWith("8   streams.bad.sql: "), problems.get(1));
        assertTrue(problems.get(1).contains("nowhere"), problems.get(1));
        assertTrue(problems.get(2).startsWith("16   streams.unused.parameters.dya: "), problems.get(2));
    }

    @Test
    void aFailingInitStatementIsReportedWithTheDatabasesWords() throws Exception {
        Files.writeString(folder.resolve("init.sql"), "CREATE TABLE t AS SELECT * FROM nowhere");
        List<String> problems = problems("""
                databases:
                  d:
                    duckdb: ":memory:"
                    init: init.sql
                """);
        assertEquals(1, problems.size(), problems.toString());
        assertTrue(problems.get(0).startsWith("4   databases.d.init: "), problems.get(0));
        assertTrue(problems.get(0).contains("nowhere"), problems.get(0));
    }

    @Test
    void aDatabaseFileIsLookedForBesideTheConfiguration() throws Exception {
        Files.writeString(folder.resolve("init.sql"), "CREATE TABLE IF NOT EXISTS t AS SELECT 7 AS n");
        Path file = write("""
                databases: { d: { duckdb: shop.duckdb, init: init.sql } }
                streams: { s: { database: d, sql: SELECT n FROM t } }
                """);
        try (Catalog catalog = Catalog.open(file)) {
            assertEquals("s", catalog.streams().get(0).name());
        }
        assertTrue(Files.exists(folder.resolve("shop.duckdb")));
    }

    @Test
    void aFileThatSqlReadsIsLookedForBesideTheConfiguration() throws Exception {
        Path shop = Files.createDirectories(folder.resolve("it's a shop"));
        Files.writeString(shop.resolve("orders.csv"), "id,total\n1,2.50\n");
        Path file = Files.writeString(shop.resolve("spillway.yaml"), """
                databases: { d: { duckdb: ":memory:" } }
                streams: { s: { database: d, sql: "SELECT id FROM 'orders.csv'" } }
                """);
        try (Catalog catalog = Catalog.open(file)) {
            assertEquals("s", catalog.infos().get(0).name());
        }
    }

    @Test
    void aDatabaseIsOfOneKindAndHasTheKeysOfThatKind() throws Exception {
        List<String> problems = problems("""
                databases:
                  none: { connections: 2 }
                  both: { duckdb: ":memory:", postgres: "postgresql://localhost/d" }
                  duck: { duckdb: ":memory:", user: me }
                  post: { postgres: "postgresql://localhost/d", memory_limit: 16MiB }
                  other: { jdbc: "jdbc:h2:mem:", threads: 1 }
                """);
        assertEquals(
                List.of(
                        "2   databases.none: missing (expected: one of the keys duckdb, postgres, jdbc)",
                        "3   databases.both: duckdb, postgres (expected: one of these keys)",
                        "4   databases.duck.user: not for duckdb (expected: init, memory_limit, threads, "
                                + "temp_directory, connections, connection_wait)",
                        "5   databases.post.memory_limit: not for postgres (expected: user, password, password_env, "
                                + "connect_timeout, statement_timeout, connections, connection_wait)",
                        "5   databases.post.user: missing (expected: who connects)",
                        "6   databases.other.threads: not for jdbc (expected: driver, user, password, password_env, "
                                + "connect_timeout, statement_timeout, connections, connection_wait)",
                        "6   databases.other.driver: missing (expected: the jar of the driver)"),
                problems);
    }

    @Test
    void aStreamIsReadThroughTheDriverInAJar() throws Exception {
        Path jar = Path.of(
                Driver.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        Files.copy(jar, folder.resolve("driver.jar"));
        Path file = write("""
                databases:
                  d: { jdbc: "jdbc:h2:mem:;LAZY_QUERY_EXECUTION=1", driver: driver.jar, user: me, password: a7471 }
                streams: { s: { database: d, sql: "SELECT x FROM system_range(1, 3)" } }
                """);
        try (Catalog catalog = Catalog.open(file)) {
            Source source = catalog.streams().getFirst().source();
            RowSchema row = ((Content.Rows) source.content()).schema();
            ChunkBuilder out = new ChunkBuilder(row, Position.START, 1024, 1024, () -> false);
            try (Cursor cursor = source.open(Arguments.NONE, Position.START)) {
                assertEquals(Cursor.Fill.END, cursor.fill(out));
            }
            assertEquals(3, out.take().rowCount());
        }
    }

    @Test
    void aPasswordIsNeverShown() throws Exception {
        List<String> problems = problems("""
                databases:
                  number: { postgres: "postgresql://localhost:1/d", user: me, password: 7471 }
                  unset: { postgres: "postgresql://localhost:1/d", user: me, password_env: NO_SUCH_7471 }
                  twice: { postgres: "postgresql://localhost:1/d", user: me, password: a7471, password_env: PATH }
                  alone: { postgres: "postgresql://localhost:1/d", user: me, password: a7471 }
                """);
        assertEquals("2   databases.number.password: *** (expected: text)", problems.getFirst());
        assertTrue(
                problems.contains("3   databases.unset.password_env: NO_SUCH_7471: no such environment variable "
                        + "(expected: one that holds the password)"),
                problems.toString());
        assertTrue(
                problems.contains("4   databases.twice.password_env: password is there too (expected: one of them)"),
                problems.toString());
        assertTrue(
                problems.getLast()
                        .startsWith(
                                "5   databases.alone.postgres: cannot connect to postgresql://localhost:1/d as me: "),
                problems.toString());
        assertEquals("***", new Secret("a7471").toString());
    }

    private List<String> problems(String yaml) throws Exception {
        Path file = write(yaml);
        InvalidConfiguration refused = assertThrows(InvalidConfiguration.class, () -> Catalog.open(file));
        return refused.problems().stream()
                .map(problem -> problem.toString().replace(file + ":", ""))
                .toList();
    }

    private Path write(String yaml) throws Exception {
        return Files.writeString(folder.resolve("spillway.yaml"), yaml);
    }
}
