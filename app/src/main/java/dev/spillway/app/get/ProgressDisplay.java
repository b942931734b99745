package dev.spillway.app.get;

import dev.spillway.client.ProgressListener;
import dev.spillway.wire.Crc32c;
import dev.spillway.wire.Frame;
import dev.spillway.wire.Position;
import dev.spillway.wire.ResultFailure;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/**
 * How far a result is: on a terminal a bar, with the time that is left where the number of rows is known; and a line when it
 * is interrupted, and one when it goes on.
 */
final class ProgressDisplay implements ProgressListener, AutoCloseable {
    private static final int UPDATE_MILLIS = 250;
    private static final double MEGA = 1e6;

    /** Takes what the bar drew away. */
    private static final String CLEAR_LINE = "\r\033[K";

    private final String stream;
    private final CommandSpec command;
    private final long rowsBefore;
    private final long bytesBefore;
    private final long startedAt = System.nanoTime();
    private final @Nullable ProgressBar bar;
    private boolean interrupted;

    /**
     * @param command whose lines these are
     * @param withBar whether to show a bar, on stderr
     * @param start what an earlier run did
     */
    ProgressDisplay(String stream, CommandSpec command, boolean withBar, Optional<Checkpoint> start) {
        this.stream = stream;
        this.command = command;
        this.rowsBefore = start.map(Checkpoint::rows).orElse(0L);
        this.bytesBefore = start.map(at -> at.part().length()).orElse(0L);
        this.bar = withBar ? bar() : null;
    }

    private ProgressBar bar() {
        return new ProgressBarBuilder()
                .setTaskName(stream)
                .startsFrom(rowsBefore, Duration.ZERO)
                .setUnit(" rows", 1)
                .showSpeed(new DecimalFormat("#,##0", DecimalFormatSymbols.getInstance(Locale.ROOT)))
                .setStyle(ProgressBarStyle.UNICODE_BLOCK)
                .setUpdateIntervalMillis(UPDATE_MILLIS)
                .clearDisplayOnFinish()
                .setConsumer(new ConsoleProgressBarConsumer(System.err))
                .build();
    }

    /** Takes what the origin expects. */
    void expect(OptionalLong rows) {
        if (bar != null && rows.isPresent()) {
            bar.maxHint(rows.getAsLong());
        }
    }

    @Override
    public void progress(Frame.Progress progress) {
        expect(progress.estimatedRows());
    }

    @Override
    public void draining(Duration reconnectAfter) {
        say("the origin is about to stop");
    }

    @Override
    public void interrupted(ResultFailure why, Duration delay, boolean told) {
        if (!interrupted) {
            interrupted = true;
            say((told ? "waiting: " : "interrupted: ") + ErrorLine.of(why));
        }
    }

    @Override
    public void resumed(Position at) {
        interrupted = false;
        say(String.format(Locale.ROOT, "goes on at row %,d", at.rows()));
    }

    private void say(String line) {
        String clear = bar == null ? "" : CLEAR_LINE;
        command.commandLine().getErr().println(clear + "spillway " + command.name() + ": " + line);
    }

    /**
     * @param rows of the result
     * @param bytes that this run wrote
     */
    void show(long rows, long bytes) {
        interrupted = false;
        if (bar != null) {
            bar.stepTo(rows);
            bar.setExtraMessage(String.format(Locale.ROOT, " %.0f MB/s", bytes / MEGA / seconds()));
        }
    }

    /**
     * What is said in the end.
     *
     * @param bytes that this run wrote
     */
    String summary(Position total, long bytes) {
        double seconds = seconds();
        long rows = total.rows() - rowsBefore;
        return String.format(
                Locale.ROOT,
                "%s: %,d rows, %,.1f MB%s in %.1f s (%,.0f rows/s, %.0f MB/s), complete, crc32c %s",
                stream,
                total.rows(),
                (bytesBefore + bytes) / MEGA,
                rowsBefore == 0 ? "" : String.format(Locale.ROOT, ", the last %,d rows", rows),
                seconds,
                rows / seconds,
                bytes / MEGA / seconds,
                Crc32c.toHex(total.crc32c()));
    }

    private double seconds() {
        return Math.max(1, System.nanoTime() - startedAt)
                / (double) Duration.ofSeconds(1).toNanos();
    }

    /** Takes the bar away. */
    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }
}
