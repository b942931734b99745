package dev.spillway.app.load;

import dev.spillway.app.terminal.LiveLines;
import dev.spillway.app.terminal.Terminal;
import dev.spillway.load.report.Numbers;
import dev.spillway.load.run.Watcher;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** How far a run is, in one line of a terminal that is redrawn in place; nothing where nobody looks. One thread. */
final class LiveLine implements Watcher, AutoCloseable {
    private static final int WIDTH = 24;
    private static final double NANOS_PER_SECOND = Duration.ofSeconds(1).toNanos();

    private final LiveLines lines = new LiveLines(System.err);
    private final boolean shown = Terminal.STDERR.isThere();
    private long rowsBefore;
    private long bytesBefore;
    private Duration before = Duration.ZERO;

    @Override
    public void show(Live live) {
        double seconds = live.elapsed().minus(before).toNanos() / NANOS_PER_SECOND;
        if (!shown || seconds <= 0) {
            return;
        }
        int done = (int) Math.min(
                WIDTH,
                WIDTH * live.elapsed().toMillis() / Math.max(1, live.runTime().toMillis()));
        lines.redraw(List.of(String.format(
                Locale.ROOT,
                "%s%s  %3d s of %d s  %-12s %9s rows/s %9s MB/s%s",
                "█".repeat(done),
                "░".repeat(WIDTH - done),
                live.elapsed().toSeconds(),
                live.runTime().toSeconds(),
                live.scenario(),
                Numbers.count((live.rows() - rowsBefore) / seconds),
                Numbers.digits((live.bytes() - bytesBefore) / 1e6 / seconds),
                live.warmUp() ? "  warm-up" : "")));
        before = live.elapsed();
        rowsBefore = live.rows();
        bytesBefore = live.bytes();
    }

    @Override
    public void close() {
        lines.redraw(List.of());
    }
}
