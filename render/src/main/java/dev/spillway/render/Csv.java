package dev.spillway.render;

import dev.spillway.wire.Column;
import dev.spillway.wire.ColumnKind;
import dev.spillway.wire.RowSchema;
import java.util.stream.Collectors;

/** What {@link Format#CSV} says. */
final class Csv {
    private Csv() {}

    static Renderer renderer(RowSchema schema) {
        boolean alone = schema.columns().size() == 1;
        Cells cells = new Cells(
                schema.columns().stream()
                        .map(each -> new Cells.Cell(each.index() == 0 ? "" : ",", each, value(each, alone), ""))
                        .toList(),
                "\n");
        return new LineRenderer(schema, cells, new LineRenderer.Frame(header(schema), "", ""));
    }

    /** Names are identifiers joined by points, which need no quotes. */
    private static String header(RowSchema schema) {
        return schema.columns().stream().map(Column::name).collect(Collectors.joining(",", "", "\n"));
    }

    private static CellText value(Column column, boolean alone) {
        if (column.repeated()) {
            return new CsvQuoted(Json.value(column, Int64As.NUMBER));
        }
        CellText text = CellText.of(column, new CsvString(column.index(), alone));
        return column.kind() == ColumnKind.BYTES ? new CsvQuoted(text) : text;
    }
}
