package dev.spillway.render;

import dev.spillway.wire.row.RowReader;

/**
 * Text as a CSV field (RFC 4180), in quotes where it has to be: if it is empty, or holds a comma, a quote or a line
 * break.
 *
 * @param alone whether it is the only field of its record; then {@code \.} is in quotes too, which PostgreSQL before 18
 *     takes for the end of the data
 */
record CsvString(int column, boolean alone) implements CellText {
    /** Longer texts are measured, so that not twice their length is reserved. */
    private static final int MEASURED_FROM = 1024;

    private int maxLength(RowReader row) {
        int length = row.length(column);
        return 2 + (length < MEASURED_FROM ? length * 2 : doubledLength(row, length));
    }

    private int doubledLength(RowReader row, int length) {
        byte[] array = row.array();
        int start = row.start(column);
        long total = length;
        for (int i = start; i < start + length; i++) {
            total += array[i] == '"' ? 1 : 0;
        }
        return Math.toIntExact(total);
    }

    @Override
    public int write(RowReader row, Out out, int start) {
        byte[] to = out.room(start, maxLength(row));
        byte[] array = row.array();
        int from = row.start(column);
        int end = from + row.length(column);
        if (from == end || (alone && isEndOfData(array, from, end))) {
            return quoted(array, from, end, to, start, start);
        }
        int at = start;
        while (from < end) {
            if (array.length - from >= Out.WORD) {
                long word = Words.get(array, from);
                Words.put(word, to, at);
                int plain = Math.min(end - from, Words.before(perhapsToQuote(word)));
                from += plain;
                at += plain;
                if (plain == Out.WORD || from == end) {
                    continue;
                }
            }
            if (isToQuote(array[from])) {
                return quoted(array, from, end, to, start, at);
            }
            to[at++] = array[from++];
        }
        return at;
    }

    private static boolean isEndOfData(byte[] array, int from, int end) {
        return end - from == 2 && array[from] == '\\' && array[from + 1] == '.';
    }

    private static long perhapsToQuote(long word) {
        return Words.below(word, '\r' + 1) | Words.equal(word, ',') | Words.equal(word, '"');
    }

    static boolean isToQuote(byte character) {
        return character == ',' || character == '"' || character == '\n' || character == '\r';
    }

    /** Puts what was written from {@code start} on, which has no quote, and the rest of the text in quotes. */
    private static int quoted(byte[] array, int rest, int end, byte[] to, int start, int written) {
        System.arraycopy(to, start, to, start + 1, written - start);
        to[start] = '"';
        int at = written + 1;
        int from = rest;
        while (from < end) {
            if (array.length - from >= Out.WORD) {
                long word = Words.get(array, from);
                Words.put(word, to, at);
                int plain = Math.min(end - from, Words.before(Words.equal(word, '"')));
                from += plain;
                at += plain;
                if (plain == Out.WORD || from == end) {
                    continue;
                }
            }
            byte character = array[from++];
            to[at++] = character;
            if (character == '"') {
                to[at++] = '"';
            }
        }
        to[at++] = '"';
        return at;
    }
}
