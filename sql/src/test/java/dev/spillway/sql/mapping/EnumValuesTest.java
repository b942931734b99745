package dev.spillway.sql.mapping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.DescriptorProtos.EnumDescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumOptions;
import com.google.protobuf.DescriptorProtos.EnumValueDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class EnumValuesTest {
    private static EnumDescriptor type(int values) {
        EnumDescriptorProto.Builder type = EnumDescriptorProto.newBuilder()
                .setName("Code")
                .setOptions(EnumOptions.newBuilder().setAllowAlias(true));
        for (int i = 0; i < values; i++) {
            type.addValue(value("CODE_" + i, i * 7 - 3)).addValue(value("ALIAS_" + i, i * 7 - 3));
        }
        FileDescriptorProto file = FileDescriptorProto.newBuilder()
                .setName("code.proto")
                .setPackage("test")
                .addEnumType(type)
                .build();
        try {
            return FileDescriptor.buildFrom(file, new FileDescriptor[0]).findEnumTypeByName("Code");
        } catch (DescriptorValidationException e) {
            throw new AssertionError(e);
        }
    }

    private static EnumValueDescriptorProto value(String name, int number) {
        return EnumValueDescriptorProto.newBuilder()
                .setName(name)
                .setNumber(number)
                .build();
    }

    private static long number(EnumValues values, String name) {
        byte[] utf8 = ("<" + name + ">").getBytes(StandardCharsets.UTF_8);
        return values.number(utf8, 1, utf8.length - 2);
    }

    @Test
    void everyNameIsFoundHoweverManyThereAre() {
        for (int count : new int[] {1, 2, 3, 4, 100, 5000}) {
            EnumValues values = new EnumValues(type(count));
            for (int i = 0; i < count; i++) {
                assertEquals(i * 7 - 3, number(values, "CODE_" + i));
                assertEquals(i * 7 - 3, number(values, "ALIAS_" + i));
                assertTrue(values.has(i * 7 - 3));
            }
        }
    }

    @Test
    void whatIsNotDeclaredIsNotFound() {
        EnumValues values = new EnumValues(type(5000));
        for (String name : new String[] {"", "CODE_", "CODE_5000", "CODE_1 ", "code_1", "CODE_\u0661", "CODE_1\0"}) {
            assertEquals(EnumValues.NONE, number(values, name), name);
        }
        assertFalse(values.has(0));
        assertFalse(values.has((1L << 32) - 3));
        assertFalse(values.has(Long.MIN_VALUE));
    }

    @Test
    void aRefusalShowsNoMoreThanAReaderWants() {
        EnumValues values = new EnumValues(type(8));
        assertEquals(
                "'x' (expected: CODE_0, ALIAS_0, CODE_1, ALIAS_1, CODE_2, ALIAS_2, CODE_3, ALIAS_3, CODE_4, ALIAS_4, "
                        + "… (16 in all) of test.Code)",
                values.refusal("x"));
        assertEquals("5 (expected: -3, 4, 11, 18, 25, 32, 39, 46 of test.Code)", values.refusal(5));
        String shown = values.refusal("y".repeat(1000));
        assertTrue(shown.startsWith("'" + "y".repeat(60) + "…' (expected: "), shown);
    }
}
