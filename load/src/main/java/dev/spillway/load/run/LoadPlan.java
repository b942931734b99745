package dev.spillway.load.run;

import dev.spillway.load.pace.Mix;
import dev.spillway.load.pace.Pacer;
import dev.spillway.load.pace.Turns;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * What a run does.
 *
 * @param origin where gRPC is
 * @param gateway where HTTP is
 * @param parameters of the stream, as text
 * @param maxResults value of the parameter {@code max_results}, where the stream has it and none of {@code parameters} is it
 * @param scenarios to compare, in their order
 * @param users at the same time, each with connections of its own
 * @param spawnRate users that appear a second
 * @param runTime of all
 * @param rate starts a second, whether users are free or not; empty: each user starts the next result when it has the last one
 * @param mix of readers
 * @param stall beyond this, a gap between rows is a stall
 * @param threads that read
 * @param server the process whose CPU and memory are measured
 */
public record LoadPlan(
        Target origin,
        Target gateway,
        String stream,
        Map<String, String> parameters,
        OptionalLong maxResults,
        List<Scenario> scenarios,
        int users,
        double spawnRate,
        Duration runTime,
        OptionalDouble rate,
        Mix mix,
        Duration stall,
        int threads,
        Optional<ServerProcess> server) {
    public LoadPlan {
        parameters = Map.copyOf(parameters);
        scenarios = List.copyOf(scenarios);
    }

    /** When each user appears. */
    Pacer spawn() {
        return new Pacer(spawnRate);
    }

    /**
     * How the time is divided.
     *
     * @throws IllegalArgumentException it does not suffice for the scenarios
     */
    public Turns turns() {
        return Turns.of(runTime, Duration.ofNanos(spawn().dueNanos(users - 1L)), scenarios.size());
    }
}
