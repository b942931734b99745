package dev.spillway.app.serve;

import dev.spillway.app.terminal.LiveLines;
import dev.spillway.result.RunEnd;
import dev.spillway.result.RunListener;
import dev.spillway.result.RunView;
import dev.spillway.wire.ResultId;
import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Shows results as they run: on a terminal one line each, redrawn in place, and a line that stays at the end; elsewhere a
 * line at the start and at the end. Lines are written by a thread of its own: a terminal that stands still holds up no
 * result, it loses lines. Any thread.
 */
final class RunDisplay implements RunListener, AutoCloseable {
    private static final Duration TICK = Duration.ofMillis(200);
    private static final Duration LAST_WORDS = Duration.ofMillis(200);
    private static final int MOST_WAITING = 1_000;

    private final PrintStream out;
    private final boolean terminal;
    private final Clock clock;
    private final LiveLines live;
    private final BlockingQueue<String> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
    private final AtomicLong lost = new AtomicLong();
    private final Thread writer;

    private volatile Supplier<List<RunView>> running = List::of;
    /** Those of the last look; of the writer alone. */
    private Map<ResultId, RunLine> lines = new HashMap<>();

    /** @param terminal whether lines can be redrawn */
    RunDisplay(PrintStream out, boolean terminal, Clock clock) {
        this.out = out;
        this.terminal = terminal;
        this.clock = clock;
        this.live = new LiveLines(out);
        this.writer = Thread.ofPlatform().daemon().name("display").start(this::write);
    }

    /** From now on a terminal shows these, as they go on. */
    void watch(Supplier<List<RunView>> runs) {
        running = runs;
    }

    @Override
    public void started(RunView run) {
        if (!terminal) {
            print(new RunLine(run, clock).started());
        }
    }

    @Override
    public void ended(RunView run, RunEnd end) {
        print(new RunLine(run, clock).ended(end));
    }

    /** Shows a line that stays. */
    void print(String line) {
        if (!waiting.offer(line)) {
            lost.incrementAndGet();
        }
    }

    private void write() {
        try {
            while (true) {
                show(waiting.poll(TICK.toMillis(), TimeUnit.MILLISECONDS));
            }
        } catch (InterruptedException e) {
            running = List::of;
            for (String line = waiting.poll(); line != null; line = waiting.poll()) {
                show(line);
            }
            show(null);
        }
    }

    private void show(@Nullable String line) {
        List<String> below = progress();
        if (line != null) {
            live.print(line, below);
        } else {
            live.redraw(below);
        }
        long missing = lost.getAndSet(0);
        if (missing > 0) {
            live.print("(" + missing + " lines are not shown: writing them took too long)", below);
        }
    }

    private List<String> progress() {
        if (!terminal) {
            return List.of();
        }
        Map<ResultId, RunLine> current = new HashMap<>();
        List<String> texts = new ArrayList<>();
        for (RunView run : running.get()) {
            RunLine known = lines.get(run.id());
            RunLine line = known != null ? known : new RunLine(run, clock);
            current.put(run.id(), line);
            texts.add(line.progress());
        }
        lines = current;
        return texts;
    }

    /** Writes what is left, and ends. */
    @Override
    public void close() {
        writer.interrupt();
        try {
            writer.join(LAST_WORDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        out.flush();
    }
}
