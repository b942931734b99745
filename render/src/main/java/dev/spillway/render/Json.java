package dev.spillway.render;

import dev.spillway.wire.Column;
import dev.spillway.wire.Field;
import dev.spillway.wire.Group;
import dev.spillway.wire.RowSchema;
import java.util.ArrayList;
import java.util.List;

/** What {@link Format#NDJSON} and {@link Format#JSON} say. */
final class Json {
    private Json() {}

    static Renderer lines(RowSchema schema, Int64As int64) {
        return new LineRenderer(schema, object("{", schema.fields(), "}\n", int64), LineRenderer.Frame.NONE);
    }

    static Renderer array(RowSchema schema, Int64As int64) {
        return new LineRenderer(
                schema, object("\n{", schema.fields(), "}", int64), new LineRenderer.Frame("[", ",", "\n]\n"));
    }

    private static Cells object(String start, List<Field> fields, String end, Int64As int64) {
        List<Cells.Cell> cells = new ArrayList<>();
        for (Field field : fields) {
            String name = field.name().substring(field.name().lastIndexOf('.') + 1);
            cells.add(cell((cells.isEmpty() ? start : ",") + "\"" + name + "\":", field, int64));
        }
        return new Cells(cells, cells.isEmpty() ? start + end : end);
    }

    private static Cells.Cell cell(String before, Field field, Int64As int64) {
        return switch (field) {
            case Column column -> new Cells.Cell(before, column, value(column, int64), "null");
            case Group group when group.wrapper() -> cell(before, group.fields().getFirst(), int64);
            case Group group -> new Cells.Cell(before, group, object("{", group.fields(), "}", int64), "null");
        };
    }

    /** How the values of a column are written, or all of a list. */
    static CellText value(Column column, Int64As int64) {
        CellText one = one(column, int64);
        return column.repeated() ? new JsonArray(column.index(), one) : one;
    }

    private static CellText one(Column column, Int64As int64) {
        CellText text = CellText.of(column, new JsonString(column.index()));
        return switch (column.kind()) {
            case BYTES, TIMESTAMP, DURATION -> new CellText.Quoted(text);
            case FLOAT, DOUBLE -> new CellText.QuotedUnlessFinite(text);
            case INT64, SINT64, SFIXED64, UINT64, FIXED64 -> int64 == Int64As.STRING ? new CellText.Quoted(text) : text;
            case ENUM -> EnumName.of(column, "\"");
            case BOOL, INT32, SINT32, SFIXED32, UINT32, FIXED32, STRING -> text;
        };
    }
}
