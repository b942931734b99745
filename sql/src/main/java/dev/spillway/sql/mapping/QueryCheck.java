package dev.spillway.sql.mapping;

import dev.spillway.source.Arguments;
import dev.spillway.sql.ExpectedRow;
import dev.spillway.sql.SqlRefused;
import dev.spillway.sql.SqlText;
import dev.spillway.wire.Parameter;
import dev.spillway.wire.ResultFailure;
import dev.spillway.wire.RowSchema;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Learns the columns of a query without running it, and finds all that is wrong with it. */
public final class QueryCheck {
    private final String stream;
    private final SqlText text;
    private final List<Parameter> parameters;
    private final List<String> problems = new ArrayList<>();

    /**
     * @param stream the stream that the query is for; problems name it, and a derived row is called after it
     * @param sql one query, with {@code :name} for each parameter
     */
    public QueryCheck(String stream, String sql, List<Parameter> parameters) {
        this.stream = stream;
        this.text = SqlText.of(sql);
        this.parameters = parameters;
    }

    /**
     * Checks the query, described with the defaults of its parameters. Once.
     *
     * @param expected the row to fill; empty: it is derived from the columns
     * @throws SqlRefused with everything that is wrong
     */
    public <T extends ColumnType> CheckedQuery<T> check(Dialect<T> dialect, Optional<ExpectedRow> expected)
            throws SqlRefused {
        List<String> declared = parameters.stream().map(Parameter::name).toList();
        problems.addAll(text.problems(stream, declared));
        boolean canBeDescribed = declared.containsAll(text.names())
                && text.problems(stream, text.names()).isEmpty();
        if (!canBeDescribed) {
            throw new SqlRefused(problems);
        }
        List<DescribedColumn<T>> columns = describe(dialect);
        RowMapping<T> mapping = new RowMapping<>(stream, dialect, columns, problems);
        RowSchema row = expected.map(mapping::fed).orElseGet(mapping::derive);
        if (!problems.isEmpty()) {
            throw new SqlRefused(problems);
        }
        return new CheckedQuery<>(text.statement(), text.names(), columns, mapping.into(row), row);
    }

    private <T extends ColumnType> List<DescribedColumn<T>> describe(Dialect<T> dialect) throws SqlRefused {
        try {
            return dialect.describe(text, Arguments.defaults(parameters));
        } catch (SQLException | IllegalArgumentException | ResultFailure e) {
            problems.add("streams." + stream + ".sql: " + e.getMessage());
            throw new SqlRefused(problems, e);
        }
    }
}
