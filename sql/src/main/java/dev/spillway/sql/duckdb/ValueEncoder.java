package dev.spillway.sql.duckdb;

import dev.spillway.sql.mapping.EnumValues;
import dev.spillway.sql.mapping.MappedColumn;
import dev.spillway.sql.mapping.TextBuffer;
import dev.spillway.wire.ColumnKind;
import dev.spillway.wire.ResultFailure;
import dev.spillway.wire.row.RowWriter;

/** Writes the values of one column into its field, from the memory of a batch. Not asked for NULL. One thread. */
sealed interface ValueEncoder {
    void write(ColumnMemory from, int row, RowWriter out) throws ResultFailure;

    /** Chosen by DESCRIBE's type: in Arrow some types look alike. */
    static ValueEncoder of(MappedColumn<DuckDbType> column) {
        int field = column.field().number();
        ColumnKind kind = column.field().kind();
        DuckDbScalar type = column.type().scalar();
        return switch (type) {
            case BOOLEAN -> new OfBoolean(field);
            case TINYINT, SMALLINT, INTEGER, BIGINT, UTINYINT, USMALLINT, UINTEGER, UBIGINT ->
                switch (kind) {
                    case FLOAT, DOUBLE -> new OfIntegerAsFloating(field, new OfInteger(field, type), kind);
                    case ENUM -> new OfIntegerAsEnum(field, new OfInteger(field, type), enumOf(column));
                    default -> new OfInteger(field, type);
                };
            case REAL -> kind == ColumnKind.FLOAT ? new OfFloat(field) : new OfFloatAsDouble(field);
            case DOUBLE_PRECISION -> new OfDouble(field);
            case DECIMAL -> new OfDecimal(field, column.type().scale(), new TextBuffer());
            case HUGEINT -> new OfDecimal(field, 0, new TextBuffer());
            case UHUGEINT -> new OfUnsigned(field, new TextBuffer());
            case VARCHAR -> kind == ColumnKind.ENUM ? new OfTextAsEnum(field, enumOf(column)) : new OfBytes(field);
            case JSON, BLOB -> new OfBytes(field);
            case UUID -> kind == ColumnKind.BYTES ? new OfSixteenBytes(field) : new OfUuid(field, new TextBuffer());
            case ENUM -> kind == ColumnKind.ENUM ? new OfLabelAsEnum(field, enumOf(column)) : new OfLabel(field);
            case DATE -> new OfDate(field, new TextBuffer());
            case TIME -> new OfTime(field, 1000, new TextBuffer());
            case TIME_NS -> new OfTime(field, 1, new TextBuffer());
            case TIME_TZ -> new OfTimeWithOffset(field, new TextBuffer());
            case TIMESTAMP_S -> new OfDateTime(field, 1, new TextBuffer());
            case TIMESTAMP_MS -> new OfDateTime(field, 1_000, new TextBuffer());
            case TIMESTAMP_US -> new OfDateTime(field, 1_000_000, new TextBuffer());
            case TIMESTAMP_NS -> new OfDateTime(field, 1_000_000_000, new TextBuffer());
            case TIMESTAMP_TZ -> new OfInstant(field, 1_000_000);
            case TIMESTAMP_TZ_NS -> new OfInstant(field, 1_000_000_000);
            case INTERVAL ->
                kind == ColumnKind.DURATION
                        ? new OfIntervalAsDuration(field, new TextBuffer())
                        : new OfInterval(field, new TextBuffer());
        };
    }

    private static EnumValues enumOf(MappedColumn<DuckDbType> column) {
        return new EnumValues(column.field().descriptor().getEnumType());
    }

    record OfBoolean(int field) implements ValueEncoder {
        @Override
        public void write(ColumnMemory from, int row, RowWriter out) throws ResultFailure {
            out.bool(field, from.int8(row) != 0);
        }
    }

    record OfInteger(int field, DuckDbScalar type) implements ValueEncoder {
        @Override
        public void write(ColumnMemory from, int row, RowWriter out) throws ResultFailure {
            out.int64(field, value(from, row));
        }

        long value(ColumnMemory from, int row) {
            return switch (type) {
                case TINYINT -> from.int8(row);
                case UTINYINT -> Byte.toUnsignedLong(from.int8(row));
                case SMALLINT -> from.int16(row);
                case USMALLINT -> Short.toUnsignedLong(from.int16(row));
                case INTEGER -> from.int32(row);
                case UINTEGER -> Integer.toUnsignedLong(from.int32(row));
                default -> from.int64(row);
            };
        }
    }

