package dev.spillway.load.run;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * What came out for one scenario.
 *
 * @param tally of its turns, without the warm-up; nothing in it if the scenario did not run
 * @param serverCpuNanos what the server used in these turns
 * @param serverPeakBytes the most resident memory of the server in any of these turns
 * @param testerCpuNanos what this process used in these turns
 * @param absent why it did not run
 * @param limit what the unary method carries, where that is less than the result
 */
public record ScenarioOutcome(
        Scenario scenario,
        Tally tally,
        OptionalLong serverCpuNanos,
        OptionalLong serverPeakBytes,
        long testerCpuNanos,
        Optional<String> absent,
        Optional<Limit> limit) {
    private static final double NANOS_PER_SECOND = 1e9;
    private static final double MILLION = 1e6;

    /**
     * The largest result that a method carries in one message.
     *
     * @param refusal what the method said of the whole result
     * @param rows of the largest result that passes
     * @param bytes of its message
     */
    public record Limit(String refusal, long rows, long bytes) {}

    static ScenarioOutcome absent(Scenario scenario, String why, Optional<Limit> limit) {
        return new ScenarioOutcome(
                scenario, new Tally(), OptionalLong.empty(), OptionalLong.empty(), 0, Optional.of(why), limit);
    }

    /** Rows a second, of results that were complete and verified. */
    public double rowsPerSecond() {
        return perSecond(tally.rows());
    }

    /** Bytes of bodies a second, of results that were complete and verified. */
    public double bytesPerSecond() {
        return perSecond(tally.bytes());
    }

    private double perSecond(long count) {
        return tally.nanos() == 0 ? 0 : count * NANOS_PER_SECOND / tally.nanos();
    }

    /** CPU seconds of the server per million rows that came and counted. */
    public Optional<Double> serverCpuSecondsPerMillionRows() {
        return serverCpuNanos.isEmpty() || tally.rows() == 0
                ? Optional.empty()
                : Optional.of(serverCpuNanos.getAsLong() / NANOS_PER_SECOND / (tally.rows() / MILLION));
    }
}
