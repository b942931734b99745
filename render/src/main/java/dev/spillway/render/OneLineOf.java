package dev.spillway.render;

import dev.spillway.wire.row.RowReader;

/** Any text in which each line break is one space: as {@link OneLine}, after it was written. */
record OneLineOf(CellText text) implements CellText {
    @Override
    public int write(RowReader row, Out out, int start) {
        int end = text.write(row, out, start);
        byte[] array = out.room(end, 0);
        int at = start;
        for (int from = start; from < end; ) {
            int lineBreak = OneLine.lineBreak(array, from, end);
            array[at++] = lineBreak == 0 ? array[from] : (byte) ' ';
            from += Math.max(lineBreak, 1);
        }
        return at;
    }
}
