package dev.spillway.render;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import com.google.protobuf.SourceContext;
import com.google.protobuf.Syntax;
import com.google.protobuf.Type;
import dev.spillway.wire.Column;
import dev.spillway.wire.ColumnKind;
import dev.spillway.wire.Field;
import dev.spillway.wire.Group;
import dev.spillway.wire.ResultFailure;
import dev.spillway.wire.RowSchema;
import dev.spillway.wire.Seeds;
import dev.spillway.wire.Slice;
import dev.spillway.wire.row.RandomRows;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.json.JsonMapper;

class JsonTest {
    private static final JsonMapper JACKSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    /** Jackson's own form is ours once its hexadecimal digits are small and it does not escape slashes. */
    private static final JsonMapper WRITER = JsonMapper.builder()
            .disable(JsonWriteFeature.WRITE_HEX_UPPER_CASE, JsonWriteFeature.ESCAPE_FORWARD_SLASHES)
            .build();

    /** A value as Jackson read it: of a number, its very digits. */
    private record Read(JsonToken token, String text) {}

    private static Map<String, Read> read(String object) {
        Map<String, Read> values = new LinkedHashMap<>();
        try (JsonParser parser = JACKSON.createParser(object)) {
            assertEquals(JsonToken.START_OBJECT, parser.nextToken());
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = parser.getString();
                values.put(name, new Read(parser.nextToken(), parser.getString()));
            }
            assertEquals(JsonToken.END_OBJECT, parser.currentToken());
            assertNull(parser.nextToken());
        }
        return values;
    }

    @Test
    void readsBackToTheSameValues() {
        Seeds.each(500, random -> {
            RandomRows rows = new RandomRows(random);
            List<List<@Nullable Object>> values = rows.next(20);
            List<String> lines = Rendering.text(
                            Rendering.render(Format.NDJSON, rows.schema(), Slice.of(rows.canonical(values))))
                    .lines()
                    .toList();
            assertEquals(values.size(), lines.size());
            for (int i = 0; i < lines.size(); i++) {
                assertReadsBack(rows.schema(), values.get(i), read(lines.get(i)));
            }
        });
    }

    @Test
    void isByteForByteWhatJacksonWrites() {
        Seeds.each(1000, random -> {
            RandomRows rows = Rendering.rows(random);
            List<List<@Nullable Object>> values = rows.next(20);
            Int64As int64 = random.nextBoolean() ? Int64As.STRING : Int64As.NUMBER;
            List<String> expected = new ArrayList<>();
            for (List<@Nullable Object> row : values) {
                expected.add(WRITER.writeValueAsString(object(rows.schema().fields(), rows.message(row), row, int64)));
            }
            Slice canonical = Slice.of(rows.canonical(values));
            assertEquals(
                    String.join("\n", expected) + "\n",
                    Rendering.document(Format.NDJSON.renderer(rows.schema(), int64), canonical));
            assertEquals(
                    "[\n" + String.join(",\n", expected) + "\n]\n",
                    Rendering.document(Format.JSON.renderer(rows.schema(), int64), canonical));
        });
    }

    private static Map<String, @Nullable Object> object(
            List<Field> fields, Message message, List<@Nullable Object> row, Int64As int64) {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        for (Field field : fields) {
            FieldDescriptor descriptor = message.getDescriptorForType().findFieldByNumber(field.number());
            object.put(
                    descriptor.getName(),
                    switch (field) {
                        case Column column -> forJackson(column, row, int64);
                        case Group group
                        when group.wrapper() ->
                            forJackson((Column) group.fields().getFirst(), row, int64);
                        case Group group
                        when message.hasField(descriptor) ->
                            object(group.fields(), (Message) message.getField(descriptor), row, int64);
                        case Group _ -> null;
                    });
        }
        return object;
    }

    private static @Nullable Object forJackson(Column column, List<@Nullable Object> row, Int64As int64) {
        Object value = row.get(column.index());
        return value == null ? null : forJackson(column, value, int64);
    }

    /** A list as Jackson writes it. */
    static String array(Column column, List<?> values) {
        return WRITER.writeValueAsString(forJackson(column, values, Int64As.NUMBER));
    }

    private static Object forJackson(Column column, Object value, Int64As int64) {
        if (value instanceof List<?> values) {
            return values.stream().map(each -> forJackson(column, each, int64)).toList();
        }
        return switch (column.kind()) {
            case BYTES -> ((Slice) value).toByteArray();
            case TIMESTAMP, DURATION -> PlainTextTest.text(column, value);
            case ENUM -> value.equals(0L) || value.equals(-7L) ? PlainTextTest.text(column, value) : value;
            case INT64, SINT64, SFIXED64 -> int64 == Int64As.STRING ? value.toString() : value;
            case UINT64, FIXED64 -> {
                String digits = Long.toUnsignedString((Long) value);
                yield int64 == Int64As.STRING ? digits : new BigInteger(digits);
            }
            default -> value;
        };
    }

    @Test
    void integersOf64BitsAreStringsForAWholeColumnAndNeverByValue() throws ResultFailure {
        RowSchema schema = Rendering.schema(ColumnKind.INT64, ColumnKind.FIXED64, ColumnKind.INT32);
        Slice rows = Rendering.canonical(
                schema, integers(1, 1), integers(9_007_199_254_740_993L, -1), integers(Long.MIN_VALUE, 0));
        assertEquals("""
                {"c1":"1","c2":"1","c3":7}
                {"c1":"9007199254740993","c2":"18446744073709551615","c3":7}
                {"c1":"-9223372036854775808","c2":"0","c3":7}
                """, Rendering.document(Format.NDJSON.renderer(schema, Int64As.STRING), rows));
        assertEquals("""
                [
                {"c1":1,"c2":1,"c3":7},
                {"c1":9007199254740993,"c2":18446744073709551615,"c3":7},
                {"c1":-9223372036854775808,"c2":0,"c3":7}
                ]
                """, Rendering.document(Format.JSON.renderer(schema, Int64As.NUMBER), rows));
    }

    private static Rendering.Row integers(long first, long second) {
        return row -> {
            row.int64(1, first);
            row.int64(2, second);
            row.int64(3, 7);
        };
    }

    @ParameterizedTest
    @EnumSource(names = {"CSV", "TEXT", "PROTO"})
    void otherFormatsHaveNoOtherFormOfIntegers(Format format) {
        assertThrows(
                IllegalArgumentException.class,
                () -> format.renderer(Rendering.schema(ColumnKind.INT64), Int64As.STRING));
    }

    private static Read column(Map<String, Read> row, String name) {
        return Objects.requireNonNull(row.get(name), name);
    }

    private static void assertReadsBack(RowSchema schema, List<@Nullable Object> row, Map<String, Read> object) {
        assertEquals(
                schema.columns().stream().map(Column::name).toList(),
                List.copyOf(object.keySet()),
                "keys are the names of the columns, in their order");
        for (Column column : schema.columns()) {
            Read read = column(object, column.name());
            Object value = read.token() == JsonToken.VALUE_NULL ? null : value(column.kind(), read);
            assertEquals(row.get(column.index()), value, column.name());
        }
    }

    private static Object value(ColumnKind kind, Read read) {
        String text = read.text();
        boolean isWord = text.equals("NaN") || text.endsWith("Infinity");
        JsonToken expected = switch (kind) {
            case BOOL -> text.equals("true") ? JsonToken.VALUE_TRUE : JsonToken.VALUE_FALSE;
            case STRING, BYTES, TIMESTAMP -> JsonToken.VALUE_STRING;
            case FLOAT, DOUBLE -> isWord ? JsonToken.VALUE_STRING : JsonToken.VALUE_NUMBER_FLOAT;
            default -> JsonToken.VALUE_NUMBER_INT;
        };
        assertEquals(expected, read.token(), kind + ": " + text);
        return switch (kind) {
            case BOOL -> Boolean.valueOf(text);
            case INT32, SINT32, SFIXED32, UINT32, FIXED32, INT64, SINT64, SFIXED64, ENUM -> Long.valueOf(text);
            case UINT64, FIXED64 -> Long.parseUnsignedLong(text);
            case FLOAT -> Float.valueOf(text);
            case DOUBLE -> Double.valueOf(text);
            case STRING -> text;
            case BYTES -> Slice.of(Base64.getDecoder().decode(text));
            case TIMESTAMP -> Instant.parse(text);
            case DURATION -> throw new AssertionError("no random row has one");
        };
    }

    @Test
    void showsABook() throws ResultFailure {
        RowSchema books = RowSchema.derive("Book")
                .column("id", ColumnKind.INT32)
                .column("full_title", ColumnKind.STRING)
                .build();
        assertEquals(
                """
                {"id":7,"full_title":"The \\"Big\\" Sleep"}
                {"id":null,"full_title":null}
                {"id":0,"full_title":""}
                """,
                Rendering.render(
                        Format.NDJSON,
                        books,
                        row -> {
                            row.int64(1, 7);
                            row.string(2, "The \"Big\" Sleep");
                        },
                        row -> {},
                        row -> {
                            row.int64(1, 0);
                            row.string(2, "");
                        }));
    }

    /** Protobuf's own {@code google.protobuf.Type}; its lists of messages are no columns. */
    @Test
    void showsAMessageThatWasNotWrittenForThis() throws ResultFailure {
        RowSchema types = RowSchema.of(Type.getDescriptor());
        Slice rows = Rendering.canonical(
                types,
                row -> {
                    row.string(Type.NAME_FIELD_NUMBER, "Shelf");
                    row.startList(Type.ONEOFS_FIELD_NUMBER);
                    row.string(Type.ONEOFS_FIELD_NUMBER, "left");
                    row.string(Type.ONEOFS_FIELD_NUMBER, "right");
                    row.endList();
                    row.startMessage(Type.SOURCE_CONTEXT_FIELD_NUMBER);
                    row.string(SourceContext.FILE_NAME_FIELD_NUMBER, "shelf.proto");
                    row.endMessage();
                    row.int64(Type.SYNTAX_FIELD_NUMBER, Syntax.SYNTAX_PROTO3_VALUE);
                },
                row -> row.int64(Type.SYNTAX_FIELD_NUMBER, 77));
        assertEquals("""
                {"name":"Shelf","oneofs":["left","right"],"source_context":{"file_name":"shelf.proto"},\
                "syntax":"SYNTAX_PROTO3","edition":""}
                {"name":"","oneofs":[],"source_context":null,"syntax":77,"edition":""}
                """, Rendering.document(Format.NDJSON, types, rows));
        assertEquals("""
                name,oneofs,source_context.file_name,syntax,edition
                Shelf,"[""left"",""right""]",shelf.proto,SYNTAX_PROTO3,""
                "",[],,77,""
                """, Rendering.document(Format.CSV, types, rows));
    }

    @Test
    void escapesWhatJsonRequiresAndNothingElse() throws ResultFailure {
        for (int c = 0; c < 0x20; c++) {
            String expected = switch (c) {
                case '\b' -> "\\b";
                case '\f' -> "\\f";
                case '\n' -> "\\n";
                case '\r' -> "\\r";
                case '\t' -> "\\t";
                default -> String.format("\\u%04x", c);
            };
            assertEscaped(expected, Character.toString(c));
        }
        assertEscaped("\\\"", "\"");
        assertEscaped("\\\\", "\\");
        for (String plain : List.of("/", "\u007F", "\u0080", "\u2028", "\u2029", "</script>", "\uD83D\uDE00", "'")) {
            assertEscaped(plain, plain);
        }
    }

    /** In every place of a word of 8 bytes, with text before and behind. */
    private static void assertEscaped(String expected, String text) throws ResultFailure {
        for (int before = 0; before < 10; before++) {
            for (int behind = 0; behind < 10; behind++) {
                String around = "a".repeat(before) + text + "b".repeat(behind);
                assertEquals(
                        "{\"c1\":\"" + "a".repeat(before) + expected + "b".repeat(behind) + "\"}\n",
                        Rendering.render(
                                Format.NDJSON, Rendering.schema(ColumnKind.STRING), row -> row.string(1, around)));
            }
        }
    }

    @Test
    void longTextTakesNoMoreMemoryThanItNeeds() throws ResultFailure {
        RowSchema text = Rendering.schema(ColumnKind.STRING);
        String value = "0123456789\n".repeat(100_000);
        Out out = new Out();
        Format.NDJSON.renderer(text).rows(Rendering.canonical(text, row -> row.string(1, value)), out);
        Slice taken = out.take();
        assertTrue(taken.array().length < taken.length() * 3 / 2, taken.array().length + " bytes for " + taken);
        assertEquals("{\"c1\":\"" + value.replace("\n", "\\n") + "\"}\n", Rendering.text(taken));
    }

    @Test
    void saysNumbersThatJsonHasNoNumberForAsWords() throws ResultFailure {
        RowSchema schema = Rendering.schema(ColumnKind.DOUBLE, ColumnKind.FLOAT);
        assertEquals(
                """
                {"c1":"NaN","c2":"NaN"}
                {"c1":"Infinity","c2":"-Infinity"}
                {"c1":1.0,"c2":-0.0}
                {"c1":1.0E10,"c2":1.0E-5}
                {"c1":1.7976931348623157E308,"c2":3.4028235E38}
                {"c1":-2.2250738585072014E-308,"c2":-1.1754944E-38}
                """,
                Rendering.render(
                        Format.NDJSON,
                        schema,
                        numbers(Double.NaN, Float.NaN),
                        numbers(Double.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY),
                        numbers(1, -0f),
                        numbers(1e10, 1e-5f),
                        numbers(Double.MAX_VALUE, Float.MAX_VALUE),
                        numbers(-Double.MIN_NORMAL, -Float.MIN_NORMAL)));
    }

    private static Rendering.Row numbers(double first, float second) {
        return row -> {
            row.float64(1, first);
            row.float32(2, second);
        };
    }

    @Test
    void floatingPointReadsBackToTheSameBits() {
        RowSchema schema = Rendering.schema(ColumnKind.DOUBLE, ColumnKind.FLOAT);
        Seeds.each(2_000, random -> {
            double wide = Double.longBitsToDouble(random.nextLong());
            float narrow = Float.intBitsToFloat(random.nextInt());
            Map<String, Read> row = read(Rendering.render(Format.NDJSON, schema, numbers(wide, narrow)));
            assertEquals(wide, value(ColumnKind.DOUBLE, column(row, "c1")));
            assertEquals(narrow, value(ColumnKind.FLOAT, column(row, "c2")));
        });
    }

    @Test
    void anAbsentValueOfAFieldWithoutPresenceIsItsZero() throws ResultFailure {
        Seeds.each(100, random -> {
            RandomRows rows = new RandomRows(random);
            Map<String, Read> row = read(Rendering.render(Format.NDJSON, rows.schema(), empty -> {}));
            for (Column column : rows.schema().columns()) {
                Read value = column(row, column.name());
                assertEquals(column.nullable(), value.token() == JsonToken.VALUE_NULL);
                assertTrue(
                        column.nullable() || List.of("0", "0.0", "false", "").contains(value.text()),
                        column.kind() + ": " + value);
            }
        });
    }
}
