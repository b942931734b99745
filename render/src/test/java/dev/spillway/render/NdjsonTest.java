package dev.spillway.render;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spillway.wire.Column;
import dev.spillway.wire.ColumnKind;
import dev.spillway.wire.ResultFailure;
import dev.spillway.wire.RowSchema;
import dev.spillway.wire.Seeds;
import dev.spillway.wire.Slice;
import dev.spillway.wire.row.RandomRows;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.json.JsonMapper;

class NdjsonTest {
    private static final JsonMapper JACKSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
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
