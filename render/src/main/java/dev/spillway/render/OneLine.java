package dev.spillway.render;

import dev.spillway.wire.row.RowReader;

/** Text in which each line break is one space. */
record OneLine(int column) implements CellText {
    /** Lead bytes of NEL (C2 85), and of LS and PS (E2 80 A8, E2 80 A9). */
    private static final int LEAD_OF_2 = 0xC2;

    private static final int LEAD_OF_3 = 0xE2;

    @Override
    public int write(RowReader row, Out out, int start) {
        byte[] to = out.room(start, row.length(column));
        byte[] array = row.array();
        int from = row.start(column);
        int end = from + row.length(column);
        int at = start;
        while (from < end) {
            if (array.length - from >= Out.WORD) {
                long word = Words.get(array, from);
                Words.put(word, to, at);
                int plain = Math.min(end - from, Words.before(perhapsBreaks(word)));
                from += plain;
                at += plain;
                if (plain == Out.WORD || from == end) {
                    continue;
                }
            }
            int lineBreak = lineBreak(array, from, end);
            to[at++] = lineBreak == 0 ? array[from] : (byte) ' ';
            from += Math.max(lineBreak, 1);
        }
        return at;
    }

    private static long perhapsBreaks(long word) {
        return Words.below(word, '\r' + 1) | Words.equal(word, LEAD_OF_2) | Words.equal(word, LEAD_OF_3);
    }

    /** Length in bytes of the line break that begins here; 0 for none. */
    static int lineBreak(byte[] array, int at, int end) {
        int left = end - at;
        return switch (array[at] & 0xFF) {
            case '\n', 0x0B, '\f' -> 1;
            case '\r' -> left > 1 && array[at + 1] == '\n' ? 2 : 1;
            case LEAD_OF_2 -> left > 1 && array[at + 1] == (byte) 0x85 ? 2 : 0;
            case LEAD_OF_3 -> left > 2 && array[at + 1] == (byte) 0x80 && (array[at + 2] & 0xFE) == 0xA8 ? 3 : 0;
            default -> 0;
        };
    }
}
