package dev.spillway.sql.postgres;

import dev.spillway.sql.mapping.EnumValues;
import dev.spillway.sql.mapping.MappedColumn;
import dev.spillway.sql.mapping.TextBuffer;
import dev.spillway.wire.ColumnKind;
import dev.spillway.wire.ResultFailure;
import dev.spillway.wire.row.RowWriter;

/** Writes values of one type into one field, from the binary form that the server sends. Not asked for NULL. One thread. */
sealed interface ValueEncoder {
    /** What the server counts days and times from, 2000-01-01, in days since 1970-01-01. */
    long FIRST_DAY = 10_957;

    long SECONDS_PER_DAY = 86_400;
    long MICROS_PER_SECOND = 1_000_000;
    int NANOS_PER_MICRO = 1000;

    void write(CopyValue from, RowWriter out) throws ResultFailure;

    static ValueEncoder of(MappedColumn<PostgresType> column) {
        int field = column.field().number();
        ColumnKind kind = column.field().kind();
        PostgresScalar type = column.type().scalar();
        return switch (type) {
            case BOOLEAN -> new OfBoolean(field);
            case SMALLINT, INTEGER, BIGINT, OID ->
                switch (kind) {
                    case FLOAT, DOUBLE -> new OfIntegerAsFloating(field, new OfInteger(field, type), kind);
                    case ENUM -> new OfIntegerAsEnum(field, new OfInteger(field, type), enumOf(column));
                    default -> new OfInteger(field, type);
                };
            case REAL -> kind == ColumnKind.FLOAT ? new OfFloat(field) : new OfFloatAsDouble(field);
            case DOUBLE_PRECISION -> new OfDouble(field);
            case NUMERIC -> new OfNumeric(field, new NumericText());
            case TEXT, VARCHAR, ENUM ->
                kind == ColumnKind.ENUM ? new OfTextAsEnum(field, enumOf(column)) : new OfBytes(field);
            case CHAR, NAME, CITEXT, JSON, BYTEA -> new OfBytes(field);
            case JSONB -> new OfJsonb(field);
            case UUID -> kind == ColumnKind.BYTES ? new OfBytes(field) : new OfUuid(field, new TextBuffer());
            case DATE -> new OfDate(field, new TextBuffer());
            case TIME -> new OfTime(field, new TextBuffer());
            case TIMETZ -> new OfTimeWithZone(field, new TextBuffer());
            case TIMESTAMP_WITHOUT_ZONE -> new OfDateTime(field, new TextBuffer());
            case TIMESTAMP_WITH_ZONE -> new OfInstant(field);
            case INTERVAL -> new OfInterval(field, kind == ColumnKind.DURATION, new TextBuffer());
        };
    }

    private static EnumValues enumOf(MappedColumn<PostgresType> column) {
        return new EnumValues(column.field().descriptor().getEnumType());
    }

    record OfBoolean(int field) implements ValueEncoder {
        @Override
        public void write(CopyValue from, RowWriter out) throws ResultFailure {
            out.bool(field, from.int8() != 0);
        }
    }

    record OfInteger(int field, PostgresScalar type) implements ValueEncoder {
        @Override
        public void write(CopyValue from, RowWriter out) throws ResultFailure {
            out.int64(field, value(from));
        }

        long value(CopyValue from) {
            return switch (type) {
                case SMALLINT -> from.int16();
                case INTEGER -> from.int32();
                case OID -> Integer.toUnsignedLong(from.int32());
                default -> from.int64();
            };
        }
    }

    /** Only of integers that the field holds exactly. */
    record OfIntegerAsFloating(int field, OfInteger integer, ColumnKind kind) implements ValueEncoder {
        @Override
        public void write(CopyValue from, RowWriter out) throws ResultFailure {
            if (kind == ColumnKind.FLOAT) {
                out.float32(field, (float) integer.value(from));
            } else {
                out.float64(field, (double) integer.value(from));
            }
        }
    }

    record OfIntegerAsEnum(int field, OfInteger integer, EnumValues values) implements ValueEncoder {
        @Override
        public void write(CopyValue from, RowWriter out) throws ResultFailure {
            long number = integer.value(from);
            if (!values.has(number)) {
                throw from.refused(values.refusal(number));
            }
            out.int64(field, number);
        }
    }

    record OfTextAsEnum(int field, EnumValues values) implements ValueEncoder {
        @Override
        public void write(CopyValue from, RowWriter out) throws ResultFailure {
            long number = values.number(from.bytes(), from.start(), from.length());
            if (number == EnumValues.NONE) {
                throw from.refused(values.refusal(from.text()));
            }
            out.int64(field, number);
        }
    }

    record OfFloat(int field) implements ValueEncoder {
        @Override
        public void write(CopyValue from, RowWriter out) throws ResultFailure {
            out.float32(field, Float.intBitsToFloat(from.int32()));
        }
    }

