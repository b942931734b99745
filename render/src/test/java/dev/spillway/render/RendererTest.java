package dev.spillway.render;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import dev.spillway.wire.ColumnKind;
import dev.spillway.wire.RowSchema;
import dev.spillway.wire.Seeds;
import dev.spillway.wire.Slice;
import dev.spillway.wire.row.MalformedRow;
import dev.spillway.wire.row.RandomRows;
import dev.spillway.wire.row.RowReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What every format promises. */
class RendererTest {
    @ParameterizedTest
    @EnumSource
    void theRenderingOfPartsIsThePartsOfTheRendering(Format format) {
        Seeds.each(300, random -> {
            RandomRows rows = Rendering.rows(random);
            Slice all = Slice.of(rows.canonical(rows.next(random.nextInt(60))));
            Out out = new Out();
            Renderer renderer = format.renderer(rows.schema());
            if (random.nextBoolean()) {
                renderer.head(out);
                renderer.rows(Slice.of(rows.canonical(List.of(rows.next()))), out);
                out.take();
            }
            byte[] whole = Rendering.render(format, rows.schema(), all).toByteArray();
            List<Integer> ends = rowEnds(rows.schema(), all);
            ByteArrayOutputStream parts = new ByteArrayOutputStream();
            int start = 0;
            for (int end : ends) {
                if (end == all.length() || random.nextInt(4) == 0) {
                    renderer.rows(all.sub(start, end - start), out);
                    start = end;
                    if (random.nextBoolean()) {
                        out.take().writeTo(parts);
                    }
                    if (random.nextBoolean()) {
                        renderer = format.renderer(rows.schema());
                    }
                }
            }
            out.take().writeTo(parts);
            assertArrayEquals(whole, parts.toByteArray());
        });
    }

    @ParameterizedTest
    @EnumSource
    void aBoundStopsAtTheFirstRowThatReachesIt(Format format) {
        Seeds.each(200, random -> {
            RandomRows rows = Rendering.rows(random);
            Slice all = Slice.of(rows.canonical(rows.next(1 + random.nextInt(60))));
            List<Integer> ends = rowEnds(rows.schema(), all);
            byte[] whole = Rendering.render(format, rows.schema(), all).toByteArray();
            int enough = 1 + random.nextInt(2_000);
            Out out = new Out();
            Renderer renderer = format.renderer(rows.schema());
            ByteArrayOutputStream pieces = new ByteArrayOutputStream();
            Slice rest = all;
            while (!rest.isEmpty()) {
                int rendered = renderer.rows(rest, out, enough);
                assertTrue(rendered > 0);
                if (format != Format.PROTO) {
                    assertTrue(ends.contains(rest.offset() + rendered - all.offset()), "not on a row boundary");
                    int last = Rendering.render(
                                    format, rows.schema(), lastRow(all, ends, rest.offset() - all.offset() + rendered))
                            .length();
                    assertTrue(out.length() - last < enough, "went on although there was enough");
                    assertTrue(out.length() >= enough || rendered == rest.length(), "stopped early");
                }
                rest = rest.sub(rendered, rest.length() - rendered);
                out.take().writeTo(pieces);
            }
            assertArrayEquals(whole, pieces.toByteArray());
        });
    }

    @ParameterizedTest
    @EnumSource
    void whatWasTakenStaysAsItIs(Format format) {
        Seeds.each(50, random -> {
            RandomRows rows = Rendering.rows(random);
            Renderer renderer = format.renderer(rows.schema());
            Out out = new Out();
            List<Slice> taken = new ArrayList<>();
            List<byte[]> copies = new ArrayList<>();
            for (int i = 0; i < 30; i++) {
                renderer.rows(Slice.of(rows.canonical(rows.next(random.nextInt(20)))), out);
                Slice slice = out.take();
                taken.add(slice);
                copies.add(slice.toByteArray());
                assertEquals(0, out.length());
            }
            for (int i = 0; i < taken.size(); i++) {
                assertArrayEquals(copies.get(i), taken.get(i).toByteArray());
            }
        });
    }

