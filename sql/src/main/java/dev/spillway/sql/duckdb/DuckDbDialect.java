package dev.spillway.sql.duckdb;

import dev.spillway.source.Arguments;
import dev.spillway.sql.Binding;
import dev.spillway.sql.SqlText;
import dev.spillway.sql.mapping.DescribedColumn;
import dev.spillway.sql.mapping.Dialect;
import dev.spillway.wire.ColumnKind;
import dev.spillway.wire.ResultFailure;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** DuckDB, asked through DESCRIBE. */
record DuckDbDialect(Connection connection) implements Dialect<DuckDbType> {
    @Override
    public List<DescribedColumn<DuckDbType>> describe(SqlText text, Arguments arguments)
            throws SQLException, ResultFailure {
        // By itself first: then the database's words are about this text and not about DESCRIBE.
        connection.prepareStatement(text.statement()).close();
        try (PreparedStatement describe = connection.prepareStatement("DESCRIBE " + text.statement())) {
            Binding.bind(describe, text.names(), arguments);
            List<DescribedColumn<DuckDbType>> columns = new ArrayList<>();
            try (ResultSet described = describe.executeQuery()) {
                while (described.next()) {
                    String type = described.getString("column_type");
                    columns.add(new DescribedColumn<>(
                            columns.size(), described.getString("column_name"), type, DuckDbType.of(type)));
                }
            }
            return columns;
        }
    }

    @Override
    public String castFor(ColumnKind kind) {
        return switch (kind) {
            case BOOL -> "BOOLEAN";
            case INT32, SINT32, SFIXED32 -> "INTEGER";
            case INT64, SINT64, SFIXED64 -> "BIGINT";
            case UINT32, FIXED32 -> "UINTEGER";
            case UINT64, FIXED64 -> "UBIGINT";
            case FLOAT -> "FLOAT";
            case DOUBLE -> "DOUBLE";
            case STRING, BYTES, ENUM -> "VARCHAR";
            case TIMESTAMP -> "TIMESTAMPTZ";
            case DURATION -> "INTERVAL";
        };
    }
}
