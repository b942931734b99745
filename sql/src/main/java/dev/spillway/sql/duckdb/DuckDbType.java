package dev.spillway.sql.duckdb;

import dev.spillway.sql.mapping.ColumnType;
import dev.spillway.wire.ColumnKind;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.arrow.vector.types.Types.MinorType;

/**
 * The type of a column of DuckDB that has an encoding.
 *
 * @param scalar of a value, or of each in a list
 * @param scale of a DECIMAL: the digits behind the point
 */
record DuckDbType(Shape shape, DuckDbScalar scalar, int scale) implements ColumnType {
    private static final Pattern LIST = Pattern.compile("(.*[^]])\\[(\\d*)]", Pattern.DOTALL);
    private static final String ENUM = "ENUM(";
    private static final Pattern DECIMAL = Pattern.compile("DECIMAL\\(\\d+,(\\d+)\\)");

    enum Shape {
        VALUE,
        /** {@code INTEGER[]}. */
        LIST,
        /** {@code INTEGER[3]}. */
        ARRAY
    }

    /** The type that DESCRIBE calls so; empty if it has no encoding. */
    static Optional<DuckDbType> of(String described) {
        Matcher list = LIST.matcher(described);
        if (list.matches()) {
            return of(list.group(2).isEmpty() ? Shape.LIST : Shape.ARRAY, list.group(1));
        }
        return of(Shape.VALUE, described);
    }

    private static Optional<DuckDbType> of(Shape shape, String scalar) {
        Matcher decimal = DECIMAL.matcher(scalar);
        if (decimal.matches()) {
            return Optional.of(new DuckDbType(shape, DuckDbScalar.DECIMAL, Integer.parseInt(decimal.group(1))));
        }
        return DuckDbScalar.of(isEnum(scalar) ? "ENUM" : scalar).map(found -> new DuckDbType(shape, found, 0));
    }

    /**
     * Whether a result means the type that DESCRIBE calls so. It leaves the values of an ENUM away, and in a list of them
     * breaks off at one that it cannot spell; how the list lies in memory is checked there.
     */
    static boolean isSame(String described, String ofResult) {
        if (!described.startsWith(ENUM)) {
            return ofResult.equals(described);
        }
        return isEnum(described) ? ofResult.equals("ENUM") : ofResult.startsWith(ENUM);
    }

    private static boolean isEnum(String described) {
        return described.startsWith(ENUM) && described.endsWith(")");
    }

    @Override
    public List<ColumnKind> kinds() {
        return scalar.kinds();
    }

    @Override
    public boolean isList() {
        return shape != Shape.VALUE;
    }

    /** How Arrow lays the lists out in memory. */
    Set<MinorType> listLayouts() {
        return Set.of(shape == Shape.LIST ? MinorType.LIST : MinorType.FIXED_SIZE_LIST);
    }
}
