package dev.spillway.render;

import dev.spillway.wire.Column;
import dev.spillway.wire.RowSchema;

/** What {@link Format#NDJSON} and {@link Format#JSON} say. */
final class Json {
    private Json() {}

    static Renderer lines(RowSchema schema, Int64As int64) {
        return renderer(schema, int64, "{", new LineRenderer.Frame("", "", "}\n", ""));
    }

    static Renderer array(RowSchema schema, Int64As int64) {
        return renderer(schema, int64, "\n{", new LineRenderer.Frame("[", ",", "}", "\n]\n"));
    }

    private static Renderer renderer(RowSchema schema, Int64As int64, String rowStart, LineRenderer.Frame frame) {
        return new LineRenderer(
                schema,
                schema.columns().stream()
                        .map(each -> new LineRenderer.Cell(
                                (each.index() == 0 ? rowStart + "\"" : ",\"") + each.name() + "\":",
                                value(each, int64),
                                "null"))
                        .toList(),
                schema.columns().isEmpty() ? frame.rowEnd(rowStart + frame.rowEnd()) : frame);
    }

    private static CellText value(Column column, Int64As int64) {
        CellText text = CellText.of(column, new JsonString(column.index()));
        return switch (column.kind()) {
            case BYTES, TIMESTAMP, DURATION -> new CellText.Quoted(text);
            case FLOAT, DOUBLE -> new CellText.QuotedUnlessFinite(text);
            case INT64, SINT64, SFIXED64, UINT64, FIXED64 -> int64 == Int64As.STRING ? new CellText.Quoted(text) : text;
            case BOOL, INT32, SINT32, SFIXED32, UINT32, FIXED32, ENUM, STRING -> text;
        };
    }
}
