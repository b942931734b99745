package dev.spillway.sql;

import dev.spillway.source.Source;
import dev.spillway.wire.Parameter;
import java.util.List;
import java.util.Optional;

/** A database and the queries that are served from it. Any thread. */
public interface Database extends AutoCloseable {
    /**
     * Checks a query and makes it a source. The query is described, not run.
     *
     * @param stream the stream that the query is for; problems name it, and a derived row is called after it
     * @param sql one query, with {@code :name} for each parameter
     * @param row to fill; empty: it is derived from the columns
     * @throws SqlRefused with everything that is wrong
     */
    Source query(String stream, String sql, List<Parameter> parameters, Optional<ExpectedRow> row) throws SqlRefused;

    /** Closes what no result holds, and the rest when that result ends. */
    @Override
    void close();
}
