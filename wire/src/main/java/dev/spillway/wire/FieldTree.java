package dev.spillway.wire;

import com.google.protobuf.BoolValue;
import com.google.protobuf.BytesValue;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.OneofDescriptor;
import com.google.protobuf.DoubleValue;
import com.google.protobuf.FloatValue;
import com.google.protobuf.Int32Value;
import com.google.protobuf.Int64Value;
import com.google.protobuf.StringValue;
import com.google.protobuf.UInt32Value;
import com.google.protobuf.UInt64Value;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds the columns of a message, and what of it is none. */
final class FieldTree {
    /** Writers look fields up by number in an array. */
    private static final int MAX_FIELD_NUMBER = 65_535;

    /** Writers keep account of the oneofs of a message in a word. */
    private static final int MAX_ONEOFS = Long.SIZE;

    private static final Set<String> WRAPPERS = Stream.of(
                    DoubleValue.getDescriptor(),
                    FloatValue.getDescriptor(),
                    Int64Value.getDescriptor(),
                    UInt64Value.getDescriptor(),
                    Int32Value.getDescriptor(),
                    UInt32Value.getDescriptor(),
                    BoolValue.getDescriptor(),
                    StringValue.getDescriptor(),
                    BytesValue.getDescriptor())
            .map(Descriptor::getFullName)
            .collect(Collectors.toUnmodifiableSet());

    private final Predicate<String> wanted;
    private final List<Column> columns = new ArrayList<>();
    private final Map<String, String> unsupported = new LinkedHashMap<>();
    private final List<Field> fields;
    private final Set<String> open = new LinkedHashSet<>();
    private int groups;

    /** @param wanted whether the tree has the column of a name */
    FieldTree(Descriptor message, Predicate<String> wanted) {
        this.wanted = wanted;
        this.fields = fields(message, "");
    }

    /** By field number, ascending; so are those of each group. */
    List<Field> fields() {
        return fields;
    }

    /** In the order of the tree. */
    List<Column> columns() {
        return columns;
    }

    /** By name, why a field is neither a column nor a group of them. */
    Map<String, String> unsupported() {
        return unsupported;
    }

    private List<Field> fields(Descriptor message, String prefix) {
        open.add(message.getFullName());
        List<FieldDescriptor> declared = new ArrayList<>(message.getFields());
        declared.sort(Comparator.comparingInt(FieldDescriptor::getNumber));
        List<Field> found = new ArrayList<>();
        for (FieldDescriptor field : declared) {
            String name = prefix + field.getName();
            Optional<String> obstacle = obstacle(field);
            if (obstacle.isPresent()) {
                unsupported.put(name, obstacle.get());
            } else {
                field(field, name).ifPresent(found::add);
            }
        }
        open.remove(message.getFullName());
        return found;
    }

    private Optional<Field> field(FieldDescriptor field, String name) {
        Optional<ColumnKind> kind = ColumnKind.of(field);
        if (kind.isPresent()) {
            return column(field, name, kind.get(), field.hasPresence()).map(column -> column);
        }
        int index = groups++;
        boolean wrapper = WRAPPERS.contains(field.getMessageType().getFullName());
        List<Field> within = wrapper ? value(field, name) : fields(field.getMessageType(), name + ".");
        if (within.isEmpty()) {
            groups = index;
            return Optional.empty();
        }
        return Optional.of(new Group(index, field.getNumber(), name, wrapper, within, field));
    }

    private List<Field> value(FieldDescriptor wrapper, String name) {
        FieldDescriptor value = wrapper.getMessageType().getFields().get(0);
        return column(value, name, ColumnKind.valueOf(value.getType().name()), true).stream()
                .map(column -> (Field) column)
                .toList();
    }

    private Optional<Column> column(FieldDescriptor field, String name, ColumnKind kind, boolean nullable) {
        if (!wanted.test(name)) {
            return Optional.empty();
        }
        Column column = new Column(columns.size(), field.getNumber(), name, kind, nullable, field.isRepeated(), field);
        columns.add(column);
        return Optional.of(column);
    }

    /** Why rows cannot hold the field; empty if they can. */
    private Optional<String> obstacle(FieldDescriptor field) {
        if (field.getNumber() > MAX_FIELD_NUMBER) {
            return Optional.of("field number " + field.getNumber() + " (expected: at most " + MAX_FIELD_NUMBER + ")");
        }
        OneofDescriptor oneof = field.getRealContainingOneof();
        if (oneof != null && oneof.getIndex() >= MAX_ONEOFS) {
            return Optional.of("oneof " + oneof.getName() + " (expected: at most " + MAX_ONEOFS + " of them)");
        }
        if (field.isRequired()) {
            return Optional.of("required (expected: optional)");
        }
        if (field.getType() == FieldDescriptor.Type.GROUP) {
            return Optional.of("a group (expected: a message that is length-prefixed)");
        }
        return ColumnKind.of(field).isPresent() ? Optional.empty() : messageObstacle(field);
    }

    private Optional<String> messageObstacle(FieldDescriptor field) {
        String type = field.getMessageType().getFullName();
        if (field.isMapField()) {
            return Optional.of("a map");
        }
        if (field.isRepeated()) {
            return Optional.of("a list of " + type + " (expected: a list of scalars)");
        }
        if (field.getMessageType().getFields().isEmpty()) {
            return Optional.of(type + ", which has no fields");
        }
        return open.contains(type) ? Optional.of(type + " within itself") : Optional.empty();
    }
}
