package dev.spillway.render;

import dev.spillway.wire.Column;
import dev.spillway.wire.row.RowReader;
import java.nio.ByteBuffer;

/** How the values of one field are written; chosen once per field. NULL never comes here. */
sealed interface CellText
        permits CellText.Plain,
                CellText.Quoted,
                CellText.QuotedUnlessFinite,
                Cells,
                CsvQuoted,
                CsvString,
                JsonArray,
                JsonString,
                OneLine,
                OneLineOf {
    /** Writes the value of this row from {@code at} on; returns the index behind it. */
    int write(RowReader row, Out out, int at);

    /**
     * The text of a column that is the same in every format; of a list, that of one value.
     *
     * @param string how the format writes text
     */
    static CellText of(Column column, CellText string) {
        int index = column.index();
        return switch (column.kind()) {
            case BOOL -> new Bool(index);
            case INT32, SINT32, SFIXED32, UINT32, FIXED32, INT64, SINT64, SFIXED64 -> new Signed(index);
            case UINT64, FIXED64 -> new Unsigned(index);
            case FLOAT -> new Float32(index);
            case DOUBLE -> new Float64(index);
            case STRING -> string;
            case BYTES -> new Base64(index);
            case ENUM -> EnumName.of(column, "");
            case TIMESTAMP -> new Timestamp(index);
            case DURATION -> new Duration(index);
        };
    }

    /** Text that no format needs to escape. */
    sealed interface Plain extends CellText
            permits Bool, Signed, Unsigned, Float32, Float64, Base64, EnumName, Timestamp, Duration {}

    record Bool(int column) implements Plain {
        @Override
        public int write(RowReader row, Out out, int at) {
            return ascii(row.bool(column) ? "true" : "false", out, at);
        }
    }

    record Signed(int column) implements Plain {
        @Override
        public int write(RowReader row, Out out, int at) {
            return Decimal.signed(row.int64(column), out.room(at, Decimal.MAX_LENGTH), at);
        }
    }

    record Unsigned(int column) implements Plain {
        @Override
        public int write(RowReader row, Out out, int at) {
            return Decimal.unsigned(row.int64(column), out.room(at, Decimal.MAX_LENGTH), at);
        }
    }

    record Float32(int column) implements Plain {
        @Override
        public int write(RowReader row, Out out, int at) {
            return ascii(Float.toString(row.float32(column)), out, at);
        }
    }

    record Float64(int column) implements Plain {
        @Override
        public int write(RowReader row, Out out, int at) {
            return ascii(Double.toString(row.float64(column)), out, at);
        }
    }

    record Base64(int column) implements Plain {
        @Override
        public int write(RowReader row, Out out, int at) {
            ByteBuffer encoded = java.util.Base64.getEncoder()
                    .encode(ByteBuffer.wrap(row.array(), row.start(column), row.length(column)));
            int length = encoded.remaining();
            encoded.get(out.room(at, length), at, length);
            return at + length;
        }
    }

    record Timestamp(int column) implements Plain {
        @Override
        public int write(RowReader row, Out out, int at) {
            return Rfc3339.write(row.epochSecond(column), row.nanos(column), out.room(at, Rfc3339.MAX_LENGTH), at);
        }
    }

    /** As protobuf's JSON has it: {@code 1.500s}, with 0, 3, 6 or 9 digits of fraction. */
    record Duration(int column) implements Plain {
        private static final int MAX_LENGTH = "-315576000000.999999999s".length();

        @Override
        public int write(RowReader row, Out out, int start) {
            long seconds = row.seconds(column);
            int nanos = row.nanos(column);
            byte[] to = out.room(start, MAX_LENGTH);
            int at = start;
            if (seconds < 0 || nanos < 0) {
                to[at++] = '-';
            }
            at = Decimal.unsigned(Math.abs(seconds), to, at);
            at = Decimal.fraction(Math.abs(nanos), to, at);
            to[at] = 's';
            return at + 1;
        }
    }

    record Quoted(CellText text) implements CellText {
        @Override
        public int write(RowReader row, Out out, int at) {
            return out.put('"', text.write(row, out, out.put('"', at)));
        }
    }

    /** A number as it is; a word (NaN, Infinity) in quotes. */
    record QuotedUnlessFinite(CellText number) implements CellText {
        @Override
        public int write(RowReader row, Out out, int at) {
            int end = number.write(row, out, at);
            byte[] to = out.room(end, 2);
            if (to[end - 1] <= '9') {
                return end;
            }
            System.arraycopy(to, at, to, at + 1, end - at);
            to[at] = '"';
            to[end + 1] = '"';
            return end + 2;
        }
    }

    private static int ascii(String text, Out out, int at) {
        int length = text.length();
        byte[] to = out.room(at, length);
        for (int i = 0; i < length; i++) {
            to[at + i] = (byte) text.charAt(i);
        }
        return at + length;
    }
}