    /** Only of integers that the field holds exactly. */
    record OfIntegerAsFloating(int field, OfInteger integer, ColumnKind kind) implements ValueEncoder {
        @Override
        public void write(ColumnMemory from, int row, RowWriter out) throws ResultFailure {
            if (kind == ColumnKind.FLOAT) {
                out.float32(field, (float) integer.value(from, row));
            } else {
                out.float64(field, (double) integer.value(from, row));
            }
        }
    }

    record OfIntegerAsEnum(int field, OfInteger integer, EnumValues values) implements ValueEncoder {
        @Override
        public void write(ColumnMemory from, int row, RowWriter out) throws ResultFailure {
            long number = integer.value(from, row);
            if (!values.has(number)) {
                throw from.refused(row, values.refusal(number));
            }
            out.int64(field, number);
        }
    }

    record OfFloat(int field) implements ValueEncoder {
        @Override
        public void write(ColumnMemory from, int row, RowWriter out) throws ResultFailure {
            out.float32(field, Float.intBitsToFloat(from.int32(row)));
        }
    }

    record OfFloatAsDouble(int field) implements ValueEncoder {
        @Override
        public void write(ColumnMemory from, int row, RowWriter out) throws ResultFailure {
            out.float64(field, Float.intBitsToFloat(from.int32(row)));
        }
    }

    record OfDouble(int field) implements ValueEncoder {
        @Override
        public void write(ColumnMemory from, int row, RowWriter out) throws ResultFailure {
            out.float64(field, Double.longBitsToDouble(from.int64(row)));
        }
    }

    record OfDecimal(int field, int scale, TextBuffer text) implements ValueEncoder {
        @Override
        public void write(ColumnMemory from, int row, RowWriter out) throws ResultFailure {
            text.decimal(from.second(row), from.first(row), scale).writeTo(out, field);
        }
    }

    record OfUnsigned(int field, TextBuffer text) implements ValueEncoder {
        @Override
        public void write(ColumnMemory from, int row, RowWriter out) throws ResultFailure {
            text.unsigned(from.second(row), from.first(row)).writeTo(out, field);
        }
    }

    record OfBytes(int field) implements ValueEncoder {
        @Override
        public void write(ColumnMemory from, int row, RowWriter out) throws ResultFailure {
            int start = from.offset(row);
            out.bytes(field, from.bytes(), start, from.offset(row + 1) - start);
        }
    }

    record OfTextAsEnum(int field, EnumValues values) implements ValueEncoder {
        @Override
        public void write(ColumnMemory from, int row, RowWriter out) throws ResultFailure {
            long number = values.number(from.bytes(), from.offset(row), from.offset(row + 1) - from.offset(row));
            if (number == EnumValues.NONE) {
                throw from.refused(row, values.refusal(from.text(row)));
            }
            out.int64(field, number);
        }
    }

    record OfSixteenBytes(int field) implements ValueEncoder {
        @Override
        public void write(ColumnMemory from, int row, RowWriter out) throws ResultFailure {
            out.bytes(field, from.bytes(), row * 16, 16);
        }
    }

    record OfUuid(int field, TextBuffer text) implements ValueEncoder {
        @Override
        public void write(ColumnMemory from, int row, RowWriter out) throws ResultFailure {
            text.uuid(Long.reverseBytes(from.first(row)), Long.reverseBytes(from.second(row)))
                    .writeTo(out, field);
        }
    }

    /** The value of an ENUM, as text. */
    record OfLabel(int field) implements ValueEncoder {
        @Override
        public void write(ColumnMemory from, int row, RowWriter out) throws ResultFailure {
            ColumnMemory labels = from.labels();
            int label = from.label(row);
            int start = labels.offset(label);
            out.bytes(field, labels.bytes(), start, labels.offset(label + 1) - start);
        }
    }

    record OfLabelAsEnum(int field, EnumValues values) implements ValueEncoder {
        @Override
        public void write(ColumnMemory from, int row, RowWriter out) throws ResultFailure {
            ColumnMemory labels = from.labels();
            int label = from.label(row);
            int start = labels.offset(label);
            long number = values.number(labels.bytes(), start, labels.offset(label + 1) - start);
            if (number == EnumValues.NONE) {
                throw from.refused(row, values.refusal(labels.text(label)));
            }
            out.int64(field, number);
        }
    }

