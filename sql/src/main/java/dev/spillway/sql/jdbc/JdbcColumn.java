package dev.spillway.sql.jdbc;

import dev.spillway.sql.mapping.ColumnFeed;
import dev.spillway.sql.mapping.EnumValues;
import dev.spillway.sql.mapping.MappedColumn;
import dev.spillway.sql.mapping.TextBuffer;
import dev.spillway.wire.ColumnKind;
import dev.spillway.wire.Reason;
import dev.spillway.wire.ResultFailure;
import dev.spillway.wire.row.RowWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A column, with its value in the row that its run is at. One thread. */
final class JdbcColumn<T> implements ColumnFeed {
    /** About what a value takes that is neither text nor bytes. */
    private static final int FIXED_BYTES = 16;

    /** Gets the value of a column; null, or anything if {@link ResultSet#wasNull}, is NULL. */
    @FunctionalInterface
    private interface Getter<T> {
        @Nullable
        T get(ResultSet row, int column) throws SQLException;
    }

    @FunctionalInterface
    private interface Encoder<T> {
        void write(JdbcColumn<T> to, T value, RowWriter out) throws ResultFailure;
    }

    private final int index;
    private final String name;
    private final int field;
    private final Getter<T> getter;
    private final Encoder<T> encoder;
    private long row = -1;
    private @Nullable T value;

    private JdbcColumn(MappedColumn<JdbcType> mapped, Getter<T> getter, Encoder<T> encoder) {
        this.index = mapped.column().index() + 1;
        this.name = mapped.column().name();
        this.field = mapped.field().number();
        this.getter = getter;
        this.encoder = encoder;
    }

    static JdbcColumn<?> of(MappedColumn<JdbcType> mapped) {
        ColumnKind kind = mapped.field().kind();
        TextBuffer text = new TextBuffer();
        return switch (mapped.type()) {
            case BOOLEAN ->
                new JdbcColumn<>(mapped, ResultSet::getBoolean, (to, value, out) -> out.bool(to.field, value));
            case SMALLINT, INTEGER, INTEGER_UNSIGNED, BIGINT ->
                new JdbcColumn<>(mapped, ResultSet::getLong, integer(mapped, kind));
            case BIGINT_UNSIGNED ->
                new JdbcColumn<>(
                        mapped, ResultSet::getBigDecimal, (to, value, out) -> out.int64(to.field, value.longValue()));
            case REAL -> new JdbcColumn<>(mapped, ResultSet::getFloat, floating(kind));
            case DOUBLE_PRECISION ->
                new JdbcColumn<>(mapped, ResultSet::getDouble, (to, value, out) -> out.float64(to.field, value));
            case DECIMAL ->
                new JdbcColumn<>(
                        mapped,
                        ResultSet::getBigDecimal,
                        (to, value, out) -> out.string(to.field, value.toPlainString()));
            case TEXT -> new JdbcColumn<>(mapped, ResultSet::getString, text(mapped, kind));
            case BINARY -> new JdbcColumn<>(mapped, ResultSet::getBytes, JdbcColumn::writeBytes);
            case UUID -> new JdbcColumn<>(mapped, as(UUID.class), uuid(kind, text));
            case DATE ->
                new JdbcColumn<>(
                        mapped,
                        as(LocalDate.class),
                        (to, day, out) -> text.date(day.toEpochDay()).writeTo(out, to.field));
            case TIME ->
                new JdbcColumn<>(
                        mapped,
                        as(LocalTime.class),
                        (to, time, out) -> text.time(time.toNanoOfDay()).writeTo(out, to.field));
            case TIME_WITH_ZONE ->
                new JdbcColumn<>(
                        mapped,
                        as(OffsetTime.class),
                        (to, time, out) -> text.time(
                                        time.toLocalTime().toNanoOfDay(),
                                        time.getOffset().getTotalSeconds())
                                .writeTo(out, to.field));
            case TIMESTAMP ->
                new JdbcColumn<>(
                        mapped,
                        as(LocalDateTime.class),
                        (to, time, out) ->
                                dateTime(text, time.toInstant(ZoneOffset.UTC)).writeTo(out, to.field));
            case TIMESTAMP_WITH_ZONE ->
                new JdbcColumn<>(
                        mapped,
                        as(OffsetDateTime.class),
                        (to, time, out) -> out.timestamp(to.field, time.toEpochSecond(), time.getNano()));
        };
    }

