package dev.spillway.sql.duckdb;

import dev.spillway.source.Source;
import dev.spillway.source.SourceContract;
import dev.spillway.sql.ExpectedRow;
import dev.spillway.sql.SqlRefused;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** SQL on DuckDB passes what every source has to pass. Two connections: whoever keeps one, makes the next test fail. */
class DuckDbContractTest extends SourceContract {
    private static DuckDbDatabase database;

    @BeforeAll
    static void open() throws SqlRefused {
        database = DuckDbDatabase.open("contract", DuckDbSettings.DEFAULTS.withConnections(2, Duration.ZERO));
    }

    @AfterAll
    static void close() {
        database.close();
    }

    private static Source query(String sql, String... parameters) throws SqlRefused {
        return database.query("contract", sql, parameters(parameters), Optional.of(ExpectedRow.of(ROW)));
    }

    @Override
    protected Source counting() throws SqlRefused {
        return query(
                "SELECT i AS n, CASE WHEN i % 7 <> 3 THEN 'row ' || i END AS text FROM range(:count) r(i)", "count");
    }

    @Override
    protected Source failing() throws SqlRefused {
        return query(
                "SELECT i AS n, CASE WHEN i = :at THEN error('" + WORDS
                        + "') WHEN i % 7 <> 3 THEN 'row ' || i END AS text FROM range(:count) r(i)",
                "at",
                "count");
    }

    @Override
    protected Source silent() throws SqlRefused {
        return query("SELECT count(*) AS n, 'never' AS text FROM range(1000000000000) r(i) WHERE hash(i) % 7 = 3");
    }

    @Override
    protected Source wide() throws SqlRefused {
        return query(
                "SELECT i AS n, CASE WHEN i = 1 THEN repeat('x', :length) ELSE 'small' END AS text FROM range(3) r(i)",
                "length");
    }

    @Override
    protected int held() {
        return database.slots().taken();
    }
}
