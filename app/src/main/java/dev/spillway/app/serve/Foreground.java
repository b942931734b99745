package dev.spillway.app.serve;

import dev.spillway.app.terminal.Terminal;
import dev.spillway.result.RunListener;
import dev.spillway.result.RunView;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;

/** A service that runs until the program is told to stop, and what the terminal shows of it. */
final class Foreground {
    /** So that the process is gone two seconds after Ctrl-C, whatever hangs. */
    private static final Duration CLOSE_WAIT = Duration.ofMillis(1_500);

    private Foreground() {}

    /** Something that serves results. */
    interface Service extends AutoCloseable {
        /** What a person is told when it is ready. */
        String banner();

        List<RunView> running();

        @Override
        void close();
    }

    /** Starts the service. */
    @FunctionalInterface
    interface Start {
        Service start(RunListener listener) throws StartRefused, InterruptedException;
    }

    static void run(Start start, PrintStream err) throws StartRefused, InterruptedException {
        StopSignal stop = StopSignal.install();
        try (RunDisplay display =
                new RunDisplay(err, Terminal.STDERR.isThere(), Clock.system(ZoneId.systemDefault()))) {
            Service service = start.start(display);
            display.watch(service::running);
            System.setErr(new PrintStream(new LineStream(display::print), true, StandardCharsets.UTF_8));
            display.print(service.banner());
            display.print(String.format(Locale.ROOT, "%nready in %.1f s.  Ctrl-C stops, twice at once.%n", age()));
            stop.await();
            Thread closing = Thread.ofPlatform().daemon().name("stop").start(service::close);
            closing.join(CLOSE_WAIT);
            display.print("stopped");
        } finally {
            System.setErr(err);
        }
    }

    /** Since when this process runs, in seconds. */
    private static double age() {
        Instant start = ProcessHandle.current().info().startInstant().orElseGet(Instant::now);
        return Duration.between(start, Instant.now()).toMillis() / 1e3;
    }
}