    @ParameterizedTest
    @EnumSource
    void onlyRowZeroMayLookDifferent(Format format) {
        Seeds.each(100, random -> {
            RandomRows rows = Rendering.rows(random);
            Slice first = Slice.of(rows.canonical(List.of(rows.next())));
            Slice rest = Slice.of(rows.canonical(rows.next(random.nextInt(5))));
            Renderer renderer = format.renderer(rows.schema());
            Out out = new Out();
            renderer.head(out);
            renderer.rows(Slice.EMPTY, out);
            renderer.rows(first, out);
            int begin = out.length();
            renderer.rows(rest, out);
            Slice document = out.take();
            assertEquals(Rendering.render(format, rows.schema(), rest), document.sub(begin, document.length() - begin));
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"NDJSON|''", "CSV|'c1,c2\n'", "JSON|'[\n]\n'", "TEXT|''", "PROTO|''"})
    void aDocumentWithoutRowsHasHeadAndTail(Format format, String document) {
        assertEquals(
                document.translateEscapes(),
                Rendering.document(format, Rendering.schema(ColumnKind.STRING, ColumnKind.INT32), Slice.EMPTY));
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "PROTO")
    void malformedRowsLeaveNothingBehind(Format format) {
        Seeds.each(300, random -> {
            RandomRows rows = Rendering.rows(random);
            Renderer renderer = format.renderer(rows.schema());
            Out out = new Out();
            renderer.rows(Slice.of(rows.canonical(rows.next(2))), out);
            int before = out.length();
            byte[] good = rows.canonical(rows.next(5));
            byte[] broken = Arrays.copyOf(good, good.length + 1);
            broken[good.length] = 0x0A;
            assertThrows(MalformedRow.class, () -> renderer.rows(Slice.of(broken), out));
            assertEquals(before, out.length());
            renderer.rows(Slice.of(good), out);
            Slice all = out.take();
            assertEquals(
                    Rendering.render(format, rows.schema(), Slice.of(good)), all.sub(before, all.length() - before));
        });
    }

    @ParameterizedTest
    @EnumSource(names = {"NDJSON", "TEXT"})
    void everyRowIsOneLine(Format format) {
        Seeds.each(300, random -> {
            RandomRows rows = Rendering.rows(random);
            int count = 1 + random.nextInt(50);
            byte[] rendered = Rendering.render(format, rows.schema(), Slice.of(rows.canonical(rows.next(count))))
                    .toByteArray();
            int lines = 0;
            for (byte each : rendered) {
                lines += each == '\n' ? 1 : 0;
            }
            assertEquals(count, lines);
            assertEquals('\n', rendered[rendered.length - 1]);
        });
    }

    @ParameterizedTest
    @EnumSource(names = "PROTO")
    void protoIsTheCanonicalBytes(Format format) {
        Seeds.each(50, random -> {
            RandomRows rows = Rendering.rows(random);
            byte[] canonical = rows.canonical(rows.next(random.nextInt(20)));
            assertArrayEquals(
                    canonical,
                    Rendering.render(format, rows.schema(), Slice.of(canonical)).toByteArray());
        });
    }

    @Test
    void protoCopiesNothing() {
        RowSchema schema = Rendering.schema();
        Slice rows = Slice.of(new byte[] {0x0A, 0, 0x0A, 0}, 0, 2);
        assertSame(rows, Rendering.render(Format.PROTO, schema, rows));
    }

    /** A source hands text on that it says is UTF-8. Where it is not, nothing but that value is other than it should be. */
    @ParameterizedTest
    @EnumSource(names = {"NDJSON", "JSON", "CSV"})
    void textThatIsNoUtf8StaysAsItIsAndWhereItIs(Format format) {
        RowSchema schema = Rendering.schema(ColumnKind.STRING, ColumnKind.INT32, ColumnKind.STRING);
        Seeds.each(500, random -> {
            byte[] first = new byte[random.nextInt(40)];
            byte[] second = new byte[random.nextInt(40)];
            random.nextBytes(first);
            random.nextBytes(second);
            Slice row = Rendering.canonical(schema, writer -> {
                writer.bytes(1, first, 0, first.length);
                writer.int64(2, 7);
                writer.bytes(3, second, 0, second.length);
            });
            Out out = new Out();
            Renderer renderer = format.renderer(schema);
            renderer.head(out);
            renderer.rows(row, out);
            renderer.tail(out);
            assertEquals(
                    List.of(latin1(first), "7", latin1(second)),
                    fields(format, latin1(out.take().toByteArray())));
        });
    }

    private static String latin1(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private static List<String> fields(Format format, String document) throws IOException {
        if (format == Format.CSV) {
            try (CsvReader<CsvRecord> reader = CsvReader.builder().ofCsvRecord(document)) {
                return reader.stream().skip(1).findFirst().orElseThrow().getFields();
            }
        }
        JsonNode row = JsonMapper.shared().readTree(document);
        return (format == Format.JSON ? row.get(0) : row)
                .valueStream()
                .map(JsonNode::asString)
                .toList();
    }

    /** Where each row ends, counted from the start of the slice. */
    private static List<Integer> rowEnds(RowSchema schema, Slice rows) {
        RowReader reader = new RowReader(schema);
        reader.reset(rows);
        List<Integer> ends = new ArrayList<>();
        while (reader.next()) {
            ends.add(reader.rowStart() + reader.rowLength() - rows.offset());
        }
        return ends;
    }

    private static Slice lastRow(Slice all, List<Integer> ends, int end) {
        int index = ends.indexOf(end);
        int start = index == 0 ? 0 : ends.get(index - 1);
        return all.sub(start, end - start);
    }
}
