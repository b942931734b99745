package dev.spillway.sql.duckdb;

import dev.spillway.source.Arguments;
import dev.spillway.sql.SqlRefused;
import dev.spillway.sql.SqlText;
import dev.spillway.wire.Parameter;
import dev.spillway.wire.ResultFailure;
import dev.spillway.wire.RowSchema;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Learns the columns of a query without running it, and finds all that is wrong with it. */
final class QueryCheck {
    private final String stream;
    private final SqlText text;
    private final List<Parameter> parameters;
    private final List<String> problems = new ArrayList<>();

    QueryCheck(String stream, String sql, List<Parameter> parameters) {
        this.stream = stream;
        this.text = SqlText.of(sql);
        this.parameters = parameters;
    }

    CheckedQuery check(Connection connection, Optional<RowSchema> given) throws SqlRefused {
        List<String> declared = parameters.stream().map(Parameter::name).toList();
        problems.addAll(text.problems(stream, declared));
        boolean canBeDescribed = declared.containsAll(text.names())
                && text.problems(stream, text.names()).isEmpty();
        if (!canBeDescribed) {
            throw new SqlRefused(problems);
        }
        List<DescribedColumn> columns = describe(connection);
        RowMapping mapping = new RowMapping(stream, columns, problems);
        RowSchema row = given.orElseGet(mapping::derive);
        List<DescribedColumn.Mapped> mapped = given.isPresent() || problems.isEmpty() ? mapping.into(row) : List.of();
        if (!problems.isEmpty()) {
            throw new SqlRefused(problems);
        }
        return new CheckedQuery(text.statement(), text.names(), columns, mapped, row);
    }

    private List<DescribedColumn> describe(Connection connection) throws SqlRefused {
        try {
            // By itself first: then the database's words are about this text and not about DESCRIBE.
            connection.prepareStatement(text.statement()).close();
        } catch (SQLException e) {
            throw refused(e);
        }
        try (PreparedStatement describe = connection.prepareStatement("DESCRIBE " + text.statement())) {
            Binding.bind(describe, text.names(), Arguments.defaults(parameters));
            List<DescribedColumn> columns = new ArrayList<>();
            try (ResultSet described = describe.executeQuery()) {
                while (described.next()) {
                    columns.add(new DescribedColumn(
                            columns.size(), described.getString("column_name"), described.getString("column_type")));
                }
            }
            return columns;
        } catch (SQLException | IllegalArgumentException | ResultFailure e) {
            throw refused(e);
        }
    }

    private SqlRefused refused(Exception cause) {
        problems.add("streams." + stream + ".sql: " + cause.getMessage());
        return new SqlRefused(problems, cause);
    }
}
