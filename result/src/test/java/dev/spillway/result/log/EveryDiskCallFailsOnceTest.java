package dev.spillway.result.log;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.spillway.result.log.DiskScenario.Kind;
import dev.spillway.result.log.DiskScenario.Variant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EveryDiskCallFailsOnceTest {
    private static final List<Double> DONE = List.of(0.0, 0.5, 1.0);

    @ParameterizedTest
    @EnumSource
    void whicheverCallFailsAResultIsWholeOrHonestAndNothingStaysCounted(Variant variant) throws Exception {
        List<MemoryDisk.Call> calls = callsOf(variant);
        int runs = 0;
        for (int n = 0; n < calls.size(); n++) {
            MemoryDisk.Call call = calls.get(n);
            for (Kind kind : Kind.values()) {
                if (kind.hits(call)) {
                    for (double done : call == MemoryDisk.Call.WRITE ? DONE : List.of(0.0)) {
                        run(variant, kind, n, call, done);
                        runs++;
                    }
                }
            }
        }
        System.out.println(variant + ": " + calls.size() + " calls, " + runs + " runs");
    }

    private static void run(Variant variant, Kind kind, int n, MemoryDisk.Call call, double done) {
        try {
            var _ = new DiskScenario(variant, kind, n, done).run();
        } catch (Exception | AssertionError e) {
            throw new AssertionError(kind + " in call " + n + ", " + call + ", of which " + done + " is done: " + e, e);
        }
    }

    private static List<MemoryDisk.Call> callsOf(Variant variant) throws Exception {
        return new DiskScenario(variant, Kind.ERROR, Integer.MAX_VALUE, 0).run();
    }

    @Test
    void theDiskIsCalledInEveryWay() throws Exception {
        Set<MemoryDisk.Call> called = EnumSet.noneOf(MemoryDisk.Call.class);
        for (Variant each : Variant.values()) {
            called.addAll(callsOf(each));
        }
        assertEquals(EnumSet.allOf(MemoryDisk.Call.class), called);
    }
}
