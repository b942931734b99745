package dev.spillway.sql.mapping;

import dev.spillway.wire.ResultFailure;
import dev.spillway.wire.row.RowWriter;
import java.util.List;
import java.util.function.Function;

/** Writes rows from the columns that feed them; NULL is dealt with here and nowhere else. One thread. */
public final class RowFeed {
    private final int[] fields;
    private final ColumnFeed[] columns;

    private RowFeed(int[] fields, ColumnFeed[] columns) {
        this.fields = fields;
        this.columns = columns;
    }

    /**
     * The rows of a query.
     *
     * @param feeds asked once for each column, in the order of the fields
     */
    public static <T extends ColumnType> RowFeed of(
            CheckedQuery<T> query, Function<MappedColumn<T>, ? extends ColumnFeed> feeds) {
        List<MappedColumn<T>> mapped = query.mapped();
        return new RowFeed(
                mapped.stream().mapToInt(each -> each.field().number()).toArray(),
                mapped.stream().map(feeds).toArray(ColumnFeed[]::new));
    }

    /**
     * Writes a row and ends it.
     *
     * @param row in the batch, from 0
     */
    public void write(int row, RowWriter out) throws ResultFailure {
        for (int i = 0; i < columns.length; i++) {
            if (columns[i].isNull(row)) {
                out.nil(fields[i]);
            } else {
                columns[i].write(row, out);
            }
        }
        out.endRow();
    }
}
