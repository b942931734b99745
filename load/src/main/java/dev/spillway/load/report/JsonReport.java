package dev.spillway.load.report;

import dev.spillway.load.pace.Mix;
import dev.spillway.load.run.LoadPlan;
import dev.spillway.load.run.LoadResult;
import dev.spillway.load.run.ScenarioOutcome;
import dev.spillway.load.run.Series;
import dev.spillway.load.run.Tally;
import dev.spillway.wire.Crc32c;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What came out of a run, as JSON: docs/spillway-load.schema.json describes it. Times are in seconds, sizes in bytes;
 * histograms are also there as a whole, as HdrHistogram's compressed encoding (V2, Base64), with values in nanoseconds.
 */
public final class JsonReport {
    /** The version of the schema. */
    static final String FORMAT = "spillway-load/1";

    private static final JsonMapper MAPPER =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final double NANOS_PER_SECOND = 1e9;
    private static final double[] PERCENTILES = {50, 75, 90, 95, 99, 99.9};

    private JsonReport() {}

    /** The report, indented. */
    public static String text(LoadResult result) {
        return MAPPER.writeValueAsString(node(result)) + "\n";
    }

    static ObjectNode node(LoadResult result) {
        ObjectNode report = NODES.objectNode();
        report.put("format", FORMAT);
        report.put("startedAt", result.startedAt().toString());
        report.put("tookSeconds", seconds(result.took().toNanos()));
        report.set("machine", machine());
        report.set("plan", plan(result.plan()));
        ObjectNode carried = report.putObject("result");
        carried.put("rows", result.total().rows());
        carried.put("bytes", result.total().bytes());
        carried.put("crc32c", Crc32c.toHex(result.total().crc32c()));
        ArrayNode scenarios = report.putArray("scenarios");
        result.scenarios().forEach(each -> scenarios.add(scenario(each)));
        ArrayNode verdicts = report.putArray("verdicts");
        Verdicts.of(result).forEach(verdicts::add);
        report.set("series", series(result.series()));
        ArrayNode spans = report.putArray("spans");
        result.spans()
                .forEach(span -> spans.addObject()
                        .put("scenario", span.scenario().toString())
                        .put("warmUp", span.warmUp())
                        .put("fromSeconds", seconds(span.fromNanos()))
                        .put("toSeconds", seconds(span.toNanos())));
        ArrayNode memory = report.putArray("serverMemory");
        result.memory()
                .forEach(each -> memory.addObject()
                        .put("atSeconds", seconds(each.atNanos()))
                        .put("bytes", each.bytes()));
        return report;
    }

    private static ObjectNode machine() {
        return NODES.objectNode()
                .put("processors", Runtime.getRuntime().availableProcessors())
                .put(
                        "system",
                        System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
                                + System.getProperty("os.arch"))
                .put("java", System.getProperty("java.version"));
    }

    private static ObjectNode plan(LoadPlan plan) {
        ObjectNode node = NODES.objectNode();
        node.put("stream", plan.stream());
        ObjectNode parameters = node.putObject("parameters");
        new TreeMap<>(plan.parameters()).forEach(parameters::put);
        if (plan.maxResults().isPresent()) {
            node.put("maxResults", plan.maxResults().getAsLong());
        }
        node.put("origin", plan.origin().toString());
        node.put("gateway", plan.gateway().toString());
        node.put("users", plan.users());
        node.put("spawnRate", plan.spawnRate());
        node.put("runTimeSeconds", seconds(plan.runTime().toNanos()));
        if (plan.rate().isPresent()) {
            node.put("rate", plan.rate().getAsDouble());
        }
        ObjectNode readers = node.putObject("readers");
        for (Mix.Share share : plan.mix().shares()) {
            readers.put(share.reader().toString(), share.part());
        }
        node.put("stallSeconds", seconds(plan.stall().toNanos()));
        node.put("threads", plan.threads());
        return node;
    }

