package dev.spillway.result.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.spillway.client.SteppedReads;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Results under seeded schedules of faults. {@code -Dspillway.schedules=1000000} runs as many, {@code
 * -Dspillway.schedules.from=N} begins at a seed; a failure names its seed.
 */
class FaultSchedulesTest {
    private static final long FROM = Long.getLong("spillway.schedules.from", 1);
    private static final long SCHEDULES = Long.getLong("spillway.schedules", 10_000);

    @Test
    void noScheduleOfFaultsLosesDoublesReordersOrAltersARow() throws Exception {
        Map<ScheduledFault, Long> fired = new EnumMap<>(ScheduledFault.class);
        long readers = 0;
        long whole = 0;
        for (long seed = FROM; seed < FROM + SCHEDULES; seed++) {
            Simulation.Outcome outcome = run(seed, SteppedReads.Fault.NONE, LogFault.NONE);
            if (outcome.violation().isPresent()) {
                fail("seed " + seed + ": " + outcome.violation().get() + " (again: -Dspillway.schedules.from=" + seed
                        + " -Dspillway.schedules=1; fired: " + outcome.fired() + ")");
            }
            readers += outcome.readers();
            whole += outcome.whole();
            outcome.fired().forEach((fault, times) -> fired.merge(fault, (long) times, Long::sum));
        }
        System.out.println("fault schedules: " + SCHEDULES + ", readers: " + readers + ", of them whole: " + whole
                + ", faults fired: " + fired);
        if (SCHEDULES >= 10_000) {
            assertEquals(ScheduledFault.values().length, fired.size(), "each kind of fault fired");
            assertTrue(whole > readers / 2, "most got all: " + whole + " of " + readers);
        }
    }

    private static Simulation.Outcome run(long seed, SteppedReads.Fault client, LogFault log) {
        try {
            return Simulation.run(seed, client, log);
        } catch (Exception | AssertionError e) {
            return new Simulation.Outcome(Optional.of("defect: " + e), 0, 0, Map.of());
        }
    }

    static Stream<SteppedReads.Fault> brokenClients() {
        return Stream.of(SteppedReads.Fault.values()).filter(each -> each != SteppedReads.Fault.NONE);
    }

    static Stream<LogFault> brokenLogs() {
        return Stream.of(LogFault.values()).filter(each -> each != LogFault.NONE);
    }

    @ParameterizedTest
    @MethodSource("brokenClients")
    void aBrokenClientIsCaught(SteppedReads.Fault broken) {
        caught(broken.name(), seed -> run(seed, broken, LogFault.NONE));
    }

    @ParameterizedTest
    @MethodSource("brokenLogs")
    void aBrokenLogIsCaught(LogFault broken) {
        caught(broken.name(), seed -> run(seed, SteppedReads.Fault.NONE, broken));
    }

    private interface Run {
        Simulation.Outcome of(long seed);
    }

    private static void caught(String name, Run run) {
        for (long seed = FROM; seed < FROM + 10_000; seed++) {
            Optional<String> violation = run.of(seed).violation();
            if (violation.isPresent()) {
                System.out.println("broken variant " + name + ": caught by seed " + seed + ": " + violation.get());
                return;
            }
        }
        fail("not caught in 10,000 schedules");
    }
}
