package dev.spillway.sql.jdbc;

import static dev.spillway.wire.ColumnKind.BOOL;
import static dev.spillway.wire.ColumnKind.BYTES;
import static dev.spillway.wire.ColumnKind.DOUBLE;
import static dev.spillway.wire.ColumnKind.ENUM;
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
import static dev.spillway.wire.ColumnKind.UINT32;
import static dev.spillway.wire.ColumnKind.UINT64;

import dev.spillway.sql.mapping.ColumnType;
import dev.spillway.wire.ColumnKind;
import java.math.BigDecimal;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The types of JDBC that have an encoding; docs/types.md says which. */
enum JdbcType implements ColumnType {
    BOOLEAN(BOOL),
    SMALLINT(INT32, SINT32, SFIXED32, INT64, SINT64, SFIXED64, DOUBLE, FLOAT, ENUM),
    INTEGER(INT32, SINT32, SFIXED32, INT64, SINT64, SFIXED64, DOUBLE, ENUM),
    INTEGER_UNSIGNED(UINT32, FIXED32, UINT64, FIXED64, INT64, SINT64, SFIXED64, DOUBLE, ENUM),
    BIGINT(INT64, SINT64, SFIXED64, ENUM),
    BIGINT_UNSIGNED(UINT64, FIXED64),
    REAL(FLOAT, DOUBLE),
    DOUBLE_PRECISION(DOUBLE),
    DECIMAL(STRING),
    TEXT(STRING, ENUM),
    BINARY(BYTES),
    UUID(STRING, BYTES),
    DATE(STRING),
    TIME(STRING),
    TIME_WITH_ZONE(STRING),
    TIMESTAMP(STRING),
    TIMESTAMP_WITH_ZONE(ColumnKind.TIMESTAMP);

    @SuppressWarnings("ImmutableEnumChecker") // made by List.of
    private final List<ColumnKind> kinds;

    JdbcType(ColumnKind... kinds) {
        this.kinds = List.of(kinds);
    }

    /**
     * The type of a column; empty if it has no encoding.
     *
     * @param column from 1
     */
    static Optional<JdbcType> of(ResultSetMetaData columns, int column) throws SQLException {
        String javaClass = columns.getColumnClassName(column);
        if (java.util.UUID.class.getName().equals(javaClass)) {
            return Optional.of(UUID);
        }
        boolean signed = columns.isSigned(column);
        JdbcType type = switch (columns.getColumnType(column)) {
            case Types.BOOLEAN -> BOOLEAN;
            case Types.BIT -> columns.getPrecision(column) <= 1 ? BOOLEAN : null;
            case Types.TINYINT, Types.SMALLINT -> SMALLINT;
            case Types.INTEGER -> signed ? INTEGER : INTEGER_UNSIGNED;
            case Types.BIGINT -> signed ? BIGINT : BIGINT_UNSIGNED;
            case Types.REAL, Types.FLOAT, Types.DOUBLE -> floating(columns.getColumnType(column), javaClass);
            case Types.NUMERIC, Types.DECIMAL -> DECIMAL;
            case Types.CHAR,
                    Types.VARCHAR,
                    Types.LONGVARCHAR,
                    Types.NCHAR,
                    Types.NVARCHAR,
                    Types.LONGNVARCHAR,
                    Types.CLOB,
                    Types.NCLOB -> TEXT;
            case Types.BINARY, Types.VARBINARY, Types.LONGVARBINARY, Types.BLOB -> BINARY;
            case Types.DATE -> DATE;
            case Types.TIME -> TIME;
            case Types.TIME_WITH_TIMEZONE -> TIME_WITH_ZONE;
            case Types.TIMESTAMP -> TIMESTAMP;
            case Types.TIMESTAMP_WITH_TIMEZONE -> TIMESTAMP_WITH_ZONE;
            case Types.OTHER -> isText(columns.getColumnTypeName(column)) ? TEXT : null;
            default -> null;
        };
        return Optional.ofNullable(type);
    }

    /** Types whose values are texts, and that have no type of their own in JDBC. */
    private static boolean isText(String sqlType) {
        String upper = sqlType.toUpperCase(Locale.ROOT);
        return upper.equals("JSON") || upper.startsWith("ENUM");
    }

    /**
     * Decimals of a floating point have no type of their own in JDBC, and more digits than a double. A REAL has 32 bits for
     * most, 64 for SQLite.
     */
    private static JdbcType floating(int type, String javaClass) {
        if (BigDecimal.class.getName().equals(javaClass)) {
            return DECIMAL;
        }
        return type == Types.REAL && Float.class.getName().equals(javaClass) ? REAL : DOUBLE_PRECISION;
    }

    @Override
    public List<ColumnKind> kinds() {
        return kinds;
    }

    @Override
    public boolean isList() {
        return false;
    }
}
