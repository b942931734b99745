package dev.spillway.sql.jdbc;

import dev.spillway.source.Source;
import dev.spillway.source.SourceContract;
import dev.spillway.sql.ExpectedRow;
import dev.spillway.sql.SqlRefused;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** SQL through a JDBC driver passes what every source has to pass. Two connections: whoever keeps one, makes the next test fail. */
class JdbcContractTest extends SourceContract {
    private static JdbcDatabase database;

    @BeforeAll
    static void open() throws SqlRefused {
        database = JdbcDatabase.open("contract", H2.settings().withConnections(2, Duration.ZERO));
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
                "SELECT x AS n, CASE WHEN MOD(x, 7) <> 3 THEN 'row ' || x END AS text "
                        + "FROM system_range(0, :count - 1)",
                "count");
    }

    @Override
    protected Source failing() throws SqlRefused {
        return query(
                "SELECT x AS n, CASE WHEN x = :at THEN CAST(signal('45000', '" + WORDS + "') AS VARCHAR) "
                        + "WHEN MOD(x, 7) <> 3 THEN 'row ' || x END AS text FROM system_range(0, :count - 1)",
                "at",
                "count");
    }

    @Override
    protected Source silent() throws SqlRefused {
        return query("SELECT x AS n, 'never' AS text FROM system_range(1, 1000000000000) WHERE MOD(x, 2) = 3");
    }

    @Override
    protected Source wide() throws SqlRefused {
        return query(
                "SELECT x AS n, CASE WHEN x = 1 THEN repeat('x', :length) ELSE 'small' END AS text "
                        + "FROM system_range(0, 2)",
                "length");
    }

    @Override
    protected int held() {
        return database.held();
    }
}
