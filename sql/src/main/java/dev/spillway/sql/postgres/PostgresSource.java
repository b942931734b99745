package dev.spillway.sql.postgres;

import dev.spillway.source.Arguments;
import dev.spillway.source.Cursor;
import dev.spillway.source.Source;
import dev.spillway.sql.jdbc.ConnectionPool;
import dev.spillway.sql.jdbc.RunCursor;
import dev.spillway.sql.mapping.CheckedQuery;
import dev.spillway.wire.Content;
import dev.spillway.wire.Position;
import dev.spillway.wire.Replay;
import java.time.Duration;
import java.util.List;

/**
 * A query of a database, to be run any number of times.
 *
 * @param columns what the server said of it when it was checked
 */
record PostgresSource(
        ConnectionPool pool,
        CheckedQuery<PostgresType> query,
        CopyQuery copy,
        List<ServerColumn> columns,
        Duration statementTimeout)
        implements Source {
    @Override
    public Content content() {
        return new Content.Rows(query.row());
    }

    @Override
    public Replay replay() {
        return Replay.NONE;
    }

    @Override
    public Cursor open(Arguments arguments, Position from) {
        return new RunCursor(
                pool, connection -> new CopyRun(connection, this, arguments), statementTimeout, ServerWords::of);
    }

    /** A virtual thread does, but blocks and wakes for every 8 KiB that the server sends: three times the driver's CPU. */
    @Override
    public boolean needsPlatformThread() {
        return true;
    }
}
