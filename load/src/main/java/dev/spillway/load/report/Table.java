package dev.spillway.load.report;

import dev.spillway.load.run.LoadResult;
import dev.spillway.load.run.ScenarioOutcome;
import dev.spillway.load.run.Tally;
import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;

/** What came out of a run, in lines for a terminal: a row a scenario, and below it what went wrong. */
public final class Table {
    private static final double MEGA = 1e6;
    private static final double MIB = 1 << 20;
    private static final double MEDIAN = 50;
    private static final double P99 = 99;
    private static final String NONE = "–";
    private static final String GAP = "  ";

    private static final List<List<String>> HEADS = List.of(
            List.of(
                    "",
                    "rows/s",
                    "MB/s",
                    "results",
                    "first row",
                    "",
                    "complete",
                    "",
                    "gap",
                    "stalls",
                    "server CPU",
                    "server"),
            List.of("", "", "", "", "p50", "p99", "p50", "p99", "p99", "", "s / M rows", "peak MiB"));

    private Table() {}

    /** The lines. */
    public static List<String> lines(LoadResult result) {
        List<List<String>> cells = new ArrayList<>(HEADS);
        result.scenarios().forEach(each -> cells.add(row(each)));
        List<String> lines = new ArrayList<>(aligned(cells));
        List<String> more = result.scenarios().stream()
                .flatMap(each -> Remarks.of(each).stream().map(remark -> each.scenario() + ": " + remark))
                .toList();
        if (!more.isEmpty()) {
            lines.add("");
            lines.addAll(more);
        }
        List<String> verdicts = Verdicts.of(result);
        if (!verdicts.isEmpty()) {
            lines.add("");
            lines.addAll(verdicts);
        }
        return lines;
    }

    private static List<String> row(ScenarioOutcome outcome) {
        Tally tally = outcome.tally();
        List<String> cells = new ArrayList<>();
        cells.add(outcome.scenario().toString());
        boolean any = tally.results() > 0;
        cells.add(any ? Numbers.count(outcome.rowsPerSecond()) : NONE);
        cells.add(any ? Numbers.digits(outcome.bytesPerSecond() / MEGA) : NONE);
        cells.add(outcome.absent().isPresent() ? NONE : Long.toString(tally.results()));
        cells.add(percentile(tally.firstRow, MEDIAN));
        cells.add(percentile(tally.firstRow, P99));
        cells.add(percentile(tally.completion, MEDIAN));
        cells.add(percentile(tally.completion, P99));
        cells.add(outcome.scenario().streams() ? percentile(tally.gap, P99) : NONE);
        cells.add(outcome.scenario().streams() && any ? Long.toString(tally.stalls()) : NONE);
        cells.add(outcome.serverCpuSecondsPerMillionRows().map(Numbers::digits).orElse(NONE));
        cells.add(
                outcome.serverPeakBytes().isPresent()
                        ? Long.toString(Math.round(outcome.serverPeakBytes().getAsLong() / MIB))
                        : NONE);
        return cells;
    }

    private static String percentile(Histogram histogram, double percentile) {
        return histogram.getTotalCount() == 0 ? NONE : Numbers.time(histogram.getValueAtPercentile(percentile));
    }

    private static List<String> aligned(List<List<String>> rows) {
        int[] widths = new int[HEADS.getFirst().size()];
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        return rows.stream().map(row -> line(row, widths)).toList();
    }

    private static String line(List<String> row, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            String padding = " ".repeat(widths[i] - row.get(i).length());
            line.append(i == 0 ? row.get(i) + padding : GAP + padding + row.get(i));
        }
        return line.toString().stripTrailing();
    }
}
