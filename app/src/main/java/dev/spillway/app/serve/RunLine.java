package dev.spillway.app.serve;

import dev.spillway.result.RunEnd;
import dev.spillway.result.RunView;
import dev.spillway.wire.Crc32c;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/** One result as one line of text. One thread. */
final class RunLine {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);
    private static final String GAP = "  ";

    /** How much the newest of the measurements counts for the rate that is shown. */
    private static final double NEWEST = 0.25;

    private final RunView run;
    private final Clock clock;
    private long lastRows;
    private Duration lastElapsed = Duration.ZERO;
    private double rowsPerSecond;

    RunLine(RunView run, Clock clock) {
        this.run = run;
        this.clock = clock;
    }

    String started() {
        return line("started");
    }

    /**
     * How far it is; the rate is measured between two calls. What changes comes first: a narrow terminal shows the start of
     * the line.
     */
    String progress() {
        measure();
        List<String> parts = new ArrayList<>(start());
        long rows = run.rows();
        OptionalLong estimate = run.estimatedRows();
        if (estimate.isPresent() && estimate.getAsLong() > 0) {
            parts.add(String.format(Locale.ROOT, "%3d %%", Math.min(100, 100 * rows / estimate.getAsLong())));
        }
        parts.add(rows(rows));
        parts.add(rate());
        if (estimate.isPresent() && rowsPerSecond >= 1) {
            double seconds = Math.max(0, estimate.getAsLong() - rows) / rowsPerSecond;
            parts.add("ETA " + seconds((long) Math.ceil(seconds)));
        }
        parts.add("waiting for " + run.waitingFor().toString().toLowerCase(Locale.ROOT));
        parts.addAll(who());
        return String.join(GAP, parts);
    }

    String ended(RunEnd end) {
        return switch (end) {
            case RunEnd.Complete(var total) ->
                line(String.join(
                        GAP,
                        from() + rows(total.rows()),
                        bytes(total.bytes() - run.from().bytes()),
                        String.format(Locale.ROOT, "%.1f s", run.elapsed().toMillis() / 1e3),
                        "complete",
                        Crc32c.toHex(total.crc32c())));
            case RunEnd.Failed(var failure) ->
                line("FAILED" + GAP + failure.reason() + GAP + "after " + rows(run.rows()) + ": " + failure.text());
            case RunEnd.LimitReached(var next) -> line(from() + "as much as was asked for, to " + rows(next.rows()));
            case RunEnd.ReaderLeft() -> line(from() + "reader left after " + rows(run.rows()));
        };
    }

    private String line(String what) {
        return String.join(GAP, start()) + GAP + String.join(GAP, who()) + GAP + what;
    }

    private List<String> start() {
        return List.of(LocalTime.now(clock).format(TIME), run.id().shortName(), run.stream());
    }

    private List<String> who() {
        String agent = run.caller().agent();
        int slash = agent.indexOf('/');
        return List.of(run.arguments(), slash > 0 ? agent.substring(0, slash) : agent);
    }

    private void measure() {
        long rows = run.rows() - run.from().rows();
        Duration elapsed = run.elapsed();
        double seconds = elapsed.minus(lastElapsed).toNanos() / 1e9;
        if (seconds > 0) {
            double now = (rows - lastRows) / seconds;
            rowsPerSecond = lastElapsed.isZero() ? now : NEWEST * now + (1 - NEWEST) * rowsPerSecond;
            lastRows = rows;
            lastElapsed = elapsed;
        }
    }

    private String rate() {
        return rowsPerSecond >= 1e6
                ? String.format(Locale.ROOT, "%.1f M/s", rowsPerSecond / 1e6)
                : String.format(Locale.ROOT, "%,.0f /s", rowsPerSecond);
    }

    /** Where a read began that did not at the first row. */
    private String from() {
        long rows = run.from().rows();
        return rows == 0 ? "" : String.format(Locale.ROOT, "from row %,d", rows) + GAP;
    }

    private static String rows(long rows) {
        return String.format(Locale.ROOT, rows == 1 ? "%,d row" : "%,d rows", rows);
    }

    private static String bytes(long bytes) {
        if (bytes < 1_000) {
            return bytes + " B";
        }
        int exponent = bytes < 1_000_000 ? 1 : bytes < 1_000_000_000 ? 2 : 3;
        return String.format(
                Locale.ROOT, "%.1f %sB", bytes / Math.pow(1000, exponent), " kMG".substring(exponent, exponent + 1));
    }

    private static String seconds(long seconds) {
        return seconds < 120 ? seconds + " s" : seconds / 60 + " min";
    }
}
