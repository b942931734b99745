package dev.spillway.render;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.CsvRecordHandler;
import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import de.siegmar.fastcsv.writer.QuoteStrategies;
import dev.spillway.wire.Column;
import dev.spillway.wire.ColumnKind;
import dev.spillway.wire.ResultFailure;
import dev.spillway.wire.RowSchema;
import dev.spillway.wire.Seeds;
import dev.spillway.wire.Slice;
import dev.spillway.wire.row.RandomRows;
import java.io.IOException;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CsvTest {
    @Test
    void readsBackToTheSameFieldsAsTheRowsAreMadeOf() {
        Seeds.each(1000, random -> {
            RandomRows rows = Rendering.rows(random);
            List<List<@Nullable Object>> values = rows.next(20);
            List<List<String>> expected = new ArrayList<>();
            expected.add(rows.schema().columns().stream().map(Column::name).toList());
            values.forEach(row -> expected.add(fields(rows.schema(), row)));
            if (rows.schema().columns().isEmpty()) {
                expected.replaceAll(none -> List.of(""));
            }
            assertEquals(expected, read(document(rows.schema(), Slice.of(rows.canonical(values)))));
        });
    }

    /** FastCSV too can quote what is empty and leave NULL without quotes; its comments are no part of CSV. */
    @Test
    void isByteForByteWhatFastCsvWrites() {
        Seeds.each(1000, random -> {
            RandomRows rows = Rendering.rows(random);
            List<List<@Nullable Object>> values = rows.next(20);
            if (rows.schema().columns().size() < 2) {
                return;
            }
            StringWriter expected = new StringWriter();
            try (CsvWriter writer = CsvWriter.builder()
                    .lineDelimiter(LineDelimiter.LF)
                    .commentCharacter('\u0001')
                    .quoteStrategy(QuoteStrategies.EMPTY)
                    .build(expected)) {
                writer.writeRecord(
                        rows.schema().columns().stream().map(Column::name).toList());
                for (List<@Nullable Object> row : values) {
                    var line = writer.writeRecord();
                    for (Column column : rows.schema().columns()) {
                        line.writeField(field(column, row));
                    }
                    line.endRecord();
                }
            }
            assertEquals(expected.toString(), document(rows.schema(), Slice.of(rows.canonical(values))));
        });
    }

    private static @Nullable String field(Column column, List<@Nullable Object> row) {
        Object value = row.get(column.index());
        return value == null ? null : PlainTextTest.text(column, value);
    }

    private static List<String> fields(RowSchema schema, List<@Nullable Object> row) {
        return schema.columns().stream()
                .map(column -> Objects.requireNonNullElse(field(column, row), ""))
                .toList();
    }

    private static List<List<String>> read(String document) throws IOException {
        try (CsvReader<CsvRecord> reader =
                CsvReader.builder().skipEmptyLines(false).build(CsvRecordHandler.of(), document)) {
            return reader.stream().map(CsvRecord::getFields).toList();
        }
    }

    private static String document(RowSchema schema, Slice rows) {
        return Rendering.document(Format.CSV, schema, rows);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "plain|plain",
                "two words|two words",
                "a,b|\"a,b\"",
                "say \"x\"|\"say \"\"x\"\"\"",
                "\"|\"\"\"\"",
                "it's|it's",
                "a;b\\t|a;b\\t",
                "null|null",
                "\\.|\\.",
            })
    void quotesWhatNeedsIt(String text, String field) throws ResultFailure {
        assertQuoted(field, text);
    }

    @ParameterizedTest
    @ValueSource(strings = {",", "\"", "\n", "\r", "\r\n", "\"\""})
    void quotesInEveryPlaceOfAWord(String nasty) throws ResultFailure {
        for (int before = 0; before < 10; before++) {
            for (int behind = 0; behind < 10; behind++) {
                String text = "a".repeat(before) + nasty + "b".repeat(behind);
                assertQuoted('"' + text.replace("\"", "\"\"") + '"', text);
                assertQuoted('"' + (text + text).replace("\"", "\"\"") + '"', text + text);
            }
        }
    }

    @Test
    void nothingElseIsQuoted() throws ResultFailure {
        for (int c = 0; c < 0x3000; c++) {
            if (",\"\r\n".indexOf(c) < 0) {
                assertQuoted(Character.toString(c) + "x", Character.toString(c) + "x");
            }
        }
        assertQuoted("\uD83D\uDE00", "\uD83D\uDE00");
        assertQuoted(" spaces ", " spaces ");
    }

    private static void assertQuoted(String expected, String text) throws ResultFailure {
        RowSchema two = Rendering.schema(ColumnKind.STRING, ColumnKind.STRING);
        assertEquals(expected + "," + expected + "\n", Rendering.render(Format.CSV, two, row -> {
            row.string(1, text);
            row.string(2, text);
        }));
    }

    @Test
    void tellsAnEmptyTextFromNull() throws ResultFailure {
        RowSchema schema = Rendering.schema(ColumnKind.STRING, ColumnKind.BYTES, ColumnKind.INT64);
        assertEquals(",,\n\"\",\"\",0\n", Rendering.render(Format.CSV, schema, row -> {}, row -> {
            row.string(1, "");
            row.bytes(2, new byte[0], 0, 0);
            row.int64(3, 0);
        }));
    }

    /** As PostgreSQL's COPY, whose servers before 18 end there. */
    @Test
    void whatEndsTheDataOfCopyIsQuotedWhereItStandsAlone() throws ResultFailure {
        RowSchema schema = Rendering.schema(ColumnKind.STRING);
        assertEquals(
                "\"\\.\"\n\\.x\n\\\n\"\"\n\n",
                Rendering.render(
                        Format.CSV,
                        schema,
                        row -> row.string(1, "\\."),
                        row -> row.string(1, "\\.x"),
                        row -> row.string(1, "\\"),
                        row -> row.string(1, ""),
                        row -> {}));
    }

    @Test
    void longTextTakesNoMoreMemoryThanItNeeds() throws ResultFailure {
        RowSchema schema = Rendering.schema(ColumnKind.STRING);
        String value = "0123456789\n\"".repeat(100_000);
        Out out = new Out();
        Format.CSV.renderer(schema).rows(Rendering.canonical(schema, row -> row.string(1, value)), out);
        Slice taken = out.take();
        assertEquals('"' + value.replace("\"", "\"\"") + "\"\n", Rendering.text(taken));
        assertTrue(taken.array().length < taken.length() * 3 / 2, taken.array().length + " bytes for " + taken);
    }
}
