package dev.spillway.sql.jdbc;

import dev.spillway.source.Arguments;
import dev.spillway.source.Cursor;
import dev.spillway.source.Source;
import dev.spillway.sql.mapping.CheckedQuery;
import dev.spillway.wire.Content;
import dev.spillway.wire.Position;
import dev.spillway.wire.Replay;
import java.time.Duration;

/** A query of a database, to be run any number of times. */
record JdbcSource(ConnectionPool pool, CheckedQuery<JdbcType> query, Duration statementTimeout) implements Source {
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
                pool,
                connection -> new JdbcRun(connection, this, arguments),
                statementTimeout,
                e -> String.valueOf(e.getMessage()));
    }

    /** A driver may be a whole engine, or call native code. */
    @Override
    public boolean needsPlatformThread() {
        return true;
    }
}
