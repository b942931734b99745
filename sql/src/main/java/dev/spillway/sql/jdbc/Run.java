package dev.spillway.sql.jdbc;

import dev.spillway.wire.ResultFailure;
import dev.spillway.wire.row.RowWriter;
import java.sql.SQLException;

/** A query that runs on a connection of its own, a row at a time. One thread, but for {@link #cancel}. */
public interface Run {
    /**
     * Moves to the next row; to the first one, when it is called first.
     *
     * @return false when the database confirmed the end
     * @throws SQLException the database failed; or anything, after {@link #cancel}
     * @throws ResultFailure what came cannot be carried, or is not what was checked
     */
    boolean next() throws SQLException, ResultFailure;

    /** Writes the row that {@link #next} moved to. */
    void write(RowWriter out) throws ResultFailure;

    /**
     * Asks the database to give up what it works at. It may come too early to be heard: then it is asked again. Any thread.
     */
    void cancel() throws SQLException;
}
