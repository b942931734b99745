package dev.spillway.load.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.spillway.load.run.SampleResult;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ReportTest {
    private static final Path SCHEMA = Path.of("..", "docs", "spillway-load.schema.json");

    @Test
    void jsonIsAsItsSchemaSays() throws IOException {
        Schema schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(Files.readString(SCHEMA));
        assertEquals(List.of(), schema.validate(JsonReport.text(SampleResult.get()), InputFormat.JSON));
        assertFalse(schema.validate("{\"format\":\"spillway-load/1\"}", InputFormat.JSON)
                .isEmpty());
    }

    @Test
    void histogramsCanBeReadBackWhole() throws Exception {
        JsonNode report = JsonMapper.shared().readTree(JsonReport.text(SampleResult.get()));
        JsonNode firstRow = report.get("scenarios").get(0).get("firstRow");
        byte[] encoded = Base64.getDecoder().decode(firstRow.get("hdr").asString());
        Histogram histogram = Histogram.decodeFromCompressedByteBuffer(ByteBuffer.wrap(encoded), 0);
        assertEquals(10, histogram.getTotalCount());
        assertEquals(firstRow.get("p99").asDouble(), histogram.getValueAtPercentile(99) / 1e9, 1e-12);
        assertEquals(0.1, firstRow.get("max").asDouble(), 1e-4);
    }

    @Test
    void thePageNeedsNothingElseAndHoldsWhatMessagesSay() {
        String page = HtmlReport.text(SampleResult.get());
        assertFalse(page.contains(" src="), "a script or image from elsewhere");
        assertFalse(page.contains("<link"), "a style sheet from elsewhere");
        assertFalse(page.contains("@import"), "a style sheet from elsewhere");
        assertFalse(page.contains("</script><b>"), "a message ends the script");
        assertTrue(page.contains("prefers-color-scheme: dark"));
        assertFalse(page.contains("/*UPLOT_JS*/") || page.contains("/*REPORT*/") || page.contains("/*JS*/"));
        String json = page.replaceFirst("(?s).*<script id=\"report\" type=\"application/json\">", "")
                .replaceFirst("(?s)</script>.*", "");
        assertEquals(
                JsonMapper.shared().readTree(JsonReport.text(SampleResult.get())),
                JsonMapper.shared().readTree(json));
    }

    @Test
    void theTableAnswersAtAGlance() {
        assertEquals("""
                        rows/s    MB/s  results  first row          complete           gap  stalls  server CPU    server
                                                       p50     p99       p50     p99   p99          s / M rows  peak MiB
                rest       500  0.0125       10      50 ms  100 ms    100 ms  200 ms     –       –         500       256
                unary        –       –        –          –       –         –       –     –       –           –         –
                native     500  0.0125       10      50 ms  100 ms    100 ms  200 ms  3 ms       1           –         –

                unary: not run: one message does not carry it
                unary: RESOURCE_EXHAUSTED: too large; the largest result that passes has 90 rows (0.00 MB)
                native: 1 × WRONG, lost: row 3 (1 missing)
                native: 1 × failed, gRPC status UNAVAILABLE: </script><b>gone</b>
                native: 5 × readers broke off, as they were told to
                native: 1 × broken off and gone on with: the next rows after 7 ms (p50), 7 ms (p99)
                native: 6 × paced or frozen readers cut off at the end of a turn, not counted
                native: 4 × results not complete 10 s after their turn, given up
                native: 3 × starts more than 1 ms late; times count from when they were due
                native: 2 × starts were due and never happened: all users were busy
                native: 1 of 10 results came without a checksum or end record of the server's; all rows were as they should be

                Fastest: rest, 500 rows/s.
                First to answer: rest, half of its first rows within 50 ms.
                Least work for the server: rest, 500 s of CPU a million rows.""".lines().toList(), Table.lines(SampleResult.get()));
    }

    @ParameterizedTest
    @CsvSource({"0,0 µs", "950,0.95 µs", "949999,950 µs", "3123456,3.12 ms", "999999999,1000 ms", "1214000000,1.21 s"})
    void timesHaveThreeDigits(long nanos, String text) {
        assertEquals(text, Numbers.time(nanos));
    }
}
