package dev.spillway.sql.mapping;

import dev.spillway.source.Arguments;
import dev.spillway.sql.SqlText;
import dev.spillway.wire.Column;
import dev.spillway.wire.ColumnKind;
import dev.spillway.wire.ResultFailure;
import java.sql.SQLException;
import java.util.List;

/** What a database is asked while a query is checked. */
public interface Dialect<T extends ColumnType> {
    /**
     * The columns of a statement, in their order. It is not run.
     *
     * @throws SQLException the database refuses it; its words are shown as they are
     * @throws ResultFailure an argument cannot be bound
     */
    List<DescribedColumn<T>> describe(SqlText text, Arguments arguments) throws SQLException, ResultFailure;

    /** Whether a column of some type could feed the field. */
    default boolean canFeed(Column field) {
        return true;
    }

    /** The type whose values fit a field of the kind: what to CAST to. */
    String castFor(ColumnKind kind);

    /** A column's name as SQL text: as it is where it needs no quotes. */
    default String quoted(String column) {
        return column.matches("[A-Za-z_][A-Za-z0-9_]*") ? column : '"' + column.replace("\"", "\"\"") + '"';
    }
}
