package dev.spillway.result;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.spillway.result.log.Spool;
import dev.spillway.result.log.SpoolSettings;
import dev.spillway.source.StreamDefinition;
import dev.spillway.sql.postgres.PostgresDatabase;
import dev.spillway.sql.postgres.PostgresSettings;
import dev.spillway.testkit.FakeClock;
import dev.spillway.wire.Caller;
import dev.spillway.wire.Frame;
import dev.spillway.wire.FrameReader;
import dev.spillway.wire.Query;
import dev.spillway.wire.Reason;
import dev.spillway.wire.Replay;
import dev.spillway.wire.ResultFailure;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A reader that stalls on more than the spool holds, with a real database behind it. */
@Timeout(300)
class StalledSqlReaderTest {
    private static final String TWO_GIGABYTES =
            "SELECT i AS id, repeat(md5(i::text), 32) AS text FROM generate_series(1, 2000000) i";
    private static final String CONNECTIONS_IN_USE = "SELECT count(*) FROM pg_stat_activity"
            + " WHERE datname = current_database() AND pid <> pg_backend_pid() AND state <> 'idle'";

    @TempDir
    Path folder;

    @Test
    void afterTenMinutesThereIsNoDatabaseConnectionAnyMore() throws Exception {
        FakeClock clock = new FakeClock();
        Spool spool = Spool.in(folder.resolve("spool"), SpoolSettings.DEFAULT);
        try (EmbeddedPostgres server = EmbeddedPostgres.builder().start();
                Connection connection = server.getPostgresDatabase().getConnection();
                Statement ask = connection.createStatement();
                PostgresDatabase database = PostgresDatabase.open("shop", settings(server));
                LocalResults results = new LocalResults(
                        List.of(new StreamDefinition(
                                "texts",
                                List.of(),
                                database.query("texts", TWO_GIGABYTES, List.of(), Optional.empty()),
                                Optional.empty(),
                                Replay.LOG)),
                        ResultSettings.DEFAULT,
                        spool,
                        RunListener.NONE,
                        clock,
                        clock);
                FrameReader reader = results.read(new Query("texts", Map.of(), ""), new Caller("test", "test"))) {
            assertInstanceOf(Frame.Header.class, reader.next());
            assertInstanceOf(Frame.Data.class, reader.next());
            long full = SpoolSettings.DEFAULT.diskPerResult() - 2L * ResultSettings.DEFAULT.chunkBytes();
            while (spool.diskBytes() < full) {
                assertEquals(1, connectionsInUse(ask));
            }
            clock.advance(Duration.ofMinutes(9));
            results.sweep();
            assertEquals(1, connectionsInUse(ask));

            clock.advance(Duration.ofMinutes(1).plusSeconds(1));
            results.sweep();
            while (connectionsInUse(ask) > 0) {
                Thread.onSpinWait();
            }
            ResultFailure failure = assertThrows(ResultFailure.class, () -> {
                while (true) {
                    reader.next();
                }
            });
            assertEquals(Reason.CANCELLED, failure.reason());
        }
    }

    private static PostgresSettings settings(EmbeddedPostgres server) {
        return PostgresSettings.of("postgresql://localhost:" + server.getPort() + "/postgres", "postgres")
                .withPassword("postgres");
    }

    private static int connectionsInUse(Statement ask) throws SQLException {
        try (ResultSet answer = ask.executeQuery(CONNECTIONS_IN_USE)) {
            answer.next();
            return answer.getInt(1);
        }
    }
}
