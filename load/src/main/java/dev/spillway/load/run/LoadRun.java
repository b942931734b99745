package dev.spillway.load.run;

import com.sun.management.OperatingSystemMXBean;
import dev.spillway.load.http2.Loop;
import dev.spillway.load.http2.Loops;
import dev.spillway.load.pace.Pacer;
import dev.spillway.load.pace.Reader;
import dev.spillway.load.pace.Turns;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A run of the load tester: finds out what is to be carried, warms up, and gives each scenario its turns. */
public final class LoadRun implements AutoCloseable {
    private static final Duration TICK = Duration.ofMillis(250);
    private static final Duration GRACE = Duration.ofSeconds(10);
    private static final Duration SHORTEST_SLOT = Duration.ofMillis(250);
    private static final int MOST_SLOTS = 2_000;

    private final LoadPlan plan;
    private final Watcher watcher;
    private final Loops loops;
    private final OperatingSystemMXBean self = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    private LoadRun(LoadPlan plan, Watcher watcher) {
        this.plan = plan;
        this.watcher = watcher;
        loops = new Loops(plan.threads());
    }

    /**
     * Runs a plan to its end.
     *
     * @throws LoadFailure it cannot begin: there is no such stream, or nobody answers
     * @throws IllegalArgumentException its time does not suffice for its scenarios
     */
    public static LoadResult run(LoadPlan plan, Watcher watcher) throws LoadFailure, InterruptedException {
        try (LoadRun run = new LoadRun(plan, watcher)) {
            return run.run();
        }
    }

    private LoadResult run() throws LoadFailure, InterruptedException {
        Turns turns = plan.turns();
        Preparation preparation = Preparation.of(plan, loops.all().getFirst());
        List<Scenario> scenarios = plan.scenarios().stream()
                .filter(each -> !preparation.absent().containsKey(each))
                .toList();
        Playing playing = new Playing(preparation);
        if (!scenarios.isEmpty()) {
            playing.play(scenarios, turns);
        }
        return playing.result();
    }

    @Override
    public void close() {
        loops.close();
    }

    private final class Playing {
        private final Preparation preparation;
        private final Instant startedAt = Instant.now();
        private final long startNanos = System.nanoTime();
        private final Series series;
        private final List<Lane> lanes = new ArrayList<>();
        private final Map<Scenario, Tally> tallies = new EnumMap<>(Scenario.class);
        private final Map<Scenario, Cost> costs = new EnumMap<>(Scenario.class);
        private final List<LoadResult.Span> spans = new ArrayList<>();
        private final List<LoadResult.Memory> memory = new ArrayList<>();

        Playing(Preparation preparation) {
            this.preparation = preparation;
            Duration slot = plan.runTime().plus(GRACE).dividedBy(MOST_SLOTS);
            slot = slot.compareTo(SHORTEST_SLOT) < 0 ? SHORTEST_SLOT : slot;
            series = new Series(
                    startNanos, slot.toNanos(), (int) plan.runTime().plus(GRACE).dividedBy(slot));
            List<Loop> all = loops.all();
            List<Reader> readers = plan.mix().of(plan.users());
            for (int lane = 0; lane < all.size(); lane++) {
                Loop loop = all.get(lane);
                List<Seat> seats = new ArrayList<>();
                for (int user = lane; user < readers.size(); user += all.size()) {
                    seats.add(new Seat(
                            loop,
                            plan.origin(),
                            plan.gateway(),
                            readers.get(user),
                            user,
                            plan.spawn().dueNanos(user)));
                }
                lanes.add(new Lane(loop, seats, series, startNanos, lane, all.size()));
            }
        }

        void play(List<Scenario> scenarios, Turns turns) throws LoadFailure, InterruptedException {
            Duration ramp = turns.ramp();
            for (Scenario scenario : scenarios) {
                Turned warm = turn(scenario, true, turns.warmUp().plus(ramp));
                tally(scenario).addFaults(warm.tally());
                ramp = Duration.ZERO;
            }
            int left = turns.rounds() * scenarios.size();
            for (int round = 0; round < turns.rounds(); round++) {
                for (Scenario scenario : scenarios) {
                    Duration rest = plan.runTime().minusNanos(System.nanoTime() - startNanos);
                    Turned turned = turn(scenario, false, Turns.next(rest, left--));
                    tally(scenario).add(turned.tally());
                    costs.merge(scenario, turned.cost(), Cost::plus);
                }
            }
        }

