package dev.spillway.wire;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.DescriptorProtos.OneofDescriptorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Timestamp;
import com.google.protobuf.TimestampProto;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The columns of a row and the message that they are the fields of. Columns are ordered by field number. */
public final class RowSchema {
    /** What stands before each row in canonical bytes: field 1, length-delimited. One byte. */
    public static final int ROW_TAG = 0x0A;

    /** Writers look fields up by number in an array. */
    private static final int MAX_FIELD_NUMBER = 65_535;

    private final Descriptor message;
    private final List<Column> columns;

    private RowSchema(Descriptor message, List<Column> columns) {
        this.message = message;
        this.columns = List.copyOf(columns);
    }

    /**
     * The schema of a message.
     *
     * @throws IllegalArgumentException a field is of a type that rows cannot hold; the message names all of them
     */
    public static RowSchema of(Descriptor message) {
        List<FieldDescriptor> fields = new ArrayList<>(message.getFields());
        fields.sort(Comparator.comparingInt(FieldDescriptor::getNumber));
        List<Column> columns = new ArrayList<>();
        List<String> refused = new ArrayList<>();
        for (FieldDescriptor field : fields) {
            if (field.getNumber() > MAX_FIELD_NUMBER) {
                throw new IllegalArgumentException(message.getFullName() + "." + field.getName() + ": field number "
                        + field.getNumber() + " (expected: at most " + MAX_FIELD_NUMBER + ")");
            }
            ColumnKind.of(field)
                    .ifPresentOrElse(
                            kind -> columns.add(new Column(
                                    columns.size(), field.getNumber(), field.getName(), kind, field.hasPresence())),
                            () -> refused.add(field.getName()));
        }
        if (!refused.isEmpty()) {
            throw new IllegalArgumentException(message.getFullName() + ": fields " + refused
                    + " (expected: scalars and google.protobuf.Timestamp; no enum, oneof, repeated or other message)");
        }
        return new RowSchema(message, columns);
    }

    /**
     * The schema of a message in a descriptor set.
     *
     * @throws IllegalArgumentException the set is not complete or not valid, or has no such message
     */
    public static RowSchema of(FileDescriptorSet files, String messageName) {
        Map<String, FileDescriptorProto> byName = new LinkedHashMap<>();
        files.getFileList().forEach(file -> byName.put(file.getName(), file));
        Map<String, FileDescriptor> built = new LinkedHashMap<>();
        for (String name : byName.keySet()) {
            build(name, byName, built, new LinkedHashSet<>());
        }
        for (FileDescriptor file : built.values()) {
            String prefix = file.getPackage().isEmpty() ? "" : file.getPackage() + ".";
            if (messageName.startsWith(prefix)) {
                Descriptor found = file.findMessageTypeByName(messageName.substring(prefix.length()));
                if (found != null) {
                    return of(found);
                }
            }
        }
        throw new IllegalArgumentException("message " + messageName + ": not in " + built.keySet());
    }

    private static FileDescriptor build(
            String name, Map<String, FileDescriptorProto> byName, Map<String, FileDescriptor> built, Set<String> open) {
        FileDescriptor known = built.get(name);
        if (known != null) {
            return known;
        }
        FileDescriptorProto proto = byName.get(name);
        if (proto == null) {
            throw new IllegalArgumentException(name + ": imported, but not in the descriptor set");
        }
        if (!open.add(name)) {
            throw new IllegalArgumentException(name + ": imports itself, by " + open);
        }
        FileDescriptor[] imports = proto.getDependencyList().stream()
                .map(each -> build(each, byName, built, open))
                .toArray(FileDescriptor[]::new);
        open.remove(name);
        try {
            FileDescriptor file = FileDescriptor.buildFrom(proto, imports);
            built.put(name, file);
            return file;
        } catch (DescriptorValidationException e) {
            throw new IllegalArgumentException(name + ": " + e.getMessage(), e);
        }
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

    /** By field number, ascending. */
    public List<Column> columns() {
        return columns;
    }

    public Optional<Column> column(String name) {
        return columns.stream().filter(each -> each.name().equals(name)).findFirst();
    }

    @Override
    public String toString() {
        return message.getFullName() + columns.stream().map(Column::name).toList();
    }

    /** A derived row message: fields from 1 in the order of the calls, each {@code optional}. */
    public static Builder derive(String messageName) {
        return new Builder(messageName);
    }

    /** Makes the schema of a row that no {@code .proto} file describes. One thread. */
    public static final class Builder {
        private final DescriptorProto.Builder row;
        private boolean usesTimestamp;

        private Builder(String name) {
            row = DescriptorProto.newBuilder().setName(name);
        }

        /**
         * Adds a column.
         *
         * @throws IllegalArgumentException the name is no protobuf identifier, or taken
         */
        public Builder column(String name, ColumnKind kind) {
            if (!name.matches("[A-Za-z_][A-Za-z0-9_]*")) {
                throw new IllegalArgumentException("column '" + name
                        + "': no protobuf identifier (expected: letters, digits and _, the first no digit); alias it");
            }
            if (row.getFieldList().stream().anyMatch(each -> each.getName().equals(name))) {
                throw new IllegalArgumentException("column '" + name + "': twice; alias one of them");
            }
            FieldDescriptorProto.Builder field = FieldDescriptorProto.newBuilder()
                    .setName(name)
                    .setNumber(row.getFieldCount() + 1)
                    .setLabel(FieldDescriptorProto.Label.LABEL_OPTIONAL);
            if (kind == ColumnKind.TIMESTAMP) {
                usesTimestamp = true;
                field.setType(FieldDescriptorProto.Type.TYPE_MESSAGE)
                        .setTypeName("." + Timestamp.getDescriptor().getFullName());
            } else {
                // proto3 `optional` is a one-field oneof whose name starts with an underscore.
                field.setType(FieldDescriptorProto.Type.valueOf("TYPE_" + kind.name()))
                        .setProto3Optional(true)
                        .setOneofIndex(row.getOneofDeclCount());
                row.addOneofDecl(OneofDescriptorProto.newBuilder().setName("_" + name));
            }
            row.addField(field);
            return this;
        }

        /** As protoc names them: where a column has the name of a oneof, the oneof gives way. */
        private DescriptorProto withDistinctOneofs() {
            Set<String> taken = new HashSet<>();
            row.getFieldList().forEach(field -> taken.add(field.getName()));
            DescriptorProto.Builder message = row.clone();
            for (OneofDescriptorProto.Builder oneof : message.getOneofDeclBuilderList()) {
                while (!taken.add(oneof.getName())) {
                    oneof.setName("X" + oneof.getName());
                }
            }
            return message.build();
        }

        public RowSchema build() {
            FileDescriptorProto.Builder file = FileDescriptorProto.newBuilder()
                    .setName("spillway/derived/" + row.getName() + ".proto")
                    .setPackage("spillway.derived")
                    .setSyntax("proto3")
                    .addMessageType(withDistinctOneofs());
            FileDescriptor[] imports = {};
            if (usesTimestamp) {
                imports = new FileDescriptor[] {TimestampProto.getDescriptor()};
                file.addDependency(imports[0].getName());
            }
            try {
                return of(FileDescriptor.buildFrom(file.build(), imports)
                        .getMessageTypes()
                        .get(0));
            } catch (DescriptorValidationException e) {
                throw new IllegalArgumentException(row.getName() + ": " + e.getMessage(), e);
            }
        }
    }
}
