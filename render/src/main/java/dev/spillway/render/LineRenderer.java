package dev.spillway.render;

import dev.spillway.wire.RowSchema;
import dev.spillway.wire.Slice;
import dev.spillway.wire.row.RowReader;

/** Renders rows in a frame. */
final class LineRenderer implements Renderer {
    /** What stands around rows, all ASCII: before row 0, between two rows, behind the last. */
    record Frame(String head, String between, String tail) {
        static final Frame NONE = new Frame("", "", "");
    }

    private final RowReader row;
    private final Cells cells;
    private final Ascii head;
    private final Ascii between;
    private final Ascii tail;
    private boolean atHead;

    LineRenderer(RowSchema schema, Cells cells, Frame frame) {
        this.row = new RowReader(schema);
        this.cells = cells;
        this.head = new Ascii(frame.head());
        this.between = new Ascii(frame.between());
        this.tail = new Ascii(frame.tail());
    }

    @Override
    public void head(Out out) {
        out.endAt(head.write(out, out.length()));
        atHead = true;
    }

    @Override
    public int rows(Slice wholeRows, Out out, int enough) {
        row.reset(wholeRows);
        int at = out.length();
        boolean first = atHead;
        while (row.next()) {
            if (first) {
                first = false;
            } else {
                at = between.write(out, at);
            }
            at = cells.write(row, out, at);
            if (at >= enough) {
                out.endAt(at);
                atHead = false;
                return row.rowStart() + row.rowLength() - wholeRows.offset();
            }
        }
        out.endAt(at);
        atHead = first;
        return wholeRows.length();
    }

    @Override
    public void tail(Out out) {
        out.endAt(tail.write(out, out.length()));
    }
}
