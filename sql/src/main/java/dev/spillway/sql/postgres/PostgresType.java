package dev.spillway.sql.postgres;

import dev.spillway.sql.mapping.ColumnType;
import dev.spillway.wire.ColumnKind;
import java.util.List;

/**
 * The type of a column of PostgreSQL that has an encoding.
 *
 * @param scalar of a value, or of each in a list
 */
record PostgresType(PostgresScalar scalar, boolean isList) implements ColumnType {
    @Override
    public List<ColumnKind> kinds() {
        return scalar.kinds();
    }
}
