package dev.spillway.sql.duckdb;

import static dev.spillway.wire.ColumnKind.BOOL;
import static dev.spillway.wire.ColumnKind.BYTES;
import static dev.spillway.wire.ColumnKind.DOUBLE;
import static dev.spillway.wire.ColumnKind.FIXED32;
import static dev.spillway.wire.ColumnKind.FIXED64;
import static dev.spillway.wire.ColumnKind.FLOAT;
import static dev.spillway.wire.ColumnKind.INT32;
import static dev.spillway.wire.ColumnKind.INT64;
import static dev.spillway.wire.ColumnKind.SFIXED32;
import static dev.spillway.wire.ColumnKind.SFIXED64;
import static dev.spillway.wire.ColumnKind.SINT32;
import static dev.spillway.wire.ColumnKind.SINT64;
import static dev.spillway.wire.ColumnKind.STRING;
import static dev.spillway.wire.ColumnKind.TIMESTAMP;
import static dev.spillway.wire.ColumnKind.UINT32;
import static dev.spillway.wire.ColumnKind.UINT64;

import dev.spillway.wire.ColumnKind;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.arrow.vector.types.Types.MinorType;

/** The types of DuckDB that have an encoding; docs/types.md says which. */
enum DuckDbType {
    BOOLEAN("BOOLEAN", MinorType.BIT, Kinds.BOOLEAN),
    TINYINT("TINYINT", MinorType.TINYINT, Kinds.SIGNED_16),
    SMALLINT("SMALLINT", MinorType.SMALLINT, Kinds.SIGNED_16),
    INTEGER("INTEGER", MinorType.INT, Kinds.SIGNED_32),
    BIGINT("BIGINT", MinorType.BIGINT, Kinds.SIGNED_64),
    UTINYINT("UTINYINT", MinorType.UINT1, Kinds.UNSIGNED_16),
    USMALLINT("USMALLINT", MinorType.UINT2, Kinds.UNSIGNED_16),
    UINTEGER("UINTEGER", MinorType.UINT4, Kinds.UNSIGNED_32),
    UBIGINT("UBIGINT", MinorType.UINT8, Kinds.UNSIGNED_64),
    REAL("FLOAT", MinorType.FLOAT4, Kinds.SINGLE),
    DOUBLE_PRECISION("DOUBLE", MinorType.FLOAT8, Kinds.FLOATING),
    DECIMAL("DECIMAL", MinorType.DECIMAL, Kinds.TEXT),
    VARCHAR("VARCHAR", MinorType.VARCHAR, Kinds.TEXT_OR_BYTES),
    DATE("DATE", MinorType.DATEDAY, Kinds.TEXT),
    TIMESTAMP_S("TIMESTAMP_S", MinorType.TIMESTAMPSEC, Kinds.TEXT),
    TIMESTAMP_MS("TIMESTAMP_MS", MinorType.TIMESTAMPMILLI, Kinds.TEXT),
    TIMESTAMP_US("TIMESTAMP", MinorType.TIMESTAMPMICRO, Kinds.TEXT),
    TIMESTAMP_NS("TIMESTAMP_NS", MinorType.TIMESTAMPNANO, Kinds.TEXT),
    TIMESTAMP_TZ("TIMESTAMP WITH TIME ZONE", MinorType.TIMESTAMPMICROTZ, Kinds.INSTANT);

    /** The kinds of field that hold a type; first the one of a derived row. */
    private static final class Kinds {
        static final List<ColumnKind> BOOLEAN = List.of(BOOL);
        static final List<ColumnKind> SIGNED_64 = List.of(INT64, SINT64, SFIXED64);
        static final List<ColumnKind> SIGNED_32 = List.of(INT32, SINT32, SFIXED32, INT64, SINT64, SFIXED64, DOUBLE);
        static final List<ColumnKind> SIGNED_16 = with(SIGNED_32, FLOAT);
        static final List<ColumnKind> UNSIGNED_64 = List.of(UINT64, FIXED64);
        static final List<ColumnKind> UNSIGNED_32 =
                List.of(UINT32, FIXED32, UINT64, FIXED64, INT64, SINT64, SFIXED64, DOUBLE);
        static final List<ColumnKind> UNSIGNED_16 = with(UNSIGNED_32, INT32, SINT32, SFIXED32, FLOAT);
        static final List<ColumnKind> FLOATING = List.of(DOUBLE);
        static final List<ColumnKind> SINGLE = List.of(FLOAT, DOUBLE);
        static final List<ColumnKind> TEXT = List.of(STRING);
        static final List<ColumnKind> TEXT_OR_BYTES = List.of(STRING, BYTES);
        static final List<ColumnKind> INSTANT = List.of(TIMESTAMP);

        private static List<ColumnKind> with(List<ColumnKind> kinds, ColumnKind... more) {
            return Stream.concat(kinds.stream(), Stream.of(more)).toList();
        }
    }

    private final String name;
    private final MinorType layout;

    @SuppressWarnings("ImmutableEnumChecker") // made by List.of
    private final List<ColumnKind> kinds;

    DuckDbType(String name, MinorType layout, List<ColumnKind> kinds) {
        this.name = name;
        this.layout = layout;
        this.kinds = kinds;
    }

    /** The type that DESCRIBE calls so; empty if it has no encoding. */
    static Optional<DuckDbType> of(String described) {
        String plain = described.startsWith("DECIMAL(") && described.endsWith(")") ? DECIMAL.name : described;
        return Arrays.stream(values()).filter(each -> each.name.equals(plain)).findFirst();
    }

    /** The kinds of field that hold every value of the type as it is; the first is the one of a derived row. */
    List<ColumnKind> kinds() {
        return kinds;
    }

    /** How Arrow lays the values out in memory. */
    MinorType layout() {
        return layout;
    }

    ColumnKind derived() {
        return kinds.getFirst();
    }

    /** The type whose values fit a field of the kind: what to CAST to. */
    static String castFor(ColumnKind kind) {
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
