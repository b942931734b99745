package dev.spillway.sql.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.Field;
import org.postgresql.core.Query;
import org.postgresql.core.QueryExecutor;
import org.postgresql.core.ResultCursor;
import org.postgresql.core.ResultHandlerBase;
import org.postgresql.core.Tuple;

/**
 * A column of a statement as the server describes it.
 *
 * @param oid the type; of a domain, the type below it
 * @param modifier what the type was declared with, or -1
 */
record ServerColumn(String name, int oid, int modifier) {
    /** The columns of a statement; empty if it has none. It is not run. */
    static List<ServerColumn> describe(Connection connection, String sql) throws SQLException {
        QueryExecutor executor = connection.unwrap(BaseConnection.class).getQueryExecutor();
        Query query = executor.createSimpleQuery(sql);
        try {
            Description description = new Description();
            executor.execute(
                    query,
                    null,
                    description,
                    0,
                    0,
                    QueryExecutor.QUERY_ONESHOT
                            | QueryExecutor.QUERY_DESCRIBE_ONLY
                            | QueryExecutor.QUERY_SUPPRESS_BEGIN);
            return description.columns;
        } finally {
            query.close();
        }
    }

    /** The type in the words of the server. */
    String typeName(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT format_type(?::oid, ?)")) {
            statement.setLong(1, Integer.toUnsignedLong(oid));
            statement.setInt(2, modifier);
            try (ResultSet name = statement.executeQuery()) {
                name.next();
                return name.getString(1);
            }
        }
    }

    private static final class Description extends ResultHandlerBase {
        private final List<ServerColumn> columns = new ArrayList<>();

        @Override
        public void handleResultRows(Query from, Field[] fields, List<Tuple> rows, @Nullable ResultCursor cursor) {
            Arrays.stream(fields)
                    .map(each -> new ServerColumn(each.getColumnLabel(), each.getOID(), each.getMod()))
                    .forEach(columns::add);
        }

        @Override
        public void handleWarning(SQLWarning warning) {
            // What the server remarks on a statement does not change its columns.
        }
    }
}
