package dev.spillway.sql.postgres;

import dev.spillway.source.Arguments;
import dev.spillway.sql.SqlText;
import dev.spillway.sql.mapping.DescribedColumn;
import dev.spillway.sql.mapping.Dialect;
import dev.spillway.wire.ColumnKind;
import dev.spillway.wire.ResultFailure;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** PostgreSQL, asked to describe a statement, and its catalog what the types are. */
final class PostgresDialect implements Dialect<PostgresType> {
    /** An array has a type of elements, which may be a domain. */
    private static final String TYPES = """
            SELECT format_type(c.oid, c.modifier) AS name, t.typname AS type, t.typtype AS form,
                   element.typname AS element, element.typtype AS element_form
            FROM unnest(?::oid[], ?::int[]) WITH ORDINALITY AS c(oid, modifier, place)
            JOIN pg_type t ON t.oid = c.oid
            LEFT JOIN pg_type a ON a.oid = t.typelem AND t.typcategory = 'A'
            LEFT JOIN pg_type element ON element.oid = coalesce(nullif(a.typbasetype, 0), a.oid)
            ORDER BY c.place
            """;

    private final Connection connection;
    private final CopyQuery query;
    private List<ServerColumn> columns = List.of();

    PostgresDialect(Connection connection, CopyQuery query) {
        this.connection = connection;
        this.query = query;
    }

    CopyQuery query() {
        return query;
    }

    /** What the server described last. */
    List<ServerColumn> columns() {
        return columns;
    }

    @Override
    public List<DescribedColumn<PostgresType>> describe(SqlText text, Arguments arguments)
            throws SQLException, ResultFailure {
        try {
            columns = ServerColumn.describe(connection, query.sql());
            if (columns.isEmpty()) {
                throw new SQLException("no columns (expected: a query)");
            }
            // Not everything that has columns can be copied: SHOW, EXPLAIN.
            ServerColumn.describe(connection, query.statement());
            query.begin(connection, arguments, Duration.ZERO);
            List<DescribedColumn<PostgresType>> described = types();
            connection.rollback();
            return described;
        } catch (SQLException e) {
            throw new SQLException(ServerWords.of(e), e);
        }
    }

    private List<DescribedColumn<PostgresType>> types() throws SQLException {
        List<DescribedColumn<PostgresType>> described = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(TYPES)) {
            statement.setString(
                    1,
                    array(columns.stream()
                            .map(each -> Integer.toUnsignedString(each.oid()))
                            .toList()));
            statement.setString(
                    2,
                    array(columns.stream()
                            .map(each -> Integer.toString(each.modifier()))
                            .toList()));
            try (ResultSet types = statement.executeQuery()) {
                while (types.next()) {
                    int index = described.size();
                    described.add(new DescribedColumn<>(
                            index, columns.get(index).name(), types.getString("name"), type(types)));
                }
            }
        }
        return described;
    }

    private static Optional<PostgresType> type(ResultSet row) throws SQLException {
        boolean isList = row.getString("element") != null;
        String of = isList ? "element" : "type";
        return PostgresScalar.of(row.getString(of), row.getString(isList ? "element_form" : "form"))
                .map(scalar -> new PostgresType(scalar, isList));
    }

    private static String array(List<String> elements) {
        return elements.stream().collect(Collectors.joining(",", "{", "}"));
    }

    @Override
    public String castFor(ColumnKind kind) {
        return switch (kind) {
            case BOOL -> "boolean";
            case INT32, SINT32, SFIXED32 -> "integer";
            case INT64, SINT64, SFIXED64 -> "bigint";
            case UINT32, FIXED32 -> "oid";
            case UINT64, FIXED64 -> "bigint";
            case FLOAT -> "real";
            case DOUBLE -> "double precision";
            case STRING, BYTES, ENUM -> "text";
            case TIMESTAMP -> "timestamptz";
            case DURATION -> "interval";
        };
    }
}
