package dev.spillway.client;

import com.google.protobuf.Descriptors.EnumValueDescriptor;
import dev.spillway.wire.Column;
import dev.spillway.wire.ColumnKind;
import dev.spillway.wire.RowSchema;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** The columns of a row, by name and by index. */
final class Columns {
    private final RowSchema schema;
    private final ColumnKind[] kinds;
    private final boolean[] lists;
    private final Map<String, Integer> indexes = new HashMap<>();

    Columns(RowSchema schema) {
        this.schema = schema;
        this.kinds = schema.columns().stream().map(Column::kind).toArray(ColumnKind[]::new);
        this.lists = new boolean[kinds.length];
        schema.columns().forEach(column -> lists[column.index()] = column.repeated());
        schema.columns().forEach(column -> indexes.put(column.name(), column.index()));
    }

    RowSchema schema() {
        return schema;
    }

    int count() {
        return kinds.length;
    }

    ColumnKind kind(int column) {
        return kinds[column];
    }

    String name(int column) {
        return schema.columns().get(column).name();
    }

    /** @throws IllegalArgumentException there is no column of this name */
    int index(String name) {
        Integer index = indexes.get(name);
        if (index == null) {
            throw new IllegalArgumentException("column '" + name + "': not in " + schema);
        }
        return index;
    }

    boolean isList(int column) {
        return lists[column];
    }

    /** The name of a value of the column's enum; its number where it has none. */
    String enumName(int column, int number) {
        EnumValueDescriptor value =
                schema.columns().get(column).descriptor().getEnumType().findValueByNumber(number);
        return value == null ? Integer.toString(number) : value.getName();
    }

    /** @throws IllegalArgumentException the column holds no lists */
    void requireList(int column) {
        if (!lists[column]) {
            throw new IllegalArgumentException("column '" + name(column) + "': one value (expected: a list)");
        }
    }

    /** @throws IllegalArgumentException the column is of another kind, or holds lists */
    void require(int column, Set<ColumnKind> expected) {
        if (lists[column]) {
            throw new IllegalArgumentException("column '" + name(column) + "': a list (expected: one value)");
        }
        if (!expected.contains(kinds[column])) {
            throw new IllegalArgumentException(
                    "column '" + name(column) + "': " + kinds[column] + " (expected: one of " + expected + ")");
        }
    }
}
