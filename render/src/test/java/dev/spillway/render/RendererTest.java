package dev.spillway.render;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spillway.wire.ColumnKind;
import dev.spillway.wire.RowSchema;
import dev.spillway.wire.Seeds;
import dev.spillway.wire.Slice;
import dev.spillway.wire.row.MalformedRow;
import dev.spillway.wire.row.RandomRows;
import dev.spillway.wire.row.RowReader;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every format promises. */
class RendererTest {
    @ParameterizedTest
    @EnumSource
    void theRenderingOfPartsIsThePartsOfTheRendering(Format format) {
        Seeds.each(300, random -> {
            RandomRows rows = new RandomRows(random);
            Slice all = Slice.of(rows.canonical(rows.next(random.nextInt(60))));
            byte[] whole = Rendering.render(format, rows.schema(), all).toByteArray();
            List<Integer> ends = rowEnds(rows.schema(), all);
            Out out = new Out();
            Renderer renderer = format.renderer(rows.schema());
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
            RandomRows rows = new RandomRows(random);
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
            RandomRows rows = new RandomRows(random);
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
    void aDocumentWithoutRowsIsEmpty(Format format) {
        Out out = new Out();
        Renderer renderer = format.renderer(Rendering.schema(ColumnKind.STRING));
        renderer.head(out);
        renderer.rows(Slice.EMPTY, out);
        renderer.tail(out);
        assertEquals(Slice.EMPTY, out.take());
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "PROTO")
    void malformedRowsLeaveNothingBehind(Format format) {
        Seeds.each(300, random -> {
            RandomRows rows = new RandomRows(random);
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
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "PROTO")
    void everyRowIsOneLine(Format format) {
        Seeds.each(300, random -> {
            RandomRows rows = new RandomRows(random);
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
            RandomRows rows = new RandomRows(random);
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
