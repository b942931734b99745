package dev.spillway.testkit;

import dev.spillway.wire.Slice;
import java.util.Arrays;

/**
 * The encoding of a generated row, by hand after protobuf's specification: what checks shares no code with what is
 * checked. One thread.
 */
final class RowBytes {
    private static final int VARINT = 0;
    private static final int LENGTH_DELIMITED = 2;
    private static final int ROWS_FIELD = 1;

    private byte[] bytes = new byte[128];
    private int length;

    private RowBytes() {}

    static Slice of(GeneratedRow row) {
        RowBytes message = new RowBytes();
        message.integer(GeneratedRows.ID, row.id());
        message.delimited(GeneratedRows.TITLE, utf8(row.title()));
        if (row.score() != null) {
            message.integer(GeneratedRows.SCORE, row.score());
        }
        if (row.payload() != null) {
            message.delimited(GeneratedRows.PAYLOAD, row.payload());
        }
        RowBytes canonical = new RowBytes();
        canonical.delimited(ROWS_FIELD, message.slice());
        return canonical.slice();
    }

    private static Slice utf8(String text) {
        RowBytes utf8 = new RowBytes();
        text.codePoints().forEach(utf8::codePoint);
        return utf8.slice();
    }

    private void codePoint(int point) {
        if (point < 0x80) {
            add(point);
        } else if (point < 0x800) {
            add(0xC0 | (point >>> 6));
            add(0x80 | (point & 0x3F));
        } else if (point < 0x10000) {
            add(0xE0 | (point >>> 12));
            add(0x80 | ((point >>> 6) & 0x3F));
            add(0x80 | (point & 0x3F));
        } else {
            add(0xF0 | (point >>> 18));
            add(0x80 | ((point >>> 12) & 0x3F));
            add(0x80 | ((point >>> 6) & 0x3F));
            add(0x80 | (point & 0x3F));
        }
    }

    private void integer(int field, long value) {
        varint((long) field << 3 | VARINT);
        varint(value);
    }

    private void delimited(int field, Slice value) {
        varint((long) field << 3 | LENGTH_DELIMITED);
        varint(value.length());
        reserve(value.length());
        System.arraycopy(value.array(), value.offset(), bytes, length, value.length());
        length += value.length();
    }

    private void varint(long value) {
        long rest = value;
        for (; rest >>> 7 != 0; rest >>>= 7) {
            add((int) ((rest & 0x7F) | 0x80));
        }
        add((int) rest);
    }

    private void add(int value) {
        reserve(1);
        bytes[length++] = (byte) value;
    }

    private void reserve(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
        }
    }

    private Slice slice() {
        return Slice.of(bytes, 0, length);
    }
}
