package dev.spillway.app.load;

import dev.spillway.app.terminal.Terminal;
import dev.spillway.load.report.Numbers;
import dev.spillway.load.run.Watcher;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;

/** How far a run is, in one line of a terminal that is redrawn in place; nothing where nobody looks. One thread. */
final class LiveLine implements Watcher, AutoCloseable {
    private static final int WIDTH = 24;
    private static final String CLEAR = "\r\033[K";
    private static final double NANOS_PER_SECOND = Duration.ofSeconds(1).toNanos();

    private final PrintStream out = System.err;
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
        out.print(CLEAR
                + String.format(
                        Locale.ROOT,
                        "%s%s  %3d s of %d s  %-12s %9s rows/s %9s MB/s%s",
                        "█".repeat(done),
                        "░".repeat(WIDTH - done),
                        live.elapsed().toSeconds(),
                        live.runTime().toSeconds(),
                        live.scenario(),
                        Numbers.count((live.rows() - rowsBefore) / seconds),
                        Numbers.digits((live.bytes() - bytesBefore) / 1e6 / seconds),
                        live.warmUp() ? "  warm-up" : ""));
        out.flush();
        before = live.elapsed();
        rowsBefore = live.rows();
        bytesBefore = live.bytes();
    }

    @Override
    public void close() {
        if (shown) {
            out.print(CLEAR);
            out.flush();
        }
    }
}
