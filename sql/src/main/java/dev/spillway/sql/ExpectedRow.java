package dev.spillway.sql;

import dev.spillway.wire.RowSchema;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * The row that a query has to fill: its columns feed the fields of the same paths.
 *
 * @param omitted paths of fields that no column is meant to feed; that of a message stands for all its fields
 * @param see what to add to a problem of a field, such as the place where it is declared, by its path
 */
public record ExpectedRow(RowSchema schema, Set<String> omitted, UnaryOperator<String> see) {
    /** The row of which every field is fed. */
    public static ExpectedRow of(RowSchema schema) {
        return new ExpectedRow(schema, Set.of(), field -> "");
    }
}
