package dev.spillway.sql.duckdb;

import dev.spillway.sql.mapping.MappedColumn;
import dev.spillway.wire.ResultFailure;
import dev.spillway.wire.row.RowWriter;
import org.apache.arrow.vector.FieldVector;

/** A column of lists, which lie one behind the other in memory: each is a range of their values. */
final class ListReader implements ColumnReader {
    private final int column;
    private final int field;
    private final ColumnMemory lists;
    private final ColumnMemory values;
    private final ValueEncoder encoder;

    ListReader(MappedColumn<DuckDbType> mapped) {
        column = mapped.column().index();
        field = mapped.field().number();
        lists = new ColumnMemory(mapped.column().name(), mapped.type().listLayouts());
        values = new ColumnMemory(mapped.column().name(), mapped.type().scalar().layouts(), lists);
        encoder = ValueEncoder.of(mapped);
    }

    @Override
    public void load(Batch batch, long rowsBefore) throws ResultFailure {
        FieldVector vector = batch.column(column);
        lists.load(batch, vector, rowsBefore);
        values.load(batch, vector.getChildrenFromFields().getFirst(), rowsBefore);
    }

    @Override
    public boolean isNull(int row) {
        return lists.isNull(row);
    }

    @Override
    public void write(int row, RowWriter out) throws ResultFailure {
        int start = lists.listStart(row);
        int end = lists.listStart(row + 1);
        out.startList(field);
        for (int i = start; i < end; i++) {
            if (values.isNull(i)) {
                throw values.refused(i, "NULL in a list (expected: a value; leave NULL out, or coalesce it)");
            }
            encoder.write(values, i, out);
        }
        out.endList();
    }
}
