package dev.spillway.benchmarks;

import de.siegmar.fastcsv.writer.CsvWriter;
import dev.spillway.wire.Slice;
import java.util.List;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import recommendations.v1.BookRecommendation;
import recommendations.v1.BookRecommendations;
import tools.jackson.core.JsonGenerator;

/** Nanoseconds per row of two columns, a number and a short text. */
@State(Scope.Thread)
@OperationsPerInvocation(Rendering.ROWS)
public class RenderedBooks {
    private final Rendering<BookRecommendation> books;

    public RenderedBooks() {
        List<BookRecommendation> rows = IntStream.range(0, Rendering.ROWS)
                .mapToObj(i -> BookRecommendation.newBuilder()
                        .setId(5_000_000 + i)
                        .setTitle("The " + Integer.toString(i, 36) + " Lighthouse")
                        .build())
                .toList();
        books = new Rendering<>(
                rows,
                BookRecommendations.newBuilder().addAllRecommendations(rows).build());
    }

    @Setup
    public void requireSame() {
        Rendering.requireSame(books.ndjson(), ndjsonByJackson());
        Rendering.requireSame(books.csv(), csvByFastCsv());
    }

    @Benchmark
    public Slice ndjson() {
        return books.ndjson();
    }

    @Benchmark
    public byte[] ndjsonByJackson() {
        return books.jackson(RenderedBooks::properties);
    }

    @Benchmark
    public Slice csv() {
        return books.csv();
    }

    @Benchmark
    public byte[] csvByFastCsv() {
        return books.fastCsv(RenderedBooks::fields);
    }

    private static void properties(JsonGenerator json, BookRecommendation book) {
        json.writeNumberProperty("id", book.getId());
        json.writeStringProperty("title", book.getTitle());
    }

    private static void fields(CsvWriter.CsvWriterRecord line, BookRecommendation book) {
        line.writeField(Integer.toString(book.getId())).writeField(book.getTitle());
    }
}
