package dev.spillway.sql.duckdb;

import dev.spillway.source.Arguments;
import dev.spillway.sql.Binding;
import dev.spillway.sql.mapping.CheckedQuery;
import dev.spillway.sql.mapping.DescribedColumn;
import dev.spillway.wire.Reason;
import dev.spillway.wire.ResultFailure;
import java.io.IOException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.util.AutoCloseables;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBPreparedStatement;
import org.duckdb.DuckDBResultSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One run of a query, on a connection of its own. One thread, but for {@link #stop}. */
final class Execution implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Execution.class);

    /** Rows of a batch, at most: what a vector of the engine holds. */
    private static final int BATCH_ROWS = 2048;

    private static final int INTERRUPT_AGAIN_MILLIS = 5;

    /** What the driver says in the place of the engine's words if a statement fails before its buffer is full. */
    private static final String WITHOUT_WORDS = "Invalid result set";

    private static final Pattern WRAPPED_WORDS =
            Pattern.compile("\\[errno -?\\d+] CDataJniException\\{errno=-?\\d+, message=(.*)}", Pattern.DOTALL);

    private final DuckDBConnection connection;
    private final CheckedQuery<DuckDbType> query;
    private final Arguments arguments;
    private final BufferAllocator allocator = new RootAllocator();
    private @Nullable ArrowReader reader;

    /** The statement that the engine works at, until its first rows are there. Guarded by this. */
    private @Nullable Statement executing;
    /** Guarded by this. */
    private boolean stopped;

    /** @param connection closed with the execution */
    Execution(DuckDBConnection connection, CheckedQuery<DuckDbType> query, Arguments arguments) {
        this.connection = connection;
        this.query = query;
        this.arguments = arguments;
    }

    /**
     * The next batch, valid until the one after it; null when the engine confirmed the end.
     *
     * @throws ResultFailure SOURCE_FAILED with the engine's words; anything at all after {@link #stop}
     */
    @Nullable
    Batch next() throws ResultFailure {
        try {
            if (reader == null) {
                reader = start();
            }
            return reader.loadNextBatch() ? new Batch(reader.getVectorSchemaRoot(), reader) : null;
        } catch (SQLException | RuntimeException e) {
            throw failure(e.getMessage(), e);
        } catch (IOException e) {
            Matcher wrapped = WRAPPED_WORDS.matcher(String.valueOf(e.getMessage()));
            throw failure(wrapped.matches() ? wrapped.group(1) : e.getMessage(), e);
        }
    }

    private static ResultFailure failure(@Nullable String words, Exception cause) {
        return new ResultFailure(Reason.SOURCE_FAILED, words != null ? words : cause.toString(), cause);
    }

    private ArrowReader start() throws SQLException, ResultFailure {
        DuckDBPreparedStatement statement = prepare();
        enter(statement);
        ResultSet result;
        try {
            result = statement.executeQuery();
        } catch (SQLException e) {
            throw String.valueOf(e.getMessage()).endsWith(WITHOUT_WORDS) ? inItsOwnWords(e) : e;
        } finally {
            leave();
        }
        requireSameColumns(result.getMetaData());
        return (ArrowReader) result.unwrap(DuckDBResultSet.class).arrowExportStream(allocator, BATCH_ROWS);
    }

    private DuckDBPreparedStatement prepare() throws SQLException, ResultFailure {
        PreparedStatement statement = connection.prepareStatement(query.sql());
        Binding.bind(statement, query.names(), arguments);
        return statement.unwrap(DuckDBPreparedStatement.class);
    }

    /** Runs once more, on the way on which the driver keeps the words. */
    private SQLException inItsOwnWords(SQLException withoutWords) throws ResultFailure {
        try (DuckDBPreparedStatement again = prepare()) {
            enter(again);
            again.query().close();
            return withoutWords;
        } catch (SQLException e) {
            return e;
        } finally {
            leave();
        }
    }

    /** Memory is read by the types that were described, so they have to be those of this run. */
    private void requireSameColumns(ResultSetMetaData now) throws SQLException, ResultFailure {
        if (now.getColumnCount() != query.columns().size()) {
            throw new ResultFailure(
                    Reason.SOURCE_FAILED,
                    now.getColumnCount() + " columns (expected: "
                            + query.columns().size() + ", as when the stream was checked)");
        }
        for (DescribedColumn<DuckDbType> column : query.columns()) {
            String type = now.getColumnTypeName(column.index() + 1);
            if (!DuckDbType.isSame(column.sqlType(), type)) {
                throw new ResultFailure(
                        Reason.SOURCE_FAILED,
                        "column " + column.name() + " is " + type + " (expected: " + column.sqlType()
                                + ", as when the stream was checked)");
            }
        }
    }

    private synchronized void enter(Statement statement) throws ResultFailure {
        if (stopped) {
            throw new ResultFailure(Reason.CANCELLED, "cancelled");
        }
        executing = statement;
    }

    private synchronized void leave() {
        executing = null;
        notifyAll();
    }

    /** Makes a running or later {@link #next} throw soon, and closes the connection. Does not wait. Any thread. */
    void stop() {
        synchronized (this) {
            stopped = true;
        }
        Thread.ofPlatform().daemon().name("duckdb-stop").start(this::interruptAndClose);
    }

    private void interruptAndClose() {
        try {
            interruptUntilLeft();
            connection.close();
        } catch (SQLException | InterruptedException e) {
            LOG.warn("a cancelled query was not stopped: {}", query.sql(), e);
        }
    }

    /** An interrupt that comes before the engine has begun is lost, and closing would then wait for the whole query. */
    private synchronized void interruptUntilLeft() throws InterruptedException {
        while (executing != null) {
            try {
                executing.cancel();
            } catch (SQLException e) {
                LOG.debug("interrupt of a statement that is being closed", e);
            }
            wait(INTERRUPT_AGAIN_MILLIS);
        }
    }

    /** Waits for a {@link #stop} that is under way. The connection goes first: then the engine is at rest. */
    @Override
    public void close() {
        try {
            AutoCloseables.close(connection, reader, allocator);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            LOG.warn("not closed: {}", query.sql(), e);
        }
    }
}
