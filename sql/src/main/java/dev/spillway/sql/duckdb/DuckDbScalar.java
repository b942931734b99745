package dev.spillway.sql.duckdb;

import static dev.spillway.wire.ColumnKind.BOOL;
import static dev.spillway.wire.ColumnKind.BYTES;
import static dev.spillway.wire.ColumnKind.DOUBLE;
import static dev.spillway.wire.ColumnKind.DURATION;
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
import java.util.Set;
import java.util.stream.Stream;
import org.apache.arrow.vector.types.Types.MinorType;

/** The scalar types of DuckDB that have an encoding; docs/types.md says which. */
enum DuckDbScalar {
    BOOLEAN("BOOLEAN", MinorType.TINYINT, Kinds.BOOLEAN),
    TINYINT("TINYINT", MinorType.TINYINT, Kinds.SIGNED_16),
    SMALLINT("SMALLINT", MinorType.SMALLINT, Kinds.SIGNED_16),
    INTEGER("INTEGER", MinorType.INT, Kinds.SIGNED_32),
    BIGINT("BIGINT", MinorType.BIGINT, Kinds.SIGNED_64),
    HUGEINT("HUGEINT", MinorType.FIXEDSIZEBINARY, Kinds.TEXT),
    UTINYINT("UTINYINT", MinorType.UINT1, Kinds.UNSIGNED_16),
    USMALLINT("USMALLINT", MinorType.UINT2, Kinds.UNSIGNED_16),
    UINTEGER("UINTEGER", MinorType.UINT4, Kinds.UNSIGNED_32),
    UBIGINT("UBIGINT", MinorType.UINT8, Kinds.UNSIGNED_64),
    UHUGEINT("UHUGEINT", MinorType.FIXEDSIZEBINARY, Kinds.TEXT),
    REAL("FLOAT", MinorType.FLOAT4, Kinds.SINGLE),
    DOUBLE_PRECISION("DOUBLE", MinorType.FLOAT8, Kinds.FLOATING),
    DECIMAL("DECIMAL", MinorType.DECIMAL, Kinds.TEXT),
    VARCHAR("VARCHAR", MinorType.VARCHAR, Kinds.TEXT_OR_BYTES_OR_ENUM),
    JSON("JSON", MinorType.VARCHAR, Kinds.TEXT_OR_BYTES),
    BLOB("BLOB", MinorType.VARBINARY, Kinds.BYTES_ONLY),
    UUID("UUID", MinorType.FIXEDSIZEBINARY, Kinds.TEXT_OR_BYTES),
    ENUM("ENUM", Set.of(MinorType.UINT1, MinorType.UINT2, MinorType.UINT4), Kinds.TEXT_OR_ENUM),
    DATE("DATE", MinorType.DATEDAY, Kinds.TEXT),
    TIME("TIME", MinorType.TIMEMICRO, Kinds.TEXT),
    TIME_NS("TIME_NS", MinorType.TIMENANO, Kinds.TEXT),
    TIME_TZ("TIME WITH TIME ZONE", MinorType.FIXEDSIZEBINARY, Kinds.TEXT),
    TIMESTAMP_S("TIMESTAMP_S", MinorType.TIMESTAMPSEC, Kinds.TEXT),
    TIMESTAMP_MS("TIMESTAMP_MS", MinorType.TIMESTAMPMILLI, Kinds.TEXT),
    TIMESTAMP_US("TIMESTAMP", MinorType.TIMESTAMPMICRO, Kinds.TEXT),
    TIMESTAMP_NS("TIMESTAMP_NS", MinorType.TIMESTAMPNANO, Kinds.TEXT),
    TIMESTAMP_TZ("TIMESTAMP WITH TIME ZONE", MinorType.TIMESTAMPMICROTZ, Kinds.INSTANT),
    TIMESTAMP_TZ_NS("TIMESTAMPTZ_NS", MinorType.TIMESTAMPNANOTZ, Kinds.INSTANT),
    INTERVAL("INTERVAL", MinorType.INTERVALMONTHDAYNANO, Kinds.TEXT_OR_DURATION);

    /** The kinds of field that hold a type; first the one of a derived row. */
    private static final class Kinds {
        static final List<ColumnKind> BOOLEAN = List.of(BOOL);
        static final List<ColumnKind> SIGNED_64 = List.of(INT64, SINT64, SFIXED64, ColumnKind.ENUM);
        static final List<ColumnKind> SIGNED_32 =
                List.of(INT32, SINT32, SFIXED32, INT64, SINT64, SFIXED64, DOUBLE, ColumnKind.ENUM);
        static final List<ColumnKind> SIGNED_16 = with(SIGNED_32, FLOAT);
        static final List<ColumnKind> UNSIGNED_64 = List.of(UINT64, FIXED64);
        static final List<ColumnKind> UNSIGNED_32 =
                List.of(UINT32, FIXED32, UINT64, FIXED64, INT64, SINT64, SFIXED64, DOUBLE, ColumnKind.ENUM);
        static final List<ColumnKind> UNSIGNED_16 = with(UNSIGNED_32, INT32, SINT32, SFIXED32, FLOAT);
        static final List<ColumnKind> FLOATING = List.of(DOUBLE);
        static final List<ColumnKind> SINGLE = List.of(FLOAT, DOUBLE);
        static final List<ColumnKind> TEXT = List.of(STRING);
        static final List<ColumnKind> TEXT_OR_BYTES = List.of(STRING, BYTES);
        static final List<ColumnKind> TEXT_OR_BYTES_OR_ENUM = List.of(STRING, BYTES, ColumnKind.ENUM);
        static final List<ColumnKind> TEXT_OR_ENUM = List.of(STRING, ColumnKind.ENUM);
        static final List<ColumnKind> TEXT_OR_DURATION = List.of(STRING, DURATION);
        static final List<ColumnKind> BYTES_ONLY = List.of(BYTES);
        static final List<ColumnKind> INSTANT = List.of(TIMESTAMP);

        private static List<ColumnKind> with(List<ColumnKind> kinds, ColumnKind... more) {
            return Stream.concat(kinds.stream(), Stream.of(more)).toList();
        }
    }

    private final String sqlName;

    @SuppressWarnings("ImmutableEnumChecker") // made by Set.of
    private final Set<MinorType> layouts;

    @SuppressWarnings("ImmutableEnumChecker") // made by List.of
    private final List<ColumnKind> kinds;

    DuckDbScalar(String sqlName, MinorType layout, List<ColumnKind> kinds) {
        this(sqlName, Set.of(layout), kinds);
    }

    DuckDbScalar(String sqlName, Set<MinorType> layouts, List<ColumnKind> kinds) {
        this.sqlName = sqlName;
        this.layouts = layouts;
        this.kinds = kinds;
    }

    /** The type of that name, without what stands in parentheses; empty if it has no encoding. */
    static Optional<DuckDbScalar> of(String sqlName) {
        return Arrays.stream(values())
                .filter(each -> each.sqlName.equals(sqlName))
                .findFirst();
    }

    /** The kinds of field that hold every value of the type as it is; the first is the one of a derived row. */
    List<ColumnKind> kinds() {
        return kinds;
    }

    /** How Arrow lays the values out in memory: one of these. */
    Set<MinorType> layouts() {
        return layouts;
    }
}
