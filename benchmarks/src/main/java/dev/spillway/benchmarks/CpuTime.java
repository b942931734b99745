package dev.spillway.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** CPU time of processes, as Linux accounts for it: {@code proc_pid_stat(5)}, in hundredths of a second. */
final class CpuTime {
    private static final int MILLIS_PER_TICK = 10;

    /** Of the fields behind the name: {@code utime}, {@code stime}, {@code cutime} and {@code cstime}. */
    private static final int FIRST = 11;

    private CpuTime() {}

    /** Of a process and those of its children that are over. */
    static Duration of(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            long ticks = 0;
            for (int i = FIRST; i < FIRST + 4; i++) {
                ticks += Long.parseLong(fields[i]);
            }
            return Duration.ofMillis(ticks * MILLIS_PER_TICK);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Of this process. */
    static Duration own() {
        return of(ProcessHandle.current().pid());
    }

    /** Of a process and all of its children. */
    static Duration ofFamily(long pid) {
        Duration living = ProcessHandle.of(pid).stream()
                .flatMap(ProcessHandle::children)
                .flatMap(child -> child.info().totalCpuDuration().stream())
                .reduce(Duration.ZERO, Duration::plus);
        return of(pid).plus(living);
    }
}
