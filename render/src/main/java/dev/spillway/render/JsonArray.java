package dev.spillway.render;

import dev.spillway.wire.row.RowReader;

/** The values of a list as a JSON array. */
record JsonArray(int column, CellText element) implements CellText {
    @Override
    public int write(RowReader row, Out out, int start) {
        row.rewind(column);
        int at = out.put('[', start);
        for (boolean first = true; row.nextElement(column); first = false) {
            at = element.write(row, out, first ? at : out.put(',', at));
        }
        return out.put(']', at);
    }
}
