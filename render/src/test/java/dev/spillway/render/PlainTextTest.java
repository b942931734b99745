package dev.spillway.render;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.spillway.wire.Column;
import dev.spillway.wire.ColumnKind;
import dev.spillway.wire.ResultFailure;
import dev.spillway.wire.RowSchema;
import dev.spillway.wire.Seeds;
import dev.spillway.wire.Slice;
import dev.spillway.wire.row.RandomRows;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlainTextTest {
    @Test
    void isWhatJavaMakesOfTheValues() {
        Seeds.each(500, random -> {
            RandomRows rows = Rendering.rows(random);
            List<List<@Nullable Object>> values = rows.next(20);
            String expected =
                    values.stream().map(row -> line(rows.schema(), row)).collect(Collectors.joining());
            assertEquals(
                    expected,
                    Rendering.text(Rendering.render(Format.TEXT, rows.schema(), Slice.of(rows.canonical(values)))));
        });
    }

    private static String line(RowSchema schema, List<@Nullable Object> row) {
        return schema.columns().stream()
                .map(column -> {
                    Object value = row.get(column.index());
                    return value == null ? "" : text(column, value).replaceAll("\\R", " ");
                })
                .collect(Collectors.joining(", ", "", "\n"));
    }

    /** A value as text, with its line breaks. */
    static String text(Column column, Object value) {
        return switch (value) {
            case Slice bytes -> Base64.getEncoder().encodeToString(bytes.toByteArray());
            case List<?> values -> JsonTest.array(column, values);
            case Duration duration -> protobufText(duration);
            case Long number
            when column.kind() == ColumnKind.ENUM -> number == 0 ? "NONE" : number == -7 ? "RED" : number.toString();
            case Long bits
            when column.kind() == ColumnKind.UINT64 || column.kind() == ColumnKind.FIXED64 ->
                Long.toUnsignedString(bits);
            default -> value.toString();
        };
    }

    /** Seconds with 0, 3, 6 or 9 digits of fraction. */
    private static String protobufText(Duration duration) {
        BigDecimal seconds = BigDecimal.valueOf(duration.getSeconds()).add(BigDecimal.valueOf(duration.getNano(), 9));
        int scale = Math.max(seconds.stripTrailingZeros().scale(), 0);
        return seconds.setScale(Math.ceilDiv(scale, 3) * 3).toPlainString() + "s";
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r", "\r\n", "\u000B", "\f", "\u0085", "\u2028", "\u2029"})
    void aLineBreakIsOneSpaceWhereverItStands(String lineBreak) throws ResultFailure {
        for (int before = 0; before < 10; before++) {
            for (int behind = 0; behind < 10; behind++) {
                assertText(
                        "a".repeat(before) + " " + "b".repeat(behind),
                        "a".repeat(before) + lineBreak + "b".repeat(behind));
            }
        }
        assertText("  x  ", lineBreak + lineBreak + "x" + lineBreak + lineBreak);
    }

    @Test
    void everythingElseStaysAsItIs() throws ResultFailure {
        for (int c = 0; c < 0x3000; c++) {
            if (!Character.toString(c).matches("\\R")) {
                assertText("x" + Character.toString(c) + "y", "x" + Character.toString(c) + "y");
            }
        }
        assertText("\", \\ \uD83D\uDE00", "\", \\ \uD83D\uDE00");
    }

    /** A value that ends within what could have been a line break, before bytes that complete it. */
    @Test
    void aLineBreakDoesNotReachIntoTheNextValue() throws ResultFailure {
        RowSchema schema = Rendering.schema(ColumnKind.BYTES, ColumnKind.STRING, ColumnKind.STRING);
        assertEquals(", a ,  \n", Rendering.render(Format.TEXT, schema, row -> {
            row.string(2, "a\r");
            row.string(3, "\n");
        }));
        byte[] truncated = {'a', (byte) 0xE2, (byte) 0x80};
        Slice rows = Rendering.canonical(schema, row -> row.bytes(2, truncated, 0, truncated.length));
        byte[] inMidst = new byte[rows.length() + 9];
        System.arraycopy(rows.array(), rows.offset(), inMidst, 0, rows.length());
        inMidst[rows.length()] = (byte) 0xA8;
        byte[] rendered = Rendering.render(Format.TEXT, schema, Slice.of(inMidst, 0, rows.length()))
                .toByteArray();
        assertEquals(", a".length() + 2 + ", \n".length(), rendered.length);
    }

    @Test
    void showsIntegersOfEveryLength() throws ResultFailure {
        RowSchema signed = Rendering.schema(ColumnKind.INT64);
        RowSchema unsigned = Rendering.schema(ColumnKind.UINT64);
        long power = 1;
        for (int digits = 1; digits <= 20; digits++) {
            for (long value : new long[] {power - 1, power, power + 1, -power, Long.MIN_VALUE, Long.MAX_VALUE, -1}) {
                assertEquals(value + "\n", Rendering.render(Format.TEXT, signed, row -> row.int64(1, value)));
                assertEquals(
                        Long.toUnsignedString(value) + "\n",
                        Rendering.render(Format.TEXT, unsigned, row -> row.int64(1, value)));
            }
            power *= 10;
        }
        Seeds.each(2_000, random -> {
            long value = random.nextLong() >> random.nextInt(64);
            assertEquals(value + "\n", Rendering.render(Format.TEXT, signed, row -> row.int64(1, value)));
            assertEquals(
                    Long.toUnsignedString(value) + "\n",
                    Rendering.render(Format.TEXT, unsigned, row -> row.int64(1, value)));
        });
    }

    @Test
    void showsInstantsWithTheDigitsTheyNeed() throws ResultFailure {
        RowSchema schema = Rendering.schema(ColumnKind.TIMESTAMP);
        assertEquals(
                """
                1970-01-01T00:00:00Z
                1969-12-31T23:59:59.999999999Z
                2026-01-31T12:00:00.250Z
                2026-01-31T12:00:00.000001Z
                0001-01-01T00:00:00Z
                9999-12-31T23:59:59.900Z
                """,
                Rendering.render(
                        Format.TEXT,
                        schema,
                        row -> row.timestamp(1, 0, 0),
                        row -> row.timestamp(1, -1, 999_999_999),
                        row -> row.timestamp(1, 1_769_860_800, 250_000_000),
                        row -> row.timestamp(1, 1_769_860_800, 1_000),
                        row -> row.timestamp(1, -62_135_596_800L, 0),
                        row -> row.timestamp(1, 253_402_300_799L, 900_000_000)));
    }

    @Test
    void showsABook() throws ResultFailure {
        RowSchema books = Rendering.schema(ColumnKind.INT32, ColumnKind.STRING);
        assertEquals(
                "0, Dune\n1, \n",
                Rendering.render(
                        Format.TEXT,
                        books,
                        row -> {
                            row.int64(1, 0);
                            row.string(2, "Dune");
                        },
                        row -> row.int64(1, 1)));
    }

    private static void assertText(String expected, String text) throws ResultFailure {
        assertEquals(
                expected + "\n",
                Rendering.render(Format.TEXT, Rendering.schema(ColumnKind.STRING), row -> row.string(1, text)));
    }
}
