package dev.spillway.sql.jdbc;

import dev.spillway.source.Arguments;
import dev.spillway.sql.Binding;
import dev.spillway.sql.mapping.DescribedColumn;
import dev.spillway.sql.mapping.RowFeed;
import dev.spillway.wire.Reason;
import dev.spillway.wire.ResultFailure;
import dev.spillway.wire.row.RowWriter;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A query whose rows come through the getters of JDBC, read from left to right: some drivers know no other order. */
final class JdbcRun implements Run {
    private final Connection connection;
    private final JdbcSource source;
    private final Arguments arguments;
    private final List<JdbcColumn<?>> columns = new ArrayList<>();
    private final RowFeed feed;
    private final FetchSize fetch = new FetchSize();
    private @Nullable ResultSet rows;

    private volatile @Nullable PreparedStatement statement;

    JdbcRun(Connection connection, JdbcSource source, Arguments arguments) {
        this.connection = connection;
        this.source = source;
        this.arguments = arguments;
        this.feed = RowFeed.of(source.query(), mapped -> {
            JdbcColumn<?> column = JdbcColumn.of(mapped);
            columns.add(column);
            return column;
        });
        columns.sort(Comparator.comparingInt(JdbcColumn::index));
    }

    @Override
    public boolean next() throws SQLException, ResultFailure {
        ResultSet current = rows != null ? rows : start();
        if (!current.next()) {
            return false;
        }
        long bytes = 0;
        for (JdbcColumn<?> column : columns) {
            bytes += column.load(current);
        }
        if (fetch.isChangedBy(bytes)) {
            current.setFetchSize(fetch.rows());
        }
        return true;
    }

    private ResultSet start() throws SQLException, ResultFailure {
        PreparedStatement prepared =
                JdbcDialect.prepare(connection, source.query().sql());
        statement = prepared;
        prepared.setFetchSize(fetch.rows());
        Duration limit = source.statementTimeout();
        if (limit.isPositive()) {
            prepared.setQueryTimeout((int) limit.plusMillis(999).toSeconds());
        }
        Binding.bind(prepared, source.query().names(), arguments);
        ResultSet opened = prepared.executeQuery();
        requireSameColumns(JdbcDialect.columns(opened.getMetaData()));
        rows = opened;
        return opened;
    }

    private void requireSameColumns(List<DescribedColumn<JdbcType>> now) throws ResultFailure {
        List<DescribedColumn<JdbcType>> checked = source.query().columns();
        if (now.size() != checked.size()) {
            throw changed(now.size() + " columns", Integer.toString(checked.size()));
        }
        for (int i = 0; i < now.size(); i++) {
            if (!now.get(i).type().equals(checked.get(i).type())) {
                throw changed("column " + checked.get(i).name() + " is " + text(now.get(i)), text(checked.get(i)));
            }
        }
    }

    /** The type in the words of the database, and in those of the driver where they differ. */
    private static String text(DescribedColumn<JdbcType> column) {
        String type = column.type().map(JdbcType::name).orElse("of no known type");
        return type.equals(column.sqlType()) ? type : column.sqlType() + " (" + type + ")";
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
        PreparedStatement running = statement;
        if (running != null) {
            running.cancel();
        }
    }
}
