package dev.spillway.result.log;

import dev.spillway.client.SteppedReads;
import dev.spillway.testkit.Auditor;
import dev.spillway.testkit.FakeClock;
import dev.spillway.testkit.GeneratedRows;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** One result from its source through log, connection and client to an auditor, with faults on all the way, from a seed. */
final class Simulation {
    private static final int MOST_STEPS = 200_000;

    private Simulation() {}

    /**
     * How it went.
     *
     * @param violation what is wrong
     * @param whole readers that got all
     */
    record Outcome(Optional<String> violation, int readers, int whole, Map<ScheduledFault, Integer> fired) {}

    static Outcome run(long seed, SteppedReads.Fault clientFault, LogFault logFault) throws Exception {
        Random random = new Random(seed);
        FaultSchedule schedule = new FaultSchedule(new Random(random.nextLong()));
        boolean large = random.nextInt(5) == 0;
        GeneratedRows rows = new GeneratedRows(random.nextLong(), large ? 7 : 0, large ? 2_000 : 0);
        long total = random.nextInt(4) == 0 ? random.nextInt(4) : random.nextInt(150);
        FakeClock clock = new FakeClock();
        SimulatedOrigin origin = new SimulatedOrigin(new Random(random.nextLong()), clock, rows, total, logFault);
        if (schedule.fires(ScheduledFault.SOURCE_FAILED)) {
            origin.failsAt = random.nextInt((int) total + 1);
        }
        List<SimulatedReader> readers = new ArrayList<>();
        int count = random.nextInt(4) == 0 ? 2 : 1;
        for (int i = 0; i < count; i++) {
            readers.add(new SimulatedReader(
                    new Random(random.nextLong()), clock, origin, schedule, clientFault, new Auditor(rows, total)));
        }
        origin.disk.trouble((call, name) -> null);
        for (int step = 0; step < MOST_STEPS; step++) {
            List<SimulatedReader> left =
                    readers.stream().filter(each -> !each.isOver()).toList();
            if (left.isEmpty()) {
                break;
            }
            if (origin.isUp()) {
                origin.disk.trouble((call, name) -> schedule.onDisk(origin.disk, call));
            }
            left.get(random.nextInt(left.size())).step();
        }
        Optional<String> violation = readers.stream()
                .map(each -> each.isOver() ? each.violation() : "it never ended: " + origin)
                .flatMap(each -> Optional.ofNullable(each).stream())
                .findFirst();
        int whole = (int) readers.stream().filter(SimulatedReader::isWhole).count();
        return new Outcome(violation, readers.size(), whole, schedule.fired());
    }
}
