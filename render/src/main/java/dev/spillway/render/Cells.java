package dev.spillway.render;

import dev.spillway.wire.Column;
import dev.spillway.wire.Field;
import dev.spillway.wire.Group;
import dev.spillway.wire.row.RowReader;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The fields of a row or of a group, one after another: of each what stands before it and its value, or NULL. */
final class Cells implements CellText {
    /** A field that is written; {@code before} and {@code ifNull} are ASCII. */
    record Cell(String before, Field field, CellText value, String ifNull) {}

    private final Ascii[] before;
    private final int[] columns;
    private final @Nullable Group[] groups;
    private final CellText[] values;
    private final Ascii[] ifNull;
    private final Ascii end;

    /** @param end what stands behind the last one, ASCII */
    Cells(List<Cell> cells, String end) {
        this.before = cells.stream().map(each -> new Ascii(each.before())).toArray(Ascii[]::new);
        this.columns = new int[cells.size()];
        this.groups = new Group[cells.size()];
        this.values = cells.stream().map(Cell::value).toArray(CellText[]::new);
        this.ifNull = cells.stream().map(each -> new Ascii(each.ifNull())).toArray(Ascii[]::new);
        this.end = new Ascii(end);
        for (int i = 0; i < columns.length; i++) {
            switch (cells.get(i).field()) {
                case Column column -> columns[i] = column.index();
                case Group group -> groups[i] = group;
            }
        }
    }

    @Override
    public int write(RowReader row, Out out, int start) {
        int at = start;
        for (int i = 0; i < values.length; i++) {
            at = before[i].write(out, at);
            at = isNull(row, i) ? ifNull[i].write(out, at) : values[i].write(row, out, at);
        }
        return end.write(out, at);
    }

    private boolean isNull(RowReader row, int cell) {
        Group group = groups[cell];
        return group == null ? row.isNull(columns[cell]) : row.isNull(group);
    }
}
