package dev.spillway.sql.duckdb;

import dev.spillway.source.Arguments;
import dev.spillway.source.Cursor;
import dev.spillway.source.Source;
import dev.spillway.sql.mapping.CheckedQuery;
import dev.spillway.wire.Content;
import dev.spillway.wire.Position;
import dev.spillway.wire.Replay;

/** A query of a database, to be run any number of times. */
final class DuckDbSource implements Source {
    private final DuckDbDatabase database;
    private final CheckedQuery<DuckDbType> query;

    DuckDbSource(DuckDbDatabase database, CheckedQuery<DuckDbType> query) {
        this.database = database;
        this.query = query;
    }

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
        return new DuckDbCursor(database, query, arguments);
    }

    /** The engine works on the thread that asks for rows, in native code. */
    @Override
    public boolean needsPlatformThread() {
        return true;
    }
}
