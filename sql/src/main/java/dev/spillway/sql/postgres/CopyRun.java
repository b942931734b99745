package dev.spillway.sql.postgres;

import dev.spillway.source.Arguments;
import dev.spillway.sql.jdbc.Run;
import dev.spillway.sql.mapping.RowFeed;
import dev.spillway.wire.Reason;
import dev.spillway.wire.ResultFailure;
import dev.spillway.wire.row.RowWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;

/**
 * A query that COPY sends. The server goes on while a row is written, as far ahead as the socket holds; of the rows
 * themselves, one is in memory.
 */
final class CopyRun implements Run {
    private final Connection connection;
    private final PGConnection server;
    private final PostgresSource source;
    private final Arguments arguments;
    private final CopyRow row;
    private final RowFeed feed;
    private @Nullable CopyOut copy;

    CopyRun(Connection connection, PostgresSource source, Arguments arguments) throws SQLException {
        this.connection = connection;
        this.server = connection.unwrap(PGConnection.class);
        this.source = source;
        this.arguments = arguments;
        this.row = new CopyRow(source.query().columns().size());
        this.feed = RowFeed.of(
                source.query(),
                mapped -> mapped.type().isList() ? new CopyList(row, mapped) : new CopyColumn(row, mapped));
    }

    @Override
    public boolean next() throws SQLException, ResultFailure {
        if (copy == null) {
            copy = start();
        }
        while (true) {
            byte[] message = copy.readFromCopy();
            if (message == null) {
                requireEnd();
                return false;
            }
            if (row.load(message)) {
                return true;
            }
        }
    }

    private void requireEnd() throws ResultFailure {
        if (!row.isEnd()) {
            throw new ResultFailure(Reason.SOURCE_FAILED, "COPY ended in the middle of the rows");
        }
    }

    private CopyOut start() throws SQLException, ResultFailure {
        source.copy().begin(connection, arguments, source.statementTimeout());
        requireSameColumns();
        return server.getCopyAPI().copyOut(source.copy().statement());
    }

    /** COPY does not say the types. Describing locks the tables until the transaction ends, so they stay what they are. */
    private void requireSameColumns() throws SQLException, ResultFailure {
        List<ServerColumn> now = ServerColumn.describe(connection, source.copy().sql());
        List<ServerColumn> checked = source.columns();
        if (now.size() != checked.size()) {
            throw changed(now.size() + " columns", Integer.toString(checked.size()));
        }
        for (int i = 0; i < now.size(); i++) {
            if (now.get(i).oid() != checked.get(i).oid()) {
                throw changed(
                        "column " + checked.get(i).name() + " is " + now.get(i).typeName(connection),
                        source.query().columns().get(i).sqlType());
            }
        }
    }

    private static ResultFailure changed(String now, String checked) {
        return new ResultFailure(
                Reason.SOURCE_FAILED, now + " (expected: " + checked + ", as when the stream was checked)");
    }

    @Override
    public void write(RowWriter out) throws ResultFailure {
        feed.write(0, out);
    }

    @Override
    public void cancel() throws SQLException {
        server.cancelQuery();
    }
}
