package dev.spillway.sql.postgres;

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
import org.jspecify.annotations.Nullable;

/** The scalar types of PostgreSQL that have an encoding, by their names in the catalog; docs/types.md says which. */
enum PostgresScalar {
    BOOLEAN("bool", List.of(BOOL)),
    SMALLINT("int2", List.of(INT32, SINT32, SFIXED32, INT64, SINT64, SFIXED64, DOUBLE, FLOAT, ColumnKind.ENUM)),
    INTEGER("int4", List.of(INT32, SINT32, SFIXED32, INT64, SINT64, SFIXED64, DOUBLE, ColumnKind.ENUM)),
    BIGINT("int8", List.of(INT64, SINT64, SFIXED64, ColumnKind.ENUM)),
    OID("oid", List.of(UINT32, FIXED32, UINT64, FIXED64, INT64, SINT64, SFIXED64, DOUBLE)),
    REAL("float4", List.of(ColumnKind.FLOAT, DOUBLE)),
    DOUBLE_PRECISION("float8", List.of(DOUBLE)),
    NUMERIC("numeric", List.of(STRING)),
    TEXT("text", List.of(STRING, BYTES, ColumnKind.ENUM)),
    VARCHAR("varchar", List.of(STRING, BYTES, ColumnKind.ENUM)),
    CHAR("bpchar", List.of(STRING, BYTES)),
    NAME("name", List.of(STRING, BYTES)),
    CITEXT("citext", List.of(STRING, BYTES)),
    JSON("json", List.of(STRING, BYTES)),
    JSONB("jsonb", List.of(STRING, BYTES)),
    BYTEA("bytea", List.of(BYTES)),
    UUID("uuid", List.of(STRING, BYTES)),
    DATE("date", List.of(STRING)),
    TIME("time", List.of(STRING)),
    TIMETZ("timetz", List.of(STRING)),
    TIMESTAMP_WITHOUT_ZONE("timestamp", List.of(STRING)),
    TIMESTAMP_WITH_ZONE("timestamptz", List.of(TIMESTAMP)),
    INTERVAL("interval", List.of(STRING, DURATION)),
    ENUM("", List.of(STRING, ColumnKind.ENUM));

    private static final String OF_ENUM = "e";
    private static final String OF_BASE = "b";

    private final String name;

    @SuppressWarnings("ImmutableEnumChecker") // made by List.of
    private final List<ColumnKind> kinds;

    PostgresScalar(String name, List<ColumnKind> kinds) {
        this.name = name;
        this.kinds = kinds;
    }

    /**
     * The type that the catalog calls so; empty if it has no encoding.
     *
     * @param form {@code typtype}
     */
    static Optional<PostgresScalar> of(@Nullable String name, @Nullable String form) {
        if (OF_ENUM.equals(form)) {
            return Optional.of(ENUM);
        }
        return Arrays.stream(values())
                .filter(each -> OF_BASE.equals(form) && each.name.equals(name))
                .findFirst();
    }

    String catalogName() {
        return name;
    }

    /** The kinds of field that hold every value of the type as it is; the first is the one of a derived row. */
    List<ColumnKind> kinds() {
        return kinds;
    }
}
