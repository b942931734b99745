package dev.spillway.sql.postgres;

import dev.spillway.wire.ResultFailure;
import dev.spillway.wire.row.RowWriter;
import java.nio.charset.StandardCharsets;

/**
 * The plain digits of a {@code numeric}: all of its scale, and no exponent. It comes as groups of four digits, of which
 * zeros at both ends are left out, with the place of the first group. One thread.
 */
final class NumericText {
    private static final int HEAD = 4 * Short.BYTES;
    private static final int GROUP_DIGITS = 4;
    private static final int NEGATIVE = 0x4000;
    private static final int NAN = 0xC000;
    private static final int POSITIVE_INFINITY = 0xD000;
    private static final int NEGATIVE_INFINITY = 0xF000;

    private byte[] text = new byte[64];
    private int end;

    void write(CopyValue value, int field, RowWriter out) throws ResultFailure {
        end = 0;
        switch (value.int16(2 * Short.BYTES) & 0xFFFF) {
            case NAN -> word("NaN");
            case POSITIVE_INFINITY -> word("Infinity");
            case NEGATIVE_INFINITY -> word("-Infinity");
            case NEGATIVE -> digits(value, true);
            default -> digits(value, false);
        }
        out.bytes(field, text, 0, end);
    }

    private void word(String word) {
        byte[] ascii = word.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(ascii, 0, text, 0, ascii.length);
        end = ascii.length;
    }

    private void digits(CopyValue value, boolean negative) {
        int weight = value.int16(Short.BYTES);
        int scale = value.int16(3 * Short.BYTES);
        int longest = 3 + (Math.max(0, weight) + 1) * GROUP_DIGITS + scale + GROUP_DIGITS;
        if (text.length < longest) {
            text = new byte[longest];
        }
        if (negative) {
            text[end++] = '-';
        }
        if (weight < 0) {
            text[end++] = '0';
        } else {
            first(group(value, 0));
            for (int i = 1; i <= weight; i++) {
                four(group(value, i));
            }
        }
        if (scale > 0) {
            text[end++] = '.';
            int last = end + scale;
            for (int i = weight + 1; end < last; i++) {
                four(group(value, i));
            }
            end = last;
        }
    }

    private static int group(CopyValue value, int index) {
        return index < 0 || index >= (value.int16() & 0xFFFF) ? 0 : value.int16(HEAD + index * Short.BYTES);
    }

    /** Without the zeros before it. */
    private void first(int group) {
        int start = end;
        four(group);
        int zeros = group >= 1000 ? 0 : group >= 100 ? 1 : group >= 10 ? 2 : 3;
        System.arraycopy(text, start + zeros, text, start, GROUP_DIGITS - zeros);
        end -= zeros;
    }

    private void four(int group) {
        text[end++] = (byte) ('0' + group / 1000);
        text[end++] = (byte) ('0' + group / 100 % 10);
        text[end++] = (byte) ('0' + group / 10 % 10);
        text[end++] = (byte) ('0' + group % 10);
    }
}
