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
        return new LineRenderer(
                schema,
                schema.columns().stream()
                        .map(each -> new LineRenderer.Cell(each.index() == 0 ? "" : ",", value(each, alone), ""))
                        .toList(),
                new LineRenderer.Frame(header(schema), "", "\n", ""));
    }

    /** Names are identifiers, which need no quotes. */
    private static String header(RowSchema schema) {
        return schema.columns().stream().map(Column::name).collect(Collectors.joining(",", "", "\n"));
    }

    private static CellText value(Column column, boolean alone) {
        CellText text = CellText.of(column, new CsvString(column.index(), alone));
        return column.kind() == ColumnKind.BYTES ? new CsvQuoted(text) : text;
    }
}
