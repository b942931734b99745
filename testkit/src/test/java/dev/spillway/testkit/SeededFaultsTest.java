package dev.spillway.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spillway.testkit.Fault.Kind;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SeededFaultsTest {
    private static final Set<Kind> ALL = EnumSet.complementOf(EnumSet.of(Kind.NONE));

    private static List<Fault> faults(FaultPlan plan) {
        return LongStream.range(0, 2_000).mapToObj(plan::fault).toList();
    }

    @Test
    void theSameSeedHasTheSameFaults() {
        assertEquals(faults(FaultPlan.seeded(5, 50, 1_000_000, ALL)), faults(FaultPlan.seeded(5, 50, 1_000_000, ALL)));
        assertNotEquals(
                faults(FaultPlan.seeded(5, 50, 1_000_000, ALL)), faults(FaultPlan.seeded(6, 50, 1_000_000, ALL)));
    }

    @Test
    void everyKindThatIsAskedForOccursAndNoOther() {
        for (Kind kind : Kind.values()) {
            assertTrue(faults(FaultPlan.seeded(1, 100, 10, Set.of(kind))).stream()
                    .allMatch(fault -> fault.kind() == kind));
        }
        for (Kind kind : ALL) {
            assertTrue(faults(FaultPlan.seeded(1, 100, 10, ALL)).stream().anyMatch(fault -> fault.kind() == kind));
        }
    }

    @Test
    void soManyOfAHundredHaveOne() {
        assertEquals(0, faulty(0));
        assertEquals(2_000, faulty(100));
        assertTrue(faulty(25) > 400 && faulty(25) < 600, faulty(25) + " of 2000");
    }

    private static long faulty(int percent) {
        return faults(FaultPlan.seeded(1, percent, 10, ALL)).stream()
                .filter(fault -> fault.kind() != Kind.NONE)
                .count();
    }

    @Test
    void placesLieWithinTheBytesAndManyAtTheBeginning() {
        List<Fault> cuts = faults(FaultPlan.seeded(1, 100, 1_000_000, Set.of(Kind.CUT)));
        assertTrue(cuts.stream().allMatch(fault -> fault.after() >= 0 && fault.after() < 1_000_000));
        long early = cuts.stream().filter(fault -> fault.after() < 10_000).count();
        assertTrue(early > 600 && early < 1_400, early + " below 1 %");
        assertTrue(cuts.stream().anyMatch(fault -> fault.after() > 500_000));
    }

    @Test
    void refusesWhatIsNoPlan() {
        assertThrows(IllegalArgumentException.class, () -> FaultPlan.seeded(1, 101, 10, ALL));
        assertThrows(IllegalArgumentException.class, () -> FaultPlan.seeded(1, -1, 10, ALL));
        assertThrows(IllegalArgumentException.class, () -> FaultPlan.seeded(1, 1, 0, ALL));
        assertThrows(IllegalArgumentException.class, () -> FaultPlan.seeded(1, 1, 10, Set.of()));
        assertThrows(IllegalArgumentException.class, () -> new Fault.Corrupt(0, 8));
    }
}