    record OfFloatAsDouble(int field) implements ValueEncoder {
        @Override
        public void write(CopyValue from, RowWriter out) throws ResultFailure {
            out.float64(field, Float.intBitsToFloat(from.int32()));
        }
    }

    record OfDouble(int field) implements ValueEncoder {
        @Override
        public void write(CopyValue from, RowWriter out) throws ResultFailure {
            out.float64(field, Double.longBitsToDouble(from.int64()));
        }
    }

    record OfNumeric(int field, NumericText text) implements ValueEncoder {
        @Override
        public void write(CopyValue from, RowWriter out) throws ResultFailure {
            text.write(from, field, out);
        }
    }

    record OfBytes(int field) implements ValueEncoder {
        @Override
        public void write(CopyValue from, RowWriter out) throws ResultFailure {
            out.bytes(field, from.bytes(), from.start(), from.length());
        }
    }

    /** Text behind a number of its version. */
    record OfJsonb(int field) implements ValueEncoder {
        @Override
        public void write(CopyValue from, RowWriter out) throws ResultFailure {
            if (from.int8() != 1) {
                throw from.refused("jsonb of version " + from.int8() + " (expected: 1)");
            }
            out.bytes(field, from.bytes(), from.start() + 1, from.length() - 1);
        }
    }

    record OfUuid(int field, TextBuffer text) implements ValueEncoder {
        @Override
        public void write(CopyValue from, RowWriter out) throws ResultFailure {
            text.uuid(from.int64(), from.int64(Long.BYTES)).writeTo(out, field);
        }
    }

    record OfDate(int field, TextBuffer text) implements ValueEncoder {
        @Override
        public void write(CopyValue from, RowWriter out) throws ResultFailure {
            int day = from.int32();
            if (isInfinite(day)) {
                throw from.refused((day > 0 ? "" : "-") + "infinity (expected: a date)");
            }
            text.date(day + FIRST_DAY).writeTo(out, field);
        }
    }

    record OfTime(int field, TextBuffer text) implements ValueEncoder {
        @Override
        public void write(CopyValue from, RowWriter out) throws ResultFailure {
            text.time(from.int64() * NANOS_PER_MICRO).writeTo(out, field);
        }
    }

    /** The zone comes as seconds west of Greenwich. */
    record OfTimeWithZone(int field, TextBuffer text) implements ValueEncoder {
        @Override
        public void write(CopyValue from, RowWriter out) throws ResultFailure {
            text.time(from.int64() * NANOS_PER_MICRO, -from.int32(Long.BYTES)).writeTo(out, field);
        }
    }

    record OfDateTime(int field, TextBuffer text) implements ValueEncoder {
        @Override
        public void write(CopyValue from, RowWriter out) throws ResultFailure {
            long micros = finite(from);
            text.dateTime(epochSecond(micros), nanos(micros)).writeTo(out, field);
        }
    }

    record OfInstant(int field) implements ValueEncoder {
        @Override
        public void write(CopyValue from, RowWriter out) throws ResultFailure {
            long micros = finite(from);
            out.timestamp(field, epochSecond(micros), nanos(micros));
        }
    }

    /** Microseconds, days and months, which are counted apart. */
    record OfInterval(int field, boolean asDuration, TextBuffer text) implements ValueEncoder {
        @Override
        public void write(CopyValue from, RowWriter out) throws ResultFailure {
            long micros = from.int64();
            int days = from.int32(Long.BYTES);
            int months = from.int32(Long.BYTES + Integer.BYTES);
            if (isInfinite(micros) && isInfinite(days) && isInfinite(months)) {
                throw from.refused((micros > 0 ? "" : "-") + "infinity (expected: an interval)");
            }
            text.interval(months, days, micros);
            if (!asDuration) {
                text.writeTo(out, field);
            } else if (months == 0 && days == 0) {
                out.duration(field, micros / MICROS_PER_SECOND, (int) (micros % MICROS_PER_SECOND) * NANOS_PER_MICRO);
            } else {
                throw from.refused(text + " (expected: no months and no days, which have no fixed length; "
                        + "make_interval(secs => extract(epoch FROM b - a)) has none)");
            }
        }
    }

    private static long finite(CopyValue from) throws ResultFailure {
        long micros = from.int64();
        if (isInfinite(micros)) {
            throw from.refused((micros > 0 ? "" : "-") + "infinity (expected: a timestamp)");
        }
        return micros;
    }

    private static boolean isInfinite(long number) {
        return number == Long.MAX_VALUE || number == Long.MIN_VALUE;
    }

    private static boolean isInfinite(int number) {
        return number == Integer.MAX_VALUE || number == Integer.MIN_VALUE;
    }

    private static long epochSecond(long micros) {
        return Math.floorDiv(micros, MICROS_PER_SECOND) + FIRST_DAY * SECONDS_PER_DAY;
    }

    private static int nanos(long micros) {
        return (int) Math.floorMod(micros, MICROS_PER_SECOND) * NANOS_PER_MICRO;
    }
}
