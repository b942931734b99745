package dev.spillway.load.run;

import java.time.Duration;

/** Is told how far a run is, a few times a second, on the thread that runs it. */
public interface Watcher {
    /**
     * What is going on.
     *
     * @param warmUp whether it is not measured yet
     * @param rows that came since the start of the run
     * @param bytes of bodies that came since the start of the run
     */
    record Live(Scenario scenario, boolean warmUp, Duration elapsed, Duration runTime, long rows, long bytes) {}

    void show(Live live);
}
