package dev.spillway.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.EmptyProto;
import com.google.protobuf.TimestampProto;
import com.google.protobuf.WrappersProto;
import dev.spillway.wire.row.RandomRows;
import dev.spillway.wire.v1.Frame;
import dev.spillway.wire.v1.Position;
import dev.spillway.wire.v1.Query;
import java.util.ArrayList;
import java.util.Arrays;
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
        assertEquals(List.of("0: a INT32 = 2", "1: optional b TIMESTAMP = 17", "2: c STRING = 300"), described(schema));
        assertEquals("b", schema.column("b").orElseThrow().name());
        assertEquals("test.Row[a, b, c]", schema.toString());
        assertEquals(true, schema.column("d").isEmpty());
    }

    @Test
    void takesAMessageOfGeneratedCode() {
        assertEquals(
                List.of("0: bytes INT64 = 1", "1: rows INT64 = 2", "2: crc32c FIXED32 = 3"),
                described(RowSchema.of(Position.getDescriptor())));
    }

    @Test
    void derivesOptionalFieldsOfEveryKindInTheOrderOfTheCalls() {
        List<ColumnKind> kinds = Arrays.stream(ColumnKind.values())
                .filter(kind -> kind != ColumnKind.ENUM)
                .toList();
        RowSchema.Builder builder = RowSchema.derive("Derived");
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 2 * kinds.size(); i += 2) {
            ColumnKind kind = kinds.get(i / 2);
            builder.column("column_" + i, kind).list("list_" + i, kind);
            expected.add(i + ": optional column_" + i + " " + kind + " = " + (i + 1));
            expected.add((i + 1) + ": repeated list_" + i + " " + kind + " = " + (i + 2));
        }
        RowSchema schema = builder.build();
        assertEquals(expected, described(schema));
        assertEquals("spillway.derived.Derived", schema.message().getFullName());
    }

    @Test
    void comesBackFromItsFiles() {
        Seeds.each(100, random -> {
            RowSchema schema = RandomRows.nested(random).schema();
            RowSchema back = RowSchema.of(schema.files(), schema.message().getFullName());
            assertEquals(described(schema), described(back));
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
    void refusesAFieldWithoutAType() {
        FileDescriptorSet files = FileDescriptorSet.newBuilder()
                .addFile(file(
                        row(field("a", 1, FieldDescriptorProto.Type.TYPE_INT32).clearType())))
                .build();
        assertThrows(IllegalArgumentException.class, () -> RowSchema.of(files, "test.Row"));
    }

    @Test
    void namesTheFieldsThatRowsCannotHold() {
        DescriptorProto.Builder row = row(
                field("good", 1, FieldDescriptorProto.Type.TYPE_INT32),
                field("many", 2, FieldDescriptorProto.Type.TYPE_MESSAGE)
                        .setTypeName(".google.protobuf.StringValue")
                        .setLabel(FieldDescriptorProto.Label.LABEL_REPEATED),
                field("self", 4, FieldDescriptorProto.Type.TYPE_MESSAGE).setTypeName(".test.Row"),
                field("nothing", 5, FieldDescriptorProto.Type.TYPE_MESSAGE).setTypeName(".google.protobuf.Empty"),
                field("far", 65_535, FieldDescriptorProto.Type.TYPE_INT32),
                field("too_far", 65_536, FieldDescriptorProto.Type.TYPE_INT32));
        RowSchema schema = schema(row);
        assertEquals(
                List.of(
                        "many: a list of google.protobuf.StringValue (expected: a list of scalars)",
                        "self: test.Row within itself",
                        "nothing: google.protobuf.Empty, which has no fields",
                        "too_far: field number 65536 (expected: at most 65535)"),
                schema.unsupported().entrySet().stream()
                        .map(each -> each.getKey() + ": " + each.getValue())
                        .toList());
        assertEquals(List.of("0: good INT32 = 1", "1: far INT32 = 65535"), described(schema));
        assertEquals("a map", RowSchema.of(Query.getDescriptor()).unsupported().get("parameters"));
    }

    @Test
    void findsColumnsInMessagesWithinTheRow() {
        RowSchema schema = RowSchema.of(Frame.getDescriptor());
        Group header = (Group) schema.fields().get(1);
        assertEquals("header", header.name());
        Column token = schema.column("chunk.resume_token").orElseThrow();
        assertEquals(ColumnKind.BYTES, token.kind());
        assertEquals(
                "header.bytes.size",
                schema.column("header.bytes.size").orElseThrow().name());
        assertEquals(
                ColumnKind.ENUM, schema.column("header.replay").orElseThrow().kind());
        assertEquals(
                "a list of google.protobuf.FileDescriptorProto (expected: a list of scalars)",
                schema.unsupported().get("header.rows.files.file"));
    }

    @Test
    void aWrapperIsAColumnOfItsOwnName() {
        RowSchema schema = schema(row(
                field("note", 3, FieldDescriptorProto.Type.TYPE_MESSAGE).setTypeName(".google.protobuf.StringValue")));
        Group group = (Group) schema.fields().get(0);
        assertEquals(true, group.wrapper());
        assertEquals(List.of("0: optional note STRING = 1"), described(schema));
    }

    @Test
    void keepsOnlyTheColumnsThatAreNamed() {
        RowSchema schema = RowSchema.of(Frame.getDescriptor()).only(List.of("chunk.data", "sequence"));
        assertEquals(List.of("0: sequence INT64 = 1", "1: chunk.data BYTES = 7"), described(schema));
        assertEquals(2, schema.fields().size());
        assertEquals(true, schema.isPartial());
        assertEquals(0, ((Group) schema.fields().get(1)).index());
        RowSchema all = RowSchema.of(Position.getDescriptor());
        assertEquals(false, all.only(List.of("rows", "bytes", "crc32c")).isPartial());
        assertRefused(
                "columns [chunk]: not in spillway.v1.Position[bytes, rows, crc32c]",
                () -> all.only(List.of("rows", "chunk")));
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

    /** {@code index: label name KIND = number}. */
    private static List<String> described(RowSchema schema) {
        return schema.columns().stream()
                .map(each -> each.index() + ": " + (each.repeated() ? "repeated " : each.nullable() ? "optional " : "")
                        + each.name() + " " + each.kind() + " = " + each.number())
                .toList();
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
                .addDependency(EmptyProto.getDescriptor().getName())
                .addDependency(WrappersProto.getDescriptor().getName())
                .addMessageType(row)
                .build();
    }

    private static RowSchema schema(DescriptorProto.Builder row) {
        return RowSchema.of(
                FileDescriptorSet.newBuilder()
                        .addFile(file(row))
                        .addFile(TimestampProto.getDescriptor().toProto())
                        .addFile(EmptyProto.getDescriptor().toProto())
                        .addFile(WrappersProto.getDescriptor().toProto())
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
