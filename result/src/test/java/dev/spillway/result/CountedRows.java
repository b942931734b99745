package dev.spillway.result;

import dev.spillway.source.Rows;
import dev.spillway.testkit.GeneratedRows;
import dev.spillway.wire.row.RowWriter;

/** Generated rows from one up to another, as a source gives them. One thread. */
final class CountedRows implements Rows {
    private final GeneratedRows rows;
    private final long count;
    private final Runnable onClose;
    private long next;

    CountedRows(GeneratedRows rows, long from, long count, Runnable onClose) {
        this.rows = rows;
        this.next = from;
        this.count = count;
        this.onClose = onClose;
    }

    @Override
    public boolean next(RowWriter out) throws Exception {
        if (next >= count) {
            return false;
        }
        rows.write(next++, out);
        return true;
    }

    @Override
    public void close() {
        onClose.run();
    }
}
