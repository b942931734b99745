package dev.spillway.sql.postgres;

import dev.spillway.source.Source;
import dev.spillway.source.SourceContract;
import dev.spillway.sql.ExpectedRow;
import dev.spillway.sql.SqlRefused;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** SQL on PostgreSQL passes what every source has to pass. Two connections: whoever keeps one, makes the next test fail. */
class PostgresContractTest extends SourceContract {
    private static PostgresDatabase database;

    @BeforeAll
    static void open() throws SqlRefused, SQLException {
        Server.execute("""
                CREATE FUNCTION pg_temp_fail() RETURNS text LANGUAGE plpgsql AS
                $$ BEGIN RAISE EXCEPTION '%s'; END $$
                """.formatted(WORDS).replace("pg_temp_fail", "contract_fail"));
        database = PostgresDatabase.open("contract", Server.settings().withConnections(2, Duration.ZERO));
    }

    @AfterAll
    static void close() throws SQLException {
        database.close();
        Server.execute("DROP FUNCTION contract_fail");
    }

    private static Source query(String sql, String... parameters) throws SqlRefused {
        return database.query("contract", sql, parameters(parameters), Optional.of(ExpectedRow.of(ROW)));
    }

    /** In the list of a SELECT the series is made as it is read; in FROM it would be there as a whole first. */
    @Override
    protected Source counting() throws SqlRefused {
        return query(
                "SELECT n, CASE WHEN n % 7 <> 3 THEN 'row ' || n END AS text "
                        + "FROM (SELECT generate_series(0, :count - 1) AS n) r",
                "count");
    }

    @Override
    protected Source failing() throws SqlRefused {
        return query(
                "SELECT n, CASE WHEN n = :at THEN contract_fail() WHEN n % 7 <> 3 THEN 'row ' || n END AS text "
                        + "FROM (SELECT generate_series(0, :count - 1) AS n) r",
                "at", "count");
    }

    @Override
    protected Source silent() throws SqlRefused {
        return query("SELECT count(*) AS n, 'never' AS text FROM (SELECT generate_series(1, 1000000000000)) r");
    }

    @Override
    protected Source wide() throws SqlRefused {
        return query(
                "SELECT n, CASE WHEN n = 1 THEN repeat('x', (:length)::integer) ELSE 'small' END AS text "
                        + "FROM (SELECT generate_series(0::bigint, 2) AS n) r",
                "length");
    }

    @Override
    protected int held() {
        return database.held();
    }
}
