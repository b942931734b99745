package dev.spillway.app.get;

import dev.spillway.client.ProgressListener;
import dev.spillway.wire.Crc32c;
import dev.spillway.wire.Frame;
import dev.spillway.wire.Position;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.time.Duration;
import java.util.Locale;
import java.util.OptionalLong;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** How far a result is: on a terminal a bar, with the time that is left where the number of rows is known. */
final class ProgressDisplay implements ProgressListener, AutoCloseable {
    private static final int UPDATE_MILLIS = 250;
    private static final double MEGA = 1e6;

    private final String stream;
    private final long startedAt = System.nanoTime();
    private final @Nullable ProgressBar bar;

    /** @param withBar whether to show a bar, on stderr */
    ProgressDisplay(String stream, boolean withBar) {
        this.stream = stream;
        this.bar = withBar ? bar(stream) : null;
    }

    private static ProgressBar bar(String stream) {
        return new ProgressBarBuilder()
                .setTaskName(stream)
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

    void show(long rows, long bytes) {
        if (bar != null) {
            bar.stepTo(rows);
            bar.setExtraMessage(String.format(Locale.ROOT, " %.0f MB/s", bytes / MEGA / seconds()));
        }
    }

    /** What is said in the end. */
    String summary(Position total, long bytes) {
        double seconds = seconds();
        return String.format(
                Locale.ROOT,
                "%s: %,d rows, %,.1f MB in %.1f s (%,.0f rows/s, %.0f MB/s), complete, crc32c %s",
                stream,
                total.rows(),
                bytes / MEGA,
                seconds,
                total.rows() / seconds,
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
