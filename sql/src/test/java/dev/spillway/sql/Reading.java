package dev.spillway.sql;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.DynamicMessage;
import dev.spillway.source.Arguments;
import dev.spillway.source.Cursor;
import dev.spillway.source.Source;
import dev.spillway.wire.Content;
import dev.spillway.wire.Position;
import dev.spillway.wire.ResultFailure;
import dev.spillway.wire.RowSchema;
import dev.spillway.wire.row.ChunkBuilder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Results as protobuf itself reads them. */
public final class Reading {
    private Reading() {}

    public static RowSchema schema(Source source) {
        return ((Content.Rows) source.content()).schema();
    }

    public static ChunkBuilder builder(Source source) {
        return new ChunkBuilder(schema(source), Position.START, 64 * 1024, 16 << 20, () -> false);
    }

    public static List<DynamicMessage> rows(Source source, Arguments arguments)
            throws ResultFailure, InterruptedException, IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ChunkBuilder out = builder(source);
        try (Cursor cursor = source.open(arguments, Position.START)) {
            Cursor.Fill fill;
            do {
                fill = cursor.fill(out);
                while (!out.isEmpty()) {
                    bytes.writeBytes(out.take().data().toByteArray());
                }
            } while (fill == Cursor.Fill.MORE);
        }
        List<DynamicMessage> rows = new ArrayList<>();
        CodedInputStream in = CodedInputStream.newInstance(bytes.toByteArray());
        while (in.readTag() != 0) {
            rows.add(DynamicMessage.parseFrom(schema(source).message(), in.readByteArray()));
        }
        return rows;
    }

    /** The value of a column; the default of its type if it is absent. */
    public static Object value(DynamicMessage row, String column) {
        return row.getField(row.getDescriptorForType().findFieldByName(column));
    }

    public static boolean isAbsent(DynamicMessage row, String column) {
        return !row.hasField(row.getDescriptorForType().findFieldByName(column));
    }

    /** The value of a column in the only row. */
    public static Object only(Source source, String column) throws ResultFailure, InterruptedException, IOException {
        List<DynamicMessage> rows = rows(source, Arguments.NONE);
        if (rows.size() != 1) {
            throw new AssertionError(rows.size() + " rows");
        }
        return value(rows.getFirst(), column);
    }
}
