package dev.spillway.load.run;

import dev.spillway.load.pace.Mix;
import dev.spillway.load.pace.Reader;
import dev.spillway.load.rows.Corrupt;
import dev.spillway.load.rows.Fault;
import dev.spillway.wire.Position;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** A result with something of everything. */
public final class SampleResult {
    private static final long MILLI = 1_000_000;

    private SampleResult() {}

    /**
     * Rest: 10 results of 100 rows in 2 s, first rows after 10, 20 … 100 ms; native: the same, with everything that can go
     * wrong; unary: did not run.
     */
    public static LoadResult get() {
        LoadPlan plan = new LoadPlan(
                new Target("localhost", 50051),
                new Target("::1", 3333),
                "books",
                Map.of("user_id", "7"),
                OptionalLong.of(100),
                List.of(Scenario.REST, Scenario.UNARY, Scenario.NATIVE),
                10,
                2,
                Duration.ofSeconds(10),
                OptionalDouble.of(5),
                new Mix(List.of(new Mix.Share(new Reader.Killed(), 0.1))),
                Duration.ofSeconds(1),
                1,
                Optional.empty());
        Tally troubled = tally();
        troubled.gap.recordValue(3 * MILLI);
        troubled.stalls = 1;
        troubled.stalledNanos = 1_500 * MILLI;
        troubled.late = 3;
        troubled.notStarted = 2;
        troubled.unfinished = 4;
        troubled.killed = 5;
        troubled.resume.recordValue(7 * MILLI);
        troubled.cutOff = 6;
        troubled.proven = 9;
        troubled.fail("gRPC status UNAVAILABLE: </script><b>gone</b>");
        troubled.corrupt(new Corrupt(Fault.LOST, "row 3 (1 missing)"));
        Series series = new Series(0, 250 * MILLI, 8);
        series.add(300 * MILLI, 500, 5_000);
        return new LoadResult(
                plan,
                Instant.parse("2026-11-24T12:00:00Z"),
                Duration.ofSeconds(10),
                new Position(2_500, 100, 0x0ABCDEF0),
                List.of(
                        new ScenarioOutcome(
                                Scenario.REST,
                                tally(),
                                OptionalLong.of(500 * MILLI),
                                OptionalLong.of(256L << 20),
                                100 * MILLI,
                                Optional.empty(),
                                Optional.empty()),
                        ScenarioOutcome.absent(
                                Scenario.UNARY,
                                "one message does not carry it",
                                Optional.of(new ScenarioOutcome.Limit("RESOURCE_EXHAUSTED: too large", 90, 2_250))),
                        new ScenarioOutcome(
                                Scenario.NATIVE,
                                troubled,
                                OptionalLong.empty(),
                                OptionalLong.empty(),
                                50 * MILLI,
                                Optional.empty(),
                                Optional.empty())),
                series,
                List.of(new LoadResult.Span(Scenario.REST, true, 0, 500 * MILLI)),
                List.of(new LoadResult.Memory(250 * MILLI, 200L << 20)));
    }

    private static Tally tally() {
        Tally tally = new Tally();
        tally.results = 10;
        tally.rows = 1_000;
        tally.bytes = 25_000;
        tally.proven = 10;
        tally.nanos = 2_000 * MILLI;
        for (int i = 1; i <= 10; i++) {
            tally.header.recordValue(i * MILLI);
            tally.firstRow.recordValue(10L * i * MILLI);
            tally.completion.recordValue(20L * i * MILLI);
        }
        return tally;
    }
}
