package dev.spillway.render;

import dev.spillway.wire.row.RowReader;

/** Any text as a CSV field, in quotes where it has to be: as {@link CsvString}, after it was written. */
record CsvQuoted(CellText text) implements CellText {
    @Override
    public int write(RowReader row, Out out, int at) {
        int end = text.write(row, out, at);
        byte[] to = out.room(end, 0);
        int quotes = 0;
        boolean toQuote = end == at;
        for (int i = at; i < end; i++) {
            toQuote |= CsvString.isToQuote(to[i]);
            quotes += to[i] == '"' ? 1 : 0;
        }
        return toQuote ? quote(out.room(end, quotes + 2), at, end, quotes) : end;
    }

    /** From the back, so that nothing is overwritten before it moved. */
    private static int quote(byte[] to, int start, int end, int quotes) {
        int at = end + quotes + 1;
        to[at] = '"';
        for (int i = end - 1; i >= start; i--) {
            to[--at] = to[i];
            if (to[i] == '"') {
                to[--at] = '"';
            }
        }
        to[start] = '"';
        return end + quotes + 2;
    }
}
