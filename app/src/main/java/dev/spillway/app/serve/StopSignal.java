package dev.spillway.app.serve;

import java.util.concurrent.CountDownLatch;
import org.jline.utils.Signals;

/** Ctrl-C and SIGTERM: the first one asks the program to stop, the second ends it at once. */
final class StopSignal {
    private static final int INT = 2;
    private static final int TERM = 15;

    private final CountDownLatch asked = new CountDownLatch(1);

    private StopSignal() {}

    /** From now on the signals come here. */
    static StopSignal install() {
        StopSignal stop = new StopSignal();
        Signals.register("INT", () -> stop.received(INT));
        Signals.register("TERM", () -> stop.received(TERM));
        return stop;
    }

    private void received(int signal) {
        if (asked.getCount() == 0) {
            // What a shell shows for a process that a signal ended.
            Runtime.getRuntime().halt(128 + signal);
        }
        asked.countDown();
    }

    /** Waits for the first signal. */
    void await() throws InterruptedException {
        asked.await();
    }
}