    private static ObjectNode scenario(ScenarioOutcome outcome) {
        Tally tally = outcome.tally();
        ObjectNode node = NODES.objectNode();
        node.put("name", outcome.scenario().toString());
        outcome.absent().ifPresent(why -> node.put("absent", why));
        ArrayNode remarks = node.putArray("remarks");
        Remarks.of(outcome).forEach(remarks::add);
        outcome.limit()
                .ifPresent(limit -> node.putObject("unaryLimit")
                        .put("refusal", limit.refusal())
                        .put("rows", limit.rows())
                        .put("bytes", limit.bytes()));
        node.put("seconds", seconds(tally.nanos()));
        node.put("results", tally.results());
        node.put("rows", tally.rows());
        node.put("bytes", tally.bytes());
        node.put("rowsPerSecond", outcome.rowsPerSecond());
        node.put("bytesPerSecond", outcome.bytesPerSecond());
        node.put("proven", tally.proven());
        node.put("failed", tally.failed());
        ObjectNode failures = node.putObject("failures");
        new TreeMap<>(tally.failures()).forEach(failures::put);
        node.put("corrupt", tally.corrupt());
        ObjectNode faults = node.putObject("faults");
        new TreeMap<>(tally.faults())
                .forEach((fault, count) -> faults.putObject(fault.toString())
                        .put("count", count)
                        .put("example", tally.examples().getOrDefault(fault, "")));
        node.put("unfinished", tally.unfinished());
        node.put("killed", tally.killed());
        node.put("resumed", tally.resumed());
        node.put("cutOff", tally.cutOff());
        node.put("late", tally.late());
        node.put("notStarted", tally.notStarted());
        node.put("stalls", tally.stalls());
        node.put("stalledSeconds", seconds(tally.stalledNanos()));
        node.set("header", histogram(tally.header));
        node.set("firstRow", histogram(tally.firstRow));
        node.set("gap", histogram(tally.gap));
        node.set("completion", histogram(tally.completion));
        node.set("resume", histogram(tally.resume));
        outcome.serverCpuNanos().ifPresent(nanos -> node.put("serverCpuSeconds", seconds(nanos)));
        outcome.serverPeakBytes().ifPresent(bytes -> node.put("serverPeakBytes", bytes));
        node.put("testerCpuSeconds", seconds(outcome.testerCpuNanos()));
        return node;
    }

    private static ObjectNode histogram(Histogram histogram) {
        ObjectNode node = NODES.objectNode();
        node.put("count", histogram.getTotalCount());
        if (histogram.getTotalCount() == 0) {
            return node;
        }
        node.put("min", seconds(histogram.getMinValue()));
        node.put("mean", histogram.getMean() / NANOS_PER_SECOND);
        for (double percentile : PERCENTILES) {
            node.put("p" + Numbers.digits(percentile), seconds(histogram.getValueAtPercentile(percentile)));
        }
        node.put("max", seconds(histogram.getMaxValue()));
        ByteBuffer encoded = ByteBuffer.allocate(histogram.getNeededByteBufferCapacity());
        int length = histogram.encodeIntoCompressedByteBuffer(encoded);
        node.put("hdr", Base64.getEncoder().encodeToString(Arrays.copyOf(encoded.array(), length)));
        return node;
    }

    private static ObjectNode series(Series series) {
        ObjectNode node = NODES.objectNode();
        node.put("slotSeconds", seconds(series.slotNanos()));
        ArrayNode rows = node.putArray("rows");
        ArrayNode bytes = node.putArray("bytes");
        int last = series.slots() - 1;
        while (last > 0 && series.bytes(last) == 0) {
            last--;
        }
        for (int slot = 0; slot <= last; slot++) {
            rows.add(series.rows(slot));
            bytes.add(series.bytes(slot));
        }
        return node;
    }

    private static double seconds(long nanos) {
        return nanos / NANOS_PER_SECOND;
    }
}
