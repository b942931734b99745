package dev.spillway.sql.jdbc;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.spillway.sql.LimitReached;
import dev.spillway.sql.Slots;
import dev.spillway.wire.Reason;
import dev.spillway.wire.ResultFailure;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * The connections of one database: read-only, without autocommit, at most so many at once. Who finds none free waits in
 * line. Any thread.
 */
public final class ConnectionPool implements AutoCloseable {
    /** Hikari takes no less. */
    private static final Duration SHORTEST_CONNECT = Duration.ofMillis(250);

    private final String database;
    private final int connections;
    private final Duration wait;
    private final Slots slots;
    private final HikariDataSource source;

    /**
     * Connects to nothing yet.
     *
     * @param database how configuration calls it
     * @param wait how long a result waits for its turn
     * @param connect how long making a connection may take
     * @param driver says which database it is, and how it is reached
     */
    public ConnectionPool(
            String database, int connections, Duration wait, Duration connect, Consumer<HikariConfig> driver) {
        this.database = database;
        this.connections = connections;
        this.wait = wait;
        this.slots = new Slots(connections);
        HikariConfig config = new HikariConfig();
        config.setPoolName(database);
        config.setMaximumPoolSize(connections);
        config.setMinimumIdle(1);
        config.setAutoCommit(false);
        config.setReadOnly(true);
        config.setConnectionTimeout(
                connect.compareTo(SHORTEST_CONNECT) < 0 ? SHORTEST_CONNECT.toMillis() : connect.toMillis());
        config.setInitializationFailTimeout(-1);
        driver.accept(config);
        this.source = new HikariDataSource(config);
    }

    /**
     * A connection for one result: waits for its turn, and then for a connection.
     *
     * @param abandoned whether the caller waits in vain; an interrupt makes it look
     * @throws ResultFailure BUSY: no turn came in time; SOURCE_FAILED: the database cannot be reached
     */
    Lease borrow(BooleanSupplier abandoned) throws ResultFailure, InterruptedException {
        if (!slots.acquire(wait, abandoned)) {
            throw LimitReached.busy(database, connections, wait);
        }
        try {
            return new Lease(connect());
        } catch (SQLException e) {
            slots.release();
            throw new ResultFailure(Reason.SOURCE_FAILED, "database " + database + ": cannot connect: " + words(e), e);
        }
    }

    /** What the driver said, without what the pool says about it. */
    static String words(SQLException e) {
        Throwable cause = e.getCause();
        return String.valueOf(cause != null ? cause.getMessage() : e.getMessage());
    }

    /** A connection that is no result's, closed by who asked for it. */
    public Connection connect() throws SQLException {
        return source.getConnection();
    }

    /** What becomes of a result whose statement runs longer than it may. */
    ResultFailure overdue(Duration limit) {
        return LimitReached.overdue(database, limit);
    }

    /** How many results hold a connection. */
    public int held() {
        return slots.taken();
    }

    @Override
    public void close() {
        source.close();
    }

    /** A connection in the hands of one result. Given back in one of the two ways, once. */
    final class Lease {
        private final Connection connection;

        private Lease(Connection connection) {
            this.connection = connection;
        }

        Connection connection() {
            return connection;
        }

        /** Nothing runs on it any more: the next result may have it. */
        void giveBack() throws SQLException {
            try {
                connection.close();
            } finally {
                slots.release();
            }
        }

        /** It was left in the middle of something: it is closed, and nobody gets it. */
        void discard() {
            try {
                source.evictConnection(connection);
            } finally {
                slots.release();
            }
        }
    }
}
