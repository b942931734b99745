package dev.spillway.render;

import dev.spillway.wire.row.RowReader;

/** Text as a JSON string (RFC 8259): escaped are the quote, the backslash and control characters, and nothing else. */
record JsonString(int column) implements CellText {
    /** Longer texts are measured, so that not six times their length is reserved. */
    private static final int MEASURED_FROM = 1024;

    private static final int UNICODE_ESCAPE = "\\u0000".length();
    private static final byte[] HEX = {'0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'};

    /** By character: what stands behind the backslash; {@code u} for six characters; 0 for none. */
    private static final byte[] ESCAPES = new byte[256];

    static {
        for (int c = 0; c < ' '; c++) {
            ESCAPES[c] = 'u';
        }
        ESCAPES['"'] = '"';
        ESCAPES['\\'] = '\\';
        ESCAPES['\b'] = 'b';
        ESCAPES['\f'] = 'f';
        ESCAPES['\n'] = 'n';
        ESCAPES['\r'] = 'r';
        ESCAPES['\t'] = 't';
    }

    private int maxLength(RowReader row) {
        int length = row.length(column);
        return 2 + (length < MEASURED_FROM ? length * UNICODE_ESCAPE : escapedLength(row, length));
    }

    private int escapedLength(RowReader row, int length) {
        byte[] array = row.array();
        int start = row.start(column);
        long total = length;
        for (int i = start; i < start + length; i++) {
            byte escape = ESCAPES[array[i] & 0xFF];
            total += escape == 0 ? 0 : escape == 'u' ? UNICODE_ESCAPE - 1 : 1;
        }
        return Math.toIntExact(total);
    }

    @Override
    public int write(RowReader row, Out out, int start) {
        byte[] to = out.room(start, maxLength(row));
        byte[] array = row.array();
        int from = row.start(column);
        int end = from + row.length(column);
        int at = start;
        to[at++] = '"';
        while (from < end) {
            if (array.length - from >= Out.WORD) {
                long word = Words.get(array, from);
                Words.put(word, to, at);
                int plain = Math.min(end - from, Words.before(toEscape(word)));
                from += plain;
                at += plain;
                if (plain == Out.WORD || from == end) {
                    continue;
                }
            }
            at = escape(array[from++], to, at);
        }
        to[at++] = '"';
        return at;
    }

    private static long toEscape(long word) {
        return Words.below(word, ' ') | Words.equal(word, '"') | Words.equal(word, '\\');
    }

    private static int escape(byte character, byte[] to, int start) {
        int at = start;
        byte escape = ESCAPES[character & 0xFF];
        if (escape == 0) {
            to[at++] = character;
            return at;
        }
        to[at++] = '\\';
        to[at++] = escape;
        if (escape == 'u') {
            to[at++] = '0';
            to[at++] = '0';
            to[at++] = HEX[character >> 4];
            to[at++] = HEX[character & 0xF];
        }
        return at;
    }
}
