package dev.spillway.sql.jdbc;

import dev.spillway.source.Arguments;
import dev.spillway.sql.Binding;
import dev.spillway.sql.SqlText;
import dev.spillway.sql.mapping.DescribedColumn;
import dev.spillway.sql.mapping.Dialect;
import dev.spillway.wire.Column;
import dev.spillway.wire.ColumnKind;
import dev.spillway.wire.ResultFailure;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** A driver, asked to describe a statement. */
final class JdbcDialect implements Dialect<JdbcType> {
    private final Connection connection;

    JdbcDialect(Connection connection) {
        this.connection = connection;
    }

    static PreparedStatement prepare(Connection connection, String sql) throws SQLException {
        return connection.prepareStatement(sql, ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_READ_ONLY);
    }

    @Override
    public List<DescribedColumn<JdbcType>> describe(SqlText text, Arguments arguments)
            throws SQLException, ResultFailure {
        try (PreparedStatement statement = prepare(connection, text.statement())) {
            Binding.bind(statement, text.names(), arguments);
            ResultSetMetaData columns = statement.getMetaData();
            if (columns == null) {
                throw new SQLException("no columns (expected: a query, and a driver that describes it)");
            }
            return columns(columns);
        }
    }

    static List<DescribedColumn<JdbcType>> columns(ResultSetMetaData from) throws SQLException {
        List<DescribedColumn<JdbcType>> columns = new ArrayList<>();
        for (int i = 1; i <= from.getColumnCount(); i++) {
            columns.add(new DescribedColumn<>(
                    i - 1, from.getColumnLabel(i), from.getColumnTypeName(i), JdbcType.of(from, i)));
        }
        return columns;
    }

    @Override
    public boolean canFeed(Column field) {
        return !field.repeated() && field.kind() != ColumnKind.DURATION;
    }

    @Override
    public String castFor(ColumnKind kind) {
        return switch (kind) {
            case BOOL -> "BOOLEAN";
            case INT32, SINT32, SFIXED32 -> "INTEGER";
            case INT64, SINT64, SFIXED64 -> "BIGINT";
            case UINT32, FIXED32 -> "INTEGER UNSIGNED";
            case UINT64, FIXED64 -> "BIGINT UNSIGNED";
            case FLOAT -> "REAL";
            case DOUBLE -> "DOUBLE PRECISION";
            case BYTES -> "VARBINARY";
            case TIMESTAMP -> "TIMESTAMP WITH TIME ZONE";
            case STRING, ENUM, DURATION -> "VARCHAR";
        };
    }
}
