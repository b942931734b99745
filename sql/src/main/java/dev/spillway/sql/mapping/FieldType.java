package dev.spillway.sql.mapping;

import dev.spillway.wire.Column;
import dev.spillway.wire.ColumnKind;
import java.util.Locale;
import java.util.stream.Collectors;

/** What a field's type is called in a {@code .proto} file. */
final class FieldType {
    private FieldType() {}

    static String of(Column field) {
        String name = field.kind() == ColumnKind.ENUM
                ? field.descriptor().getEnumType().getFullName()
                : of(field.kind());
        return field.repeated() ? "repeated " + name : name;
    }

    /** Those that hold a column's type: {@code string, bytes}. */
    static String of(ColumnType type) {
        String names = type.kinds().stream().map(FieldType::of).collect(Collectors.joining(", "));
        return type.isList() ? "repeated " + names : names;
    }

    private static String of(ColumnKind kind) {
        return switch (kind) {
            case TIMESTAMP -> "google.protobuf.Timestamp";
            case DURATION -> "google.protobuf.Duration";
            default -> kind.name().toLowerCase(Locale.ROOT);
        };
    }
}