        private Tally tally(Scenario scenario) {
            return tallies.computeIfAbsent(scenario, each -> new Tally());
        }

        private record Turned(Tally tally, Cost cost) {}

        private Turned turn(Scenario scenario, boolean warmUp, Duration length)
                throws LoadFailure, InterruptedException {
            OptionalLong cpuBefore = serverCpu();
            boolean peakIsOfTurn = plan.server().map(ServerProcess::resetPeak).orElse(false);
            long testerBefore = self.getProcessCpuTime();
            long from = System.nanoTime();
            Turn turn = new Turn(
                    scenario,
                    preparation.requests().of(scenario),
                    preparation.reference(),
                    from,
                    length.toNanos(),
                    GRACE.toNanos(),
                    plan.rate().isPresent() ? Optional.of(new Pacer(plan.rate().getAsDouble())) : Optional.empty(),
                    plan.stall().toNanos());
            Tally tally = new Tally();
            CountDownLatch left = new CountDownLatch(lanes.size());
            for (Lane lane : lanes) {
                lane.play(turn, part -> {
                    synchronized (tally) {
                        tally.addParallel(part);
                    }
                    left.countDown();
                });
            }
            do {
                watch(scenario, warmUp);
            } while (!left.await(TICK.toMillis(), TimeUnit.MILLISECONDS));
            spans.add(new LoadResult.Span(scenario, warmUp, from - startNanos, System.nanoTime() - startNanos));
            OptionalLong cpuAfter = serverCpu();
            OptionalLong peak = plan.server()
                    .filter(_ -> peakIsOfTurn)
                    .map(ServerProcess::peakBytes)
                    .orElse(OptionalLong.empty());
            synchronized (tally) {
                return new Turned(
                        tally,
                        new Cost(
                                cpuBefore.isPresent() && cpuAfter.isPresent()
                                        ? OptionalLong.of(cpuAfter.getAsLong() - cpuBefore.getAsLong())
                                        : OptionalLong.empty(),
                                peak,
                                self.getProcessCpuTime() - testerBefore));
            }
        }

        private OptionalLong serverCpu() {
            return plan.server().map(ServerProcess::cpuNanos).orElse(OptionalLong.empty());
        }

        private void watch(Scenario scenario, boolean warmUp) {
            loops.failure().ifPresent(failure -> {
                throw new IllegalStateException("the tester failed: " + failure, failure);
            });
            long now = System.nanoTime() - startNanos;
            if (memory.isEmpty() || now - memory.getLast().atNanos() >= series.slotNanos()) {
                plan.server()
                        .map(ServerProcess::residentBytes)
                        .orElse(OptionalLong.empty())
                        .ifPresent(bytes -> memory.add(new LoadResult.Memory(now, bytes)));
            }
            watcher.show(new Watcher.Live(
                    scenario, warmUp, Duration.ofNanos(now), plan.runTime(), series.allRows(), series.allBytes()));
        }

        LoadResult result() {
            List<ScenarioOutcome> outcomes = new ArrayList<>();
            for (Scenario scenario : plan.scenarios()) {
                ScenarioOutcome absent = preparation.absent().get(scenario);
                Cost cost = costs.getOrDefault(scenario, Cost.NOTHING);
                outcomes.add(
                        absent != null
                                ? absent
                                : new ScenarioOutcome(
                                        scenario,
                                        tally(scenario),
                                        cost.serverCpuNanos(),
                                        cost.serverPeakBytes(),
                                        cost.testerCpuNanos(),
                                        Optional.empty(),
                                        Optional.empty()));
            }
            return new LoadResult(
                    plan,
                    startedAt,
                    Duration.ofNanos(System.nanoTime() - startNanos),
                    preparation.reference().total(),
                    outcomes,
                    series,
                    spans,
                    memory);
        }
    }
}
