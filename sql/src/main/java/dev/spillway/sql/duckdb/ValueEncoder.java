package dev.spillway.sql.duckdb;

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
        DuckDbType type = column.type();
        return switch (type) {
            case BOOLEAN -> new OfBoolean(field);
            case TINYINT, SMALLINT, INTEGER, BIGINT, UTINYINT, USMALLINT, UINTEGER, UBIGINT ->
                switch (kind) {
                    case FLOAT, DOUBLE -> new OfIntegerAsFloating(field, new OfInteger(field, type), kind);
                    default -> new OfInteger(field, type);
                };
            case REAL -> kind == ColumnKind.FLOAT ? new OfFloat(field) : new OfFloatAsDouble(field);
            case DOUBLE_PRECISION -> new OfDouble(field);
            case DECIMAL ->
                new OfDecimal(field, DuckDbType.scale(column.column().sqlType()), new TextBuffer());
            case VARCHAR -> new OfText(field);
            case DATE -> new OfDate(field, new TextBuffer());
            case TIMESTAMP_S -> new OfDateTime(field, 1, new TextBuffer());
            case TIMESTAMP_MS -> new OfDateTime(field, 1_000, new TextBuffer());
            case TIMESTAMP_US -> new OfDateTime(field, 1_000_000, new TextBuffer());
            case TIMESTAMP_NS -> new OfDateTime(field, 1_000_000_000, new TextBuffer());
            case TIMESTAMP_TZ -> new OfInstant(field);
        };
    }

    record OfBoolean(int field) implements ValueEncoder {
        @Override
        public void write(ColumnMemory from, int row, RowWriter out) throws ResultFailure {
            out.bool(field, from.bool(row));
        }
    }

    record OfInteger(int field, DuckDbType type) implements ValueEncoder {
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
            text.decimal(from.high(row), from.low(row), scale).writeTo(out, field);
        }
    }

    record OfText(int field) implements ValueEncoder {
        @Override
        public void write(ColumnMemory from, int row, RowWriter out) throws ResultFailure {
            int start = from.offset(row);
            out.bytes(field, from.bytes(), start, from.offset(row + 1) - start);
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

    record OfInstant(int field) implements ValueEncoder {
        private static final long MICROS_PER_SECOND = 1_000_000;

        @Override
        public void write(ColumnMemory from, int row, RowWriter out) throws ResultFailure {
            long micros = finite(from, row);
            int nanos = (int) Math.floorMod(micros, MICROS_PER_SECOND) * 1000;
            out.timestamp(field, Math.floorDiv(micros, MICROS_PER_SECOND), nanos);
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