    private static TextBuffer dateTime(TextBuffer text, Instant time) {
        return text.dateTime(time.getEpochSecond(), time.getNano());
    }

    private static <T> Getter<T> as(Class<T> type) {
        return (row, column) -> row.getObject(column, type);
    }

    private static Encoder<Long> integer(MappedColumn<JdbcType> mapped, ColumnKind kind) {
        return switch (kind) {
            case FLOAT -> (to, value, out) -> out.float32(to.field, value);
            case DOUBLE -> (to, value, out) -> out.float64(to.field, value);
            case ENUM -> {
                EnumValues values = enumOf(mapped);
                yield (to, value, out) -> {
                    if (!values.has(value)) {
                        throw to.refused(values.refusal(value));
                    }
                    out.int64(to.field, value);
                };
            }
            default -> (to, value, out) -> out.int64(to.field, value);
        };
    }

    private static Encoder<Float> floating(ColumnKind kind) {
        return kind == ColumnKind.FLOAT
                ? (to, value, out) -> out.float32(to.field, value)
                : (to, value, out) -> out.float64(to.field, value);
    }

    private static Encoder<String> text(MappedColumn<JdbcType> mapped, ColumnKind kind) {
        if (kind != ColumnKind.ENUM) {
            return (to, value, out) -> out.string(to.field, value);
        }
        EnumValues values = enumOf(mapped);
        return (to, value, out) -> {
            byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
            long number = values.number(utf8, 0, utf8.length);
            if (number == EnumValues.NONE) {
                throw to.refused(values.refusal(value));
            }
            out.int64(to.field, number);
        };
    }

    private static EnumValues enumOf(MappedColumn<JdbcType> mapped) {
        return new EnumValues(mapped.field().descriptor().getEnumType());
    }

    private static Encoder<UUID> uuid(ColumnKind kind, TextBuffer text) {
        return (to, value, out) -> {
            long high = value.getMostSignificantBits();
            long low = value.getLeastSignificantBits();
            if (kind == ColumnKind.BYTES) {
                to.writeBytes(ByteBuffer.allocate(16).putLong(high).putLong(low).array(), out);
            } else {
                text.uuid(high, low).writeTo(out, to.field);
            }
        };
    }

    private void writeBytes(byte[] bytes, RowWriter out) throws ResultFailure {
        out.bytes(field, bytes, 0, bytes.length);
    }

    /** Place among the columns of the statement, from 1. */
    int index() {
        return index;
    }

    /**
     * Takes the value of the next row.
     *
     * @return about how many bytes of memory it takes
     */
    int load(ResultSet from) throws SQLException {
        row++;
        try {
            T got = getter.get(from, index);
            value = from.wasNull() ? null : got;
        } catch (SQLException e) {
            throw new SQLException("row " + row + ", column " + name + ": " + e.getMessage(), e);
        }
        return switch (value) {
            case String text -> text.length();
            case byte[] bytes -> bytes.length;
            case null, default -> FIXED_BYTES;
        };
    }

    @Override
    public boolean isNull(int only) {
        return value == null;
    }

    @Override
    public void write(int only, RowWriter out) throws ResultFailure {
        encoder.write(this, Objects.requireNonNull(value), out);
    }

    private ResultFailure refused(String what) {
        return new ResultFailure(Reason.SOURCE_FAILED, "row " + row + ", column " + name + ": " + what);
    }
}
