package dev.spillway.benchmarks;

import com.google.protobuf.Message;
import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import de.siegmar.fastcsv.writer.QuoteStrategies;
import dev.spillway.render.Format;
import dev.spillway.render.Out;
import dev.spillway.render.Renderer;
import dev.spillway.wire.RowSchema;
import dev.spillway.wire.Slice;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/**
 * The same rows in two forms: canonical bytes, which Spillway renders, and messages with their texts decoded, which the
 * libraries are given. All write to memory that they wrote to before. One thread.
 */
final class Rendering<T extends Message> {
    static final int ROWS = 1_000;

    private static final ObjectWriter JSON = JsonMapper.shared().writer().withRootValueSeparator("");

    private final List<T> rows;
    private final Slice canonical;
    private final Renderer ndjson;
    private final Renderer csv;
    private final Out out = new Out();
    private final ByteArrayOutputStream buffer = new ByteArrayOutputStream();

    /**
     * @param rows {@link #ROWS} of them
     * @param list the message that has them in its field 1: their canonical bytes
     */
    Rendering(List<T> rows, Message list) {
        this.rows = rows;
        this.canonical = Slice.of(list.toByteArray());
        RowSchema schema = RowSchema.of(rows.getFirst().getDescriptorForType());
        this.ndjson = Format.NDJSON.renderer(schema);
        this.csv = Format.CSV.renderer(schema);
    }

    Slice ndjson() {
        return render(ndjson);
    }

    Slice csv() {
        return render(csv);
    }

    private Slice render(Renderer renderer) {
        renderer.rows(canonical, out);
        return out.take();
    }

    byte[] jackson(BiConsumer<JsonGenerator, T> row) {
        buffer.reset();
        try (JsonGenerator json = JSON.createGenerator(buffer)) {
            for (T each : rows) {
                json.writeStartObject();
                row.accept(json, each);
                json.writeEndObject();
                json.writeRaw('\n');
            }
        }
        return buffer.toByteArray();
    }

    byte[] fastCsv(BiConsumer<CsvWriter.CsvWriterRecord, T> row) {
        buffer.reset();
        try (Writer writer = new OutputStreamWriter(buffer, StandardCharsets.UTF_8);
                CsvWriter csvWriter = CsvWriter.builder()
                        .lineDelimiter(LineDelimiter.LF)
                        .commentCharacter('\u0001')
                        .quoteStrategy(QuoteStrategies.EMPTY)
                        .build(writer)) {
            for (T each : rows) {
                CsvWriter.CsvWriterRecord line = csvWriter.writeRecord();
                row.accept(line, each);
                line.endRecord();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return buffer.toByteArray();
    }

    /** Before anything is measured: do all of them write the same? */
    static void requireSame(Slice ours, byte[] theirs) {
        if (!Arrays.equals(ours.toByteArray(), theirs)) {
            throw new IllegalStateException("not the same:\n" + new String(ours.toByteArray(), StandardCharsets.UTF_8)
                    + "\n" + new String(theirs, StandardCharsets.UTF_8));
        }
    }
}
