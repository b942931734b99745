package dev.spillway.render;

import dev.spillway.wire.Column;
import dev.spillway.wire.RowSchema;

/** What {@link Format#NDJSON} says. */
final class Ndjson {
    private Ndjson() {}

    static Renderer renderer(RowSchema schema) {
        return new LineRenderer(
                schema,
                schema.columns().stream()
                        .map(each -> new LineRenderer.Cell(
                                (each.index() == 0 ? "{\"" : ",\"") + each.name() + "\":", value(each), "null"))
                        .toList(),
                schema.columns().isEmpty() ? "{}\n" : "}\n");
    }

    private static CellText value(Column column) {
        CellText text = CellText.of(column, new JsonString(column.index()));
        return switch (column.kind()) {
            case BYTES, TIMESTAMP, DURATION -> new CellText.Quoted(text);
            case FLOAT, DOUBLE -> new CellText.QuotedUnlessFinite(text);
            case BOOL,
                    INT32,
                    SINT32,
                    SFIXED32,
                    UINT32,
                    FIXED32,
                    INT64,
                    SINT64,
                    SFIXED64,
                    UINT64,
                    FIXED64,
                    ENUM,
                    STRING -> text;
        };
    }
}