    record OfTime(int field, int nanosPerTick, TextBuffer text) implements ValueEncoder {
        @Override
        public void write(ColumnMemory from, int row, RowWriter out) throws ResultFailure {
            text.time(from.int64(row) * nanosPerTick).writeTo(out, field);
        }
    }

    record OfTimeWithOffset(int field, TextBuffer text) implements ValueEncoder {
        private static final int OFFSET_BITS = 24;
        /** The engine keeps how far west of its easternmost offset, 15:59:59, a time is. */
        private static final int EASTERNMOST = 16 * 3600 - 1;

        @Override
        public void write(ColumnMemory from, int row, RowWriter out) throws ResultFailure {
            long bits = from.int64(row);
            int offset = EASTERNMOST - (int) (bits & ((1 << OFFSET_BITS) - 1));
            text.time((bits >>> OFFSET_BITS) * 1000, offset).writeTo(out, field);
        }
    }

    record OfInterval(int field, TextBuffer text) implements ValueEncoder {
        /** Its product with 125 is 1 in 64 bits. */
        private static final long INVERSE_OF_125 = 0x1CAC083126E978D5L;

        @Override
        public void write(ColumnMemory from, int row, RowWriter out) throws ResultFailure {
            text(from, row, text).writeTo(out, field);
        }

        static TextBuffer text(ColumnMemory from, int row, TextBuffer into) {
            long monthsAndDays = from.first(row);
            return into.interval((int) monthsAndDays, (int) (monthsAndDays >>> 32), micros(from.second(row)));
        }

        /**
         * The engine multiplies its microseconds by 1000 on the way to Arrow, and lets them overflow. This undoes it, for
         * any length of less than 2⁶⁰ µs, which is 36,534 years.
         */
        static long micros(long overflown) {
            return (overflown * INVERSE_OF_125) >> 3;
        }
    }

    /** Only of a time: how long a month or a day is depends on when it is. */
    record OfIntervalAsDuration(int field, TextBuffer text) implements ValueEncoder {
        private static final int MICROS_PER_SECOND = 1_000_000;

        @Override
        public void write(ColumnMemory from, int row, RowWriter out) throws ResultFailure {
            if (from.first(row) != 0) {
                throw from.refused(
                        row,
                        OfInterval.text(from, row, text)
                                + " (expected: no months and no days, which have no fixed length; "
                                + "to_microseconds(epoch_us(b) - epoch_us(a)) has none)");
            }
            long micros = OfInterval.micros(from.second(row));
            out.duration(field, micros / MICROS_PER_SECOND, (int) (micros % MICROS_PER_SECOND) * 1000);
        }
    }

    record OfDate(int field, TextBuffer text) implements ValueEncoder {
        @Override
        public void write(ColumnMemory from, int row, RowWriter out) throws ResultFailure {
            int day = from.int32(row);
            if (day == Integer.MAX_VALUE || day == -Integer.MAX_VALUE) {
                throw from.refused(row, (day > 0 ? "" : "-") + "infinity (expected: a date)");
            }
            text.date(day).writeTo(out, field);
        }
    }

    /** A timestamp without a zone. */
    record OfDateTime(int field, long ticksPerSecond, TextBuffer text) implements ValueEncoder {
        @Override
        public void write(ColumnMemory from, int row, RowWriter out) throws ResultFailure {
            long ticks = finite(from, row);
            long nanos = Math.floorMod(ticks, ticksPerSecond) * (1_000_000_000 / ticksPerSecond);
            text.dateTime(Math.floorDiv(ticks, ticksPerSecond), (int) nanos).writeTo(out, field);
        }
    }

    record OfInstant(int field, long ticksPerSecond) implements ValueEncoder {
        @Override
        public void write(ColumnMemory from, int row, RowWriter out) throws ResultFailure {
            long ticks = finite(from, row);
            long nanos = Math.floorMod(ticks, ticksPerSecond) * (1_000_000_000 / ticksPerSecond);
            out.timestamp(field, Math.floorDiv(ticks, ticksPerSecond), (int) nanos);
        }
    }

    private static long finite(ColumnMemory from, int row) throws ResultFailure {
        long ticks = from.int64(row);
        if (ticks == Long.MAX_VALUE || ticks == -Long.MAX_VALUE) {
            throw from.refused(row, (ticks > 0 ? "" : "-") + "infinity (expected: a timestamp)");
        }
        return ticks;
    }
}
