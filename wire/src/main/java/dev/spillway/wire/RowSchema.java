package dev.spillway.wire;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.DescriptorProtos.OneofDescriptorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Duration;
import com.google.protobuf.Timestamp;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The columns of a row and the message that they are fields of, or that holds the messages they are fields of.
 *
 * <p>Not every field of a message can be a column: {@link #unsupported} names the others. They are never set.
 */
public final class RowSchema {
    /** What stands before each row in canonical bytes: field 1, length-delimited. One byte. */
    public static final int ROW_TAG = 0x0A;

    private final Descriptor message;
    private final FieldTree tree;
    private final boolean partial;

    private RowSchema(Descriptor message, FieldTree tree, boolean partial) {
        this.message = message;
        this.tree = tree;
        this.partial = partial;
    }

    /** The schema of a message. */
    public static RowSchema of(Descriptor message) {
        return new RowSchema(message, new FieldTree(message, name -> true), false);
    }

    /**
     * The schema of a message in a descriptor set.
     *
     * @throws IllegalArgumentException the set is not complete or not valid, or has no such message
     */
    public static RowSchema of(FileDescriptorSet files, String messageName) {
        DescriptorFiles linked = new DescriptorFiles(files);
        return linked.message(messageName)
                .map(RowSchema::of)
                .orElseThrow(() -> new IllegalArgumentException("message " + messageName + ": not in " + linked));
    }

    /** The message that a row is. */
    public Descriptor message() {
        return message;
    }

    /** All files that the message needs, each after those that it imports. */
    public FileDescriptorSet files() {
        Map<String, FileDescriptorProto> files = new LinkedHashMap<>();
        collect(message.getFile(), files);
        return FileDescriptorSet.newBuilder().addAllFile(files.values()).build();
    }

    private static void collect(FileDescriptor file, Map<String, FileDescriptorProto> into) {
        if (!into.containsKey(file.getName())) {
            file.getDependencies().forEach(each -> collect(each, into));
            into.put(file.getName(), file.toProto());
        }
    }

    /** What holds values, within groups too: by field number, ascending, and what is in a group in its place. */
    public List<Column> columns() {
        return Collections.unmodifiableList(tree.columns());
    }

    /** The same as a tree: columns and groups by field number, ascending. */
    public List<Field> fields() {
        return Collections.unmodifiableList(tree.fields());
    }

    /** The fields that rows cannot hold: by the name that a column would have, why not. */
    public Map<String, String> unsupported() {
        return Collections.unmodifiableMap(tree.unsupported());
    }

    public Optional<Column> column(String name) {
        return tree.columns().stream().filter(each -> each.name().equals(name)).findFirst();
    }

    /**
     * Rows of the same message, of which only these columns are ever set.
     *
     * @throws IllegalArgumentException there is no column of one of the names
     */
    public RowSchema only(Collection<String> names) {
        Set<String> wanted = new LinkedHashSet<>(names);
        FieldTree restricted = new FieldTree(message, wanted::contains);
        if (restricted.columns().size() != wanted.size()) {
            restricted.columns().forEach(column -> wanted.remove(column.name()));
            throw new IllegalArgumentException("columns " + wanted + ": not in " + this);
        }
        return new RowSchema(
                message,
                restricted,
                restricted.columns().size() != of(message).columns().size());
    }

    /** Whether the message has more columns than these. */
    public boolean isPartial() {
        return partial;
    }

    @Override
    public String toString() {
        return message.getFullName() + columns().stream().map(Column::name).toList();
    }

    /** A derived row message: fields from 1 in the order of the calls, each {@code optional}. */
    public static Builder derive(String messageName) {
        return new Builder(messageName);
    }

    /** Makes the schema of a row that no {@code .proto} file describes. One thread. */
    public static final class Builder {
        private final DescriptorProto.Builder row;
        private final Map<String, FileDescriptor> imports = new TreeMap<>();

        private Builder(String name) {
            row = DescriptorProto.newBuilder().setName(name);
        }

        /**
         * Adds a column.
         *
         * @throws IllegalArgumentException the name is no protobuf identifier, or taken, or the kind is an enum's
         */
        public Builder column(String name, ColumnKind kind) {
            FieldDescriptorProto.Builder field = field(name, kind).setLabel(FieldDescriptorProto.Label.LABEL_OPTIONAL);
            if (!field.hasTypeName()) {
                // proto3 `optional` is a one-field oneof whose name starts with an underscore.
                field.setProto3Optional(true).setOneofIndex(row.getOneofDeclCount());
                row.addOneofDecl(OneofDescriptorProto.newBuilder().setName("_" + name));
            }
            row.addField(field);
            return this;
        }

        /**
         * Adds a column that holds lists.
         *
         * @throws IllegalArgumentException as from {@link #column}
         */
        public Builder list(String name, ColumnKind kind) {
            row.addField(field(name, kind).setLabel(FieldDescriptorProto.Label.LABEL_REPEATED));
            return this;
        }

        private FieldDescriptorProto.Builder field(String name, ColumnKind kind) {
            if (!name.matches("[A-Za-z_][A-Za-z0-9_]*")) {
                throw new IllegalArgumentException("column '" + name
                        + "': no protobuf identifier (expected: letters, digits and _, the first no digit); alias it");
            }
            if (row.getFieldList().stream().anyMatch(each -> each.getName().equals(name))) {
                throw new IllegalArgumentException("column '" + name + "': twice; alias one of them");
            }
            FieldDescriptorProto.Builder field =
                    FieldDescriptorProto.newBuilder().setName(name).setNumber(row.getFieldCount() + 1);
            return switch (kind) {
                case ENUM ->
                    throw new IllegalArgumentException(
                            "column '" + name + "': an enum, which no file defines (expected: another kind)");
                case TIMESTAMP -> ofMessage(field, Timestamp.getDescriptor());
                case DURATION -> ofMessage(field, Duration.getDescriptor());
                default -> field.setType(FieldDescriptorProto.Type.valueOf("TYPE_" + kind.name()));
            };
        }

        private FieldDescriptorProto.Builder ofMessage(FieldDescriptorProto.Builder field, Descriptor type) {
            imports.put(type.getFile().getName(), type.getFile());
            return field.setType(FieldDescriptorProto.Type.TYPE_MESSAGE).setTypeName("." + type.getFullName());
        }

        /** As protoc names them: where a column has the name of a oneof, the oneof gives way. */
        private DescriptorProto withDistinctOneofs() {
            Set<String> taken = new HashSet<>();
            row.getFieldList().forEach(field -> taken.add(field.getName()));
            DescriptorProto.Builder message = row.build().toBuilder();
            for (OneofDescriptorProto.Builder oneof : message.getOneofDeclBuilderList()) {
                while (!taken.add(oneof.getName())) {
                    oneof.setName("X" + oneof.getName());
                }
            }
            return message.build();
        }

        public RowSchema build() {
            FileDescriptorProto file = FileDescriptorProto.newBuilder()
                    .setName("spillway/derived/" + row.getName() + ".proto")
                    .setPackage("spillway.derived")
                    .setSyntax("proto3")
                    .addAllDependency(imports.keySet())
                    .addMessageType(withDistinctOneofs())
                    .build();
            try {
                return of(FileDescriptor.buildFrom(file, imports.values().toArray(FileDescriptor[]::new))
                        .getMessageTypes()
                        .get(0));
            } catch (DescriptorValidationException e) {
                throw new IllegalArgumentException(row.getName() + ": " + e.getMessage(), e);
            }
        }
    }
}
