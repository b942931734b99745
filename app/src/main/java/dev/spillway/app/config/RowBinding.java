package dev.spillway.app.config;

import dev.spillway.server.grpc.TypedMethod;
import dev.spillway.sql.ExpectedRow;
import dev.spillway.wire.RowSchema;
import java.util.List;
import java.util.Set;

/**
 * The row of a stream as files define it, and the methods that are served from the stream.
 *
 * @param omitted paths of fields of the row that are meant to stay unset
 */
record RowBinding(Protos protos, RowSchema row, Set<String> omitted, List<TypedMethod> methods) {
    ExpectedRow expected() {
        return new ExpectedRow(row, omitted, this::see);
    }

    /** {@code "   see FILE:LINE"} of the field of the row at that path, or nothing where it is not known. */
    private String see(String path) {
        return Protos.field(row.message(), path)
                .map(field -> protos.see(field.getFullName()))
                .orElse("");
    }
}
