package dev.spillway.render;

import dev.spillway.wire.RowSchema;
import dev.spillway.wire.Slice;
import dev.spillway.wire.row.RowReader;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Renders rows in a frame: for each column what stands before it and its value. */
final class LineRenderer implements Renderer {
    /** A column of a line; {@code before} and {@code ifNull} are ASCII. */
    record Cell(String before, CellText value, String ifNull) {}

    /** What stands around rows, all ASCII: before row 0, between two rows, at the end of each row, behind the last. */
    record Frame(String head, String between, String rowEnd, String tail) {
        Frame rowEnd(String other) {
            return new Frame(head, between, other, tail);
        }
    }

    private final RowReader row;
    private final byte[][] before;
    private final CellText[] values;
    private final byte[][] ifNull;
    private final byte[] head;
    private final byte[] between;
    private final byte[] rowEnd;
    private final byte[] tail;
    private boolean atHead;

    /** @param cells one for each column of the schema, in their order */
    LineRenderer(RowSchema schema, List<Cell> cells, Frame frame) {
        this.row = new RowReader(schema);
        this.before = cells.stream().map(each -> ascii(each.before())).toArray(byte[][]::new);
        this.values = cells.stream().map(Cell::value).toArray(CellText[]::new);
        this.ifNull = cells.stream().map(each -> ascii(each.ifNull())).toArray(byte[][]::new);
        this.head = ascii(frame.head());
        this.between = ascii(frame.between());
        this.rowEnd = ascii(frame.rowEnd());
        this.tail = ascii(frame.tail());
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public void head(Out out) {
        out.endAt(put(head, out, out.length()));
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
                at = put(between, out, at);
            }
            for (int i = 0; i < values.length; i++) {
                at = put(before[i], out, at);
                if (row.isNull(i)) {
                    at = put(ifNull[i], out, at);
                } else {
                    CellText value = values[i];
                    at = value.write(row, out.room(at, value.maxLength(row)), at);
                }
            }
            at = put(rowEnd, out, at);
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

    private static int put(byte[] text, Out out, int at) {
        System.arraycopy(text, 0, out.room(at, text.length), at, text.length);
        return at + text.length;
    }

    @Override
    public void tail(Out out) {
        out.endAt(put(tail, out, out.length()));
    }
}
