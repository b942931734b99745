package dev.spillway.render;

import dev.spillway.wire.RowSchema;

/** What {@link Format#TEXT} says. */
final class PlainText {
    private PlainText() {}

    static Renderer renderer(RowSchema schema) {
        return new LineRenderer(
                schema,
                schema.columns().stream()
                        .map(each -> new LineRenderer.Cell(
                                each.index() == 0 ? "" : ", ", CellText.of(each, new OneLine(each.index())), ""))
                        .toList(),
                new LineRenderer.Frame("", "", "\n", ""));
    }
}
