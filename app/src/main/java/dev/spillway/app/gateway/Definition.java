package dev.spillway.app.gateway;

import com.google.protobuf.Descriptors.OneofDescriptor;
import dev.spillway.wire.Column;
import dev.spillway.wire.ColumnKind;
import dev.spillway.wire.Content;
import dev.spillway.wire.Field;
import dev.spillway.wire.Group;
import dev.spillway.wire.Parameter;
import dev.spillway.wire.StreamInfo;
import java.util.List;
import java.util.Optional;

/** What makes two streams of one name the same: what they take, and what they give. */
final class Definition {
    private Definition() {}

    /** In what they differ; empty if a reader can tell no difference. */
    static Optional<String> difference(StreamInfo one, StreamInfo other) {
        if (!one.parameters().equals(other.parameters())) {
            return Optional.of("parameters " + names(other) + " (expected: " + names(one) + ")");
        }
        String given = gives(other.content());
        String expected = gives(one.content());
        return given.equals(expected) ? Optional.empty() : Optional.of(given + " (expected: " + expected + ")");
    }

    private static List<String> names(StreamInfo stream) {
        return stream.parameters().stream().map(Definition::takes).toList();
    }

    private static String takes(Parameter parameter) {
        return parameter.name() + " " + parameter.type() + " = " + parameter.defaultValue();
    }

    private static String gives(Content content) {
        return switch (content) {
            case Content.Rows rows ->
                rows.schema().message().getFullName() + fields(rows.schema().fields());
            case Content.Bytes bytes -> "bytes of type '" + bytes.contentType() + "'";
        };
    }

    private static List<String> fields(List<Field> fields) {
        return fields.stream()
                .map(each -> each.number() + ": " + each.name() + " " + type(each))
                .toList();
    }

    private static String type(Field field) {
        return switch (field) {
            case Group group -> group.descriptor().getMessageType().getFullName() + fields(group.fields());
            case Column column -> {
                String kind = column.kind() == ColumnKind.ENUM
                        ? column.descriptor().getEnumType().getValues().stream()
                                .map(each -> each.getName() + " = " + each.getNumber())
                                .toList()
                                .toString()
                        : column.kind().toString();
                OneofDescriptor oneof = column.descriptor().getRealContainingOneof();
                yield (column.repeated() ? "list of " : column.nullable() ? "optional " : "")
                        + kind
                        + (oneof == null ? "" : " of " + oneof.getName());
            }
        };
    }
}
