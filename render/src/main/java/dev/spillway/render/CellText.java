package dev.spillway.render;

import dev.spillway.wire.Column;
import dev.spillway.wire.row.RowReader;
import java.nio.ByteBuffer;

/** How the values of one column are written; chosen once per column. NULL never comes here. */
sealed interface CellText permits CellText.Plain, CellText.Quoted, CellText.QuotedUnlessFinite, JsonString, OneLine {
    /** The most bytes that the value of this row takes. */
    int maxLength(RowReader row);

    /** Writes the value of this row; returns the index behind it. Up to {@link Out#WORD} bytes more may be touched. */
    int write(RowReader row, byte[] to, int at);

    /**
     * The text of a column that is the same in every format.
     *
     * @param string how the format writes text
     */
    static CellText of(Column column, CellText string) {
        int index = column.index();
        return switch (column.kind()) {
            case BOOL -> new Bool(index);
            case INT32, SINT32, SFIXED32, UINT32, FIXED32, INT64, SINT64, SFIXED64, ENUM -> new Signed(index);
            case UINT64, FIXED64 -> new Unsigned(index);
            case FLOAT -> new Float32(index);
            case DOUBLE -> new Float64(index);
            case STRING -> string;
            case BYTES -> new Base64(index);
            case TIMESTAMP -> new Timestamp(index);
            case DURATION -> throw new IllegalArgumentException(column.name() + ": a duration");
        };
    }

    /** Text that no format needs to escape. */
    sealed interface Plain extends CellText {}

    record Bool(int column) implements Plain {
        @Override
        public int maxLength(RowReader row) {
            return "false".length();
        }

        @Override
        public int write(RowReader row, byte[] to, int at) {
            return ascii(row.bool(column) ? "true" : "false", to, at);
        }
    }

    record Signed(int column) implements Plain {
        @Override
        public int maxLength(RowReader row) {
            return Decimal.MAX_LENGTH;
        }

        @Override
        public int write(RowReader row, byte[] to, int at) {
            return Decimal.signed(row.int64(column), to, at);
        }
    }

    record Unsigned(int column) implements Plain {
        @Override
        public int maxLength(RowReader row) {
            return Decimal.MAX_LENGTH;
        }

        @Override
        public int write(RowReader row, byte[] to, int at) {
            return Decimal.unsigned(row.int64(column), to, at);
        }
    }

    record Float32(int column) implements Plain {
        @Override
        public int maxLength(RowReader row) {
            return "-1.17549435E-38".length();
        }

        @Override
        public int write(RowReader row, byte[] to, int at) {
            return ascii(Float.toString(row.float32(column)), to, at);
        }
    }

    record Float64(int column) implements Plain {
        @Override
        public int maxLength(RowReader row) {
            return "-2.2250738585072014E-308".length();
        }

        @Override
        public int write(RowReader row, byte[] to, int at) {
            return ascii(Double.toString(row.float64(column)), to, at);
        }
    }

    record Base64(int column) implements Plain {
        @Override
        public int maxLength(RowReader row) {
            return Math.multiplyExact(4, (row.length(column) + 2) / 3);
        }

        @Override
        public int write(RowReader row, byte[] to, int at) {
            ByteBuffer encoded = java.util.Base64.getEncoder()
                    .encode(ByteBuffer.wrap(row.array(), row.start(column), row.length(column)));
            int length = encoded.remaining();
            encoded.get(to, at, length);
            return at + length;
        }
    }

    record Timestamp(int column) implements Plain {
        @Override
        public int maxLength(RowReader row) {
            return Rfc3339.MAX_LENGTH;
        }

        @Override
        public int write(RowReader row, byte[] to, int at) {
            return Rfc3339.write(row.epochSecond(column), row.nanos(column), to, at);
        }
    }

    record Quoted(CellText text) implements CellText {
        @Override
        public int maxLength(RowReader row) {
            return text.maxLength(row) + 2;
        }

        @Override
        public int write(RowReader row, byte[] to, int at) {
            to[at] = '"';
            int end = text.write(row, to, at + 1);
            to[end] = '"';
            return end + 1;
        }
    }

    /** A number as it is; a word (NaN, Infinity) in quotes. */
    record QuotedUnlessFinite(CellText number) implements CellText {
        @Override
        public int maxLength(RowReader row) {
            return number.maxLength(row) + 2;
        }

        @Override
        public int write(RowReader row, byte[] to, int at) {
            int end = number.write(row, to, at);
            if (to[end - 1] <= '9') {
                return end;
            }
            System.arraycopy(to, at, to, at + 1, end - at);
            to[at] = '"';
            to[end + 1] = '"';
            return end + 2;
        }
    }

    private static int ascii(String text, byte[] to, int at) {
        int length = text.length();
        for (int i = 0; i < length; i++) {
            to[at + i] = (byte) text.charAt(i);
        }
        return at + length;
    }
}
