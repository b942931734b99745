package dev.spillway.load.run;

import dev.spillway.wire.Position;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What came out of a run.
 *
 * @param total of the result that was carried
 * @param scenarios in the order of the plan
 * @param spans what ran when
 * @param memory resident memory of the server; empty where it cannot be read
 */
public record LoadResult(
        LoadPlan plan,
        Instant startedAt,
        Duration took,
        Position total,
        List<ScenarioOutcome> scenarios,
        Series series,
        List<Span> spans,
        List<Memory> memory) {
    public LoadResult {
        scenarios = List.copyOf(scenarios);
        spans = List.copyOf(spans);
        memory = List.copyOf(memory);
    }

    /** A turn or a warm-up, in nanoseconds after the start of the run. */
    public record Span(Scenario scenario, boolean warmUp, long fromNanos, long toNanos) {}

    /** Resident memory at a time, in nanoseconds after the start of the run. */
    public record Memory(long atNanos, long bytes) {}

    /** Results that were not what they should be. */
    public long corrupt() {
        return scenarios.stream().mapToLong(each -> each.tally().corrupt()).sum();
    }
}
