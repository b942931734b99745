package dev.spillway.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.DescriptorProtos.OneofDescriptorProto;
import com.google.protobuf.TimestampProto;
import dev.spillway.wire.row.RandomRows;
import dev.spillway.wire.v1.Frame;
import dev.spillway.wire.v1.Position;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RowSchemaTest {
    @Test
    void ordersColumnsByFieldNumber() {
        RowSchema schema = schema(row(
                field("c", 300, FieldDescriptorProto.Type.TYPE_STRING),
                field("a", 2, FieldDescriptorProto.Type.TYPE_INT32),
                field("b", 17, FieldDescriptorProto.Type.TYPE_MESSAGE).setTypeName(".google.protobuf.Timestamp")));
        assertEquals(
                List.of(
                        new Column(0, 2, "a", ColumnKind.INT32, false),
                        new Column(1, 17, "b", ColumnKind.TIMESTAMP, true),
                        new Column(2, 300, "c", ColumnKind.STRING, false)),
                schema.columns());
        assertEquals("b", schema.column("b").orElseThrow().name());
        assertEquals("test.Row[a, b, c]", schema.toString());
        assertEquals(true, schema.column("d").isEmpty());
    }

    @Test
    void takesAMessageOfGeneratedCode() {
        assertEquals(
                List.of(
                        new Column(0, 1, "bytes", ColumnKind.INT64, false),
                        new Column(1, 2, "rows", ColumnKind.INT64, false),
                        new Column(2, 3, "crc32c", ColumnKind.FIXED32, false)),
                RowSchema.of(Position.getDescriptor()).columns());
    }

    @Test
    void derivesOptionalFieldsOfEveryKindInTheOrderOfTheCalls() {
        RowSchema.Builder builder = RowSchema.derive("Derived");
        int index = 0;
        for (ColumnKind kind : ColumnKind.values()) {
            builder.column("column_" + index++, kind);
        }
        RowSchema schema = builder.build();
        index = 0;
        for (ColumnKind kind : ColumnKind.values()) {
            assertEquals(
                    new Column(index, index + 1, "column_" + index, kind, true),
                    schema.columns().get(index));
            index++;
        }
        assertEquals("spillway.derived.Derived", schema.message().getFullName());
    }

    @Test
    void comesBackFromItsFiles() {
        Seeds.each(100, random -> {
            RowSchema schema = new RandomRows(random).schema();
            RowSchema back = RowSchema.of(schema.files(), schema.message().getFullName());
            assertEquals(schema.columns(), back.columns());
            assertEquals(schema.files(), back.files());
        });
    }

    @Test
    void givesAllFilesEachAfterThoseThatItImports() {
        FileDescriptorSet files = RowSchema.derive("Row")
                .column("at", ColumnKind.TIMESTAMP)
                .build()
                .files();
        assertEquals(
                List.of("google/protobuf/timestamp.proto", "spillway/derived/Row.proto"),
                files.getFileList().stream().map(FileDescriptorProto::getName).toList());
    }

    @Test
    void takesFilesInAnyOrder() {
        FileDescriptorSet files = RowSchema.derive("Row")
                .column("at", ColumnKind.TIMESTAMP)
                .build()
                .files();
        FileDescriptorSet turned = FileDescriptorSet.newBuilder()
                .addFile(files.getFile(1))
                .addFile(files.getFile(0))
                .build();
        assertEquals(files, RowSchema.of(turned, "spillway.derived.Row").files());
    }

    @Test
    void refusesFilesThatLackAnImport() {
        FileDescriptorSet files = RowSchema.derive("Row")
                .column("at", ColumnKind.TIMESTAMP)
                .build()
                .files();
        FileDescriptorSet lacking =
                FileDescriptorSet.newBuilder().addFile(files.getFile(1)).build();
        assertRefused(
                "google/protobuf/timestamp.proto: imported, but not in the descriptor set",
                () -> RowSchema.of(lacking, "spillway.derived.Row"));
    }

    @Test
    void refusesFilesThatImportEachOther() {
        FileDescriptorSet files = FileDescriptorSet.newBuilder()
                .addFile(FileDescriptorProto.newBuilder().setName("a.proto").addDependency("b.proto"))
                .addFile(FileDescriptorProto.newBuilder().setName("b.proto").addDependency("a.proto"))
                .build();
        assertRefused("a.proto: imports itself, by [a.proto, b.proto]", () -> RowSchema.of(files, "Row"));
    }

    @Test
    void refusesAMessageThatIsNotThere() {
        FileDescriptorSet files =
                RowSchema.derive("Row").column("a", ColumnKind.BOOL).build().files();
        for (String name : List.of("Row", "spillway.derived.Other", "spillway.derived.", "")) {
            assertRefused("message " + name + ": not in [spillway/derived/Row.proto]", () -> RowSchema.of(files, name));
        }
    }

    @Test
    void refusesAFileThatIsNotValid() {
        FileDescriptorSet files = FileDescriptorSet.newBuilder()
                .addFile(file(row(
                        field("a", 1, FieldDescriptorProto.Type.TYPE_INT32),
                        field("a", 2, FieldDescriptorProto.Type.TYPE_INT32))))
                .build();
        assertThrows(IllegalArgumentException.class, () -> RowSchema.of(files, "test.Row"));
    }

    @Test
    void refusesAllFieldsThatRowsCannotHoldAtOnce() {
        DescriptorProto.Builder row = row(
                field("good", 1, FieldDescriptorProto.Type.TYPE_INT32),
                field("many", 2, FieldDescriptorProto.Type.TYPE_INT32)
                        .setLabel(FieldDescriptorProto.Label.LABEL_REPEATED),
                field("one_of", 3, FieldDescriptorProto.Type.TYPE_INT32).setOneofIndex(0),
                field("self", 4, FieldDescriptorProto.Type.TYPE_MESSAGE).setTypeName(".test.Row"));
        row.addOneofDecl(OneofDescriptorProto.newBuilder().setName("either"));
        assertRefused(
                "test.Row: fields [many, one_of, self]"
                        + " (expected: scalars and google.protobuf.Timestamp; no enum, oneof, repeated or other message)",
                () -> schema(row));
        assertThrows(IllegalArgumentException.class, () -> RowSchema.of(Frame.getDescriptor()));
    }

    @Test
    void refusesAFieldNumberThatNoArrayIsMadeFor() {
        schema(row(field("a", 65_535, FieldDescriptorProto.Type.TYPE_INT32)));
        assertRefused(
                "test.Row.a: field number 65536 (expected: at most 65535)",
                () -> schema(row(field("a", 65_536, FieldDescriptorProto.Type.TYPE_INT32))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1a", "a-b", "sum(x)", "a b", "\u00E9"})
    void refusesAColumnNameThatIsNoIdentifier(String name) {
        assertRefused(
                "column '" + name + "': no protobuf identifier (expected: letters, digits and _, the first no digit);"
                        + " alias it",
                () -> RowSchema.derive("Row").column(name, ColumnKind.BOOL));
    }

    @Test
    void refusesAColumnNameThatIsTaken() {
        assertRefused(
                "column 'a': twice; alias one of them",
                () -> RowSchema.derive("Row").column("a", ColumnKind.BOOL).column("a", ColumnKind.STRING));
    }

    private static void assertRefused(String message, Executable act) {
        assertEquals(message, assertThrows(IllegalArgumentException.class, act).getMessage());
    }

    private static FieldDescriptorProto.Builder field(String name, int number, FieldDescriptorProto.Type type) {
        return FieldDescriptorProto.newBuilder().setName(name).setNumber(number).setType(type);
    }

    private static DescriptorProto.Builder row(FieldDescriptorProto.Builder... fields) {
        DescriptorProto.Builder row = DescriptorProto.newBuilder().setName("Row");
        for (FieldDescriptorProto.Builder field : fields) {
            row.addField(field);
        }
        return row;
    }

    private static FileDescriptorProto file(DescriptorProto.Builder row) {
        return FileDescriptorProto.newBuilder()
                .setName("test.proto")
                .setPackage("test")
                .setSyntax("proto3")
                .addDependency(TimestampProto.getDescriptor().getName())
                .addMessageType(row)
                .build();
    }

    private static RowSchema schema(DescriptorProto.Builder row) {
        return RowSchema.of(
                FileDescriptorSet.newBuilder()
                        .addFile(file(row))
                        .addFile(TimestampProto.getDescriptor().toProto())
                        .build(),
                "test.Row");
    }

    @Test
    void aColumnNamedLikeTheOneofOfAnotherKeepsItsName() {
        RowSchema schema = RowSchema.derive("Row")
                .column("a", ColumnKind.INT64)
                .column("_a", ColumnKind.INT64)
                .build();
        assertEquals(
                List.of("X_a", "__a"),
                schema.message().toProto().getOneofDeclList().stream()
                        .map(oneof -> oneof.getName())
                        .toList());
        assertEquals("_a", schema.columns().get(1).name());
    }
}
