package dev.spillway.sql.duckdb;

import dev.spillway.sql.mapping.ColumnType;
import dev.spillway.wire.ColumnKind;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The type of a column of DuckDB that has an encoding.
 *
 * @param scale of a DECIMAL: the digits behind the point
 */
record DuckDbType(DuckDbScalar scalar, int scale) implements ColumnType {
    private static final Pattern DECIMAL = Pattern.compile("DECIMAL\\(\\d+,(\\d+)\\)");

    /** The type that DESCRIBE calls so; empty if it has no encoding. */
    static Optional<DuckDbType> of(String described) {
        Matcher decimal = DECIMAL.matcher(described);
        if (decimal.matches()) {
            return Optional.of(new DuckDbType(DuckDbScalar.DECIMAL, Integer.parseInt(decimal.group(1))));
        }
        return DuckDbScalar.of(ofResult(described)).map(scalar -> new DuckDbType(scalar, 0));
    }

    /** What a result calls the type that DESCRIBE calls so: it leaves the values of an ENUM away. */
    static String ofResult(String described) {
        return described.startsWith("ENUM(") && described.endsWith(")") ? "ENUM" : described;
    }

    @Override
    public List<ColumnKind> kinds() {
        return scalar.kinds();
    }
}
