package dev.spillway.load.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * What the process of a server uses, where it runs on this machine and the system tells: CPU everywhere that Java knows
 * it, memory on Linux (proc_pid_status(5)). Any thread.
 *
 * @param pid of the process
 */
public record ServerProcess(long pid) {
    private static final long KIB = 1024;
    /** Sets VmHWM to VmRSS. See proc_pid_clear_refs(5). */
    private static final String RESET_PEAK = "5";

    /** CPU time since its start, of all its threads. */
    OptionalLong cpuNanos() {
        return ProcessHandle.of(pid)
                .flatMap(process -> process.info().totalCpuDuration())
                .map(Duration::toNanos)
                .map(OptionalLong::of)
                .orElse(OptionalLong.empty());
    }

    /** Resident memory now, in bytes. */
    OptionalLong residentBytes() {
        return status("VmRSS:");
    }

    /** The most resident memory since {@link #resetPeak}, in bytes. */
    OptionalLong peakBytes() {
        return status("VmHWM:");
    }

    /** Forgets the peak so far; false where it may not. */
    boolean resetPeak() {
        try {
            Files.writeString(Path.of("/proc", Long.toString(pid), "clear_refs"), RESET_PEAK);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private OptionalLong status(String key) {
        try (Stream<String> lines = Files.lines(Path.of("/proc", Long.toString(pid), "status"))) {
            return lines.filter(line -> line.startsWith(key))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * KIB)
                    .findFirst();
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }
}
