package dev.spillway.render;

import dev.spillway.wire.ColumnKind;
import dev.spillway.wire.Position;
import dev.spillway.wire.ResultFailure;
import dev.spillway.wire.RowSchema;
import dev.spillway.wire.Slice;
import dev.spillway.wire.row.ChunkBuilder;
import dev.spillway.wire.row.RandomRows;
import dev.spillway.wire.row.RowWriter;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Random;

/** Short ways to render in a test. */
final class Rendering {
    private Rendering() {}

    interface Row {
        void write(RowWriter writer) throws ResultFailure;
    }

    /** Rows with and without lists and messages within them. */
    static RandomRows rows(Random random) {
        return random.nextBoolean() ? RandomRows.nested(random) : new RandomRows(random);
    }

    static RowSchema schema(ColumnKind... kinds) {
        RowSchema.Builder builder = RowSchema.derive("Row");
        for (int i = 0; i < kinds.length; i++) {
            builder.column("c" + (i + 1), kinds[i]);
        }
        return builder.build();
    }

    static Slice canonical(RowSchema schema, Row... rows) throws ResultFailure {
        ChunkBuilder builder = new ChunkBuilder(schema, Position.START, 4_096, 1 << 24, () -> false);
        ByteArrayOutputStream canonical = new ByteArrayOutputStream();
        for (Row row : rows) {
            row.write(builder);
            builder.endRow();
            while (!builder.isEmpty()) {
                canonical.writeBytes(builder.take().data().toByteArray());
            }
        }
        return Slice.of(canonical.toByteArray());
    }

    static String render(Format format, RowSchema schema, Row... rows) throws ResultFailure {
        return text(render(format, schema, canonical(schema, rows)));
    }

    static Slice render(Format format, RowSchema schema, Slice wholeRows) {
        Out out = new Out();
        format.renderer(schema).rows(wholeRows, out);
        return out.take();
    }

    /** A whole document. */
    static String document(Format format, RowSchema schema, Slice wholeRows) {
        return document(format.renderer(schema), wholeRows);
    }

    static String document(Renderer renderer, Slice wholeRows) {
        Out out = new Out();
        renderer.head(out);
        renderer.rows(wholeRows, out);
        renderer.tail(out);
        return text(out.take());
    }

    static String text(Slice bytes) {
        return new String(bytes.array(), bytes.offset(), bytes.length(), StandardCharsets.UTF_8);
    }
}
