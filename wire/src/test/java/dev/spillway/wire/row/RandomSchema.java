package dev.spillway.wire.row;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumDescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumValueDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldOptions;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.OneofDescriptorProto;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DurationProto;
import com.google.protobuf.TimestampProto;
import com.google.protobuf.WrappersProto;
import dev.spillway.wire.ColumnKind;
import dev.spillway.wire.RowSchema;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** Schemas of any columns, with any ascending field numbers, declared in any order. */
final class RandomSchema {
    private static final List<ColumnKind> ALL_KINDS = List.of(ColumnKind.values());
    private static final String[] WRAPPERS = {
        "Double", "Float", "Int64", "UInt64", "Int32", "UInt32", "Bool", "String", "Bytes"
    };
    private static final FileDescriptor[] IMPORTS = {
        TimestampProto.getDescriptor(), DurationProto.getDescriptor(), WrappersProto.getDescriptor()
    };

    private final Random random;
    private final List<ColumnKind> kinds;
    private final boolean nests;

    private RandomSchema(Random random, List<ColumnKind> kinds, boolean nests) {
        this.random = random;
        this.kinds = kinds;
        this.nests = nests;
    }

    /** Columns of these kinds, with and without presence. */
    static RowSchema flat(Random random, List<ColumnKind> kinds) {
        return new RandomSchema(random, kinds, false).build();
    }

    /** Columns of all kinds, lists, oneofs, wrappers, and messages within messages. */
    static RowSchema nested(Random random) {
        return new RandomSchema(random, ALL_KINDS, true).build();
    }

    private RowSchema build() {
        DescriptorProto row = message("Row", 2);
        EnumDescriptorProto color = EnumDescriptorProto.newBuilder()
                .setName("Color")
                .addValue(EnumValueDescriptorProto.newBuilder().setName("NONE").setNumber(0))
                .addValue(EnumValueDescriptorProto.newBuilder().setName("RED").setNumber(-7))
                .build();
        FileDescriptorProto file = FileDescriptorProto.newBuilder()
                .setName("random.proto")
                .setPackage("random")
                .setSyntax("proto3")
                .addAllDependency(
                        Stream.of(IMPORTS).map(FileDescriptor::getName).toList())
                .addEnumType(color)
                .addMessageType(row)
                .build();
        try {
            return RowSchema.of(
                    FileDescriptor.buildFrom(file, IMPORTS).getMessageTypes().get(0));
        } catch (DescriptorValidationException e) {
            throw new AssertionError(e);
        }
    }

    private DescriptorProto message(String name, int depth) {
        DescriptorProto.Builder message = DescriptorProto.newBuilder().setName(name);
        int count = random.nextInt(13);
        int number = 0;
        List<FieldDescriptorProto> fields = new ArrayList<>();
        if (nests) {
            message.addOneofDecl(OneofDescriptorProto.newBuilder().setName("either"));
        }
        boolean oneofHasMember = false;
        for (int i = 0; i < count; i++) {
            number += random.nextInt(4) == 0 ? 1 + random.nextInt(5_000) : 1;
            FieldDescriptorProto.Builder field =
                    FieldDescriptorProto.newBuilder().setName("column_" + i).setNumber(number);
            type(field, message, depth, i);
            int form = random.nextInt(4);
            boolean isMessage = field.getType() == FieldDescriptorProto.Type.TYPE_MESSAGE;
            boolean value = !isMessage || field.getTypeName().matches("[.]google[.]protobuf[.](Timestamp|Duration)");
            if (nests && form == 0 && value) {
                field.setLabel(FieldDescriptorProto.Label.LABEL_REPEATED);
                if (random.nextInt(4) == 0 && isPackable(field)) {
                    field.setOptions(FieldOptions.newBuilder().setPacked(false));
                }
            } else if (nests && form == 1) {
                field.setOneofIndex(0);
                oneofHasMember = true;
            } else if (form == 2 && !isMessage) {
                field.setProto3Optional(true).setOneofIndex(message.getOneofDeclCount());
                message.addOneofDecl(OneofDescriptorProto.newBuilder().setName("_column_" + i));
            }
            fields.add(field.build());
        }
        if (nests && !oneofHasMember) {
            fields.add(FieldDescriptorProto.newBuilder()
                    .setName("only")
                    .setNumber(number + 1)
                    .setType(FieldDescriptorProto.Type.TYPE_BOOL)
                    .setOneofIndex(0)
                    .build());
        }
        Collections.shuffle(fields, random);
        return message.addAllField(fields).build();
    }

    private void type(FieldDescriptorProto.Builder field, DescriptorProto.Builder in, int depth, int index) {
        int form = nests ? random.nextInt(8) : 2;
        if (form == 0 && depth > 0) {
            String name = "Inner" + index;
            in.addNestedType(message(name, depth - 1));
            field.setType(FieldDescriptorProto.Type.TYPE_MESSAGE).setTypeName(name);
        } else if (form == 1) {
            String wrapper = WRAPPERS[random.nextInt(WRAPPERS.length)];
            field.setType(FieldDescriptorProto.Type.TYPE_MESSAGE).setTypeName(".google.protobuf." + wrapper + "Value");
        } else {
            ColumnKind kind = kinds.get(random.nextInt(kinds.size()));
            switch (kind) {
                case TIMESTAMP ->
                    field.setType(FieldDescriptorProto.Type.TYPE_MESSAGE).setTypeName(".google.protobuf.Timestamp");
                case DURATION ->
                    field.setType(FieldDescriptorProto.Type.TYPE_MESSAGE).setTypeName(".google.protobuf.Duration");
                case ENUM -> field.setType(FieldDescriptorProto.Type.TYPE_ENUM).setTypeName(".random.Color");
                default -> field.setType(FieldDescriptorProto.Type.valueOf("TYPE_" + kind));
            }
        }
    }

    private static boolean isPackable(FieldDescriptorProto.Builder field) {
        return field.getType() != FieldDescriptorProto.Type.TYPE_MESSAGE
                && field.getType() != FieldDescriptorProto.Type.TYPE_STRING
                && field.getType() != FieldDescriptorProto.Type.TYPE_BYTES;
    }
}
