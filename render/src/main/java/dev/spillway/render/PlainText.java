package dev.spillway.render;

import dev.spillway.wire.Column;
import dev.spillway.wire.RowSchema;

/** What {@link Format#TEXT} says. */
final class PlainText {
    private PlainText() {}

    static Renderer renderer(RowSchema schema) {
        Cells cells = new Cells(
                schema.columns().stream()
                        .map(each -> new Cells.Cell(each.index() == 0 ? "" : ", ", each, value(each), ""))
                        .toList(),
                "\n");
        return new LineRenderer(schema, cells, LineRenderer.Frame.NONE);
    }

    private static CellText value(Column column) {
        return column.repeated()
                ? new OneLineOf(Json.value(column, Int64As.NUMBER))
                : CellText.of(column, new OneLine(column.index()));
    }
}
