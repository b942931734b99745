package dev.spillway.load.pace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TurnsTest {
    @ParameterizedTest
    @CsvSource({
        // run time s, ramp s, scenarios: warm-up ms, rounds
        "120, 5, 7, 2738, 2",
        "300, 5, 7, 7023, 7",
        "3600, 5, 7, 10000, 100",
        "20, 1, 7, 452, 1",
        "8, 1, 7, 166, 1",
        "60, 0, 1, 10000, 10",
        "10, 0, 2, 833, 1"
    })
    void dividesTheTimeOfARun(long runTime, long ramp, int scenarios, long warmUpMillis, int rounds) {
        Turns turns = Turns.of(Duration.ofSeconds(runTime), Duration.ofSeconds(ramp), scenarios);
        assertEquals(warmUpMillis, turns.warmUp().toMillis());
        assertEquals(rounds, turns.rounds());
        assertEquals(Duration.ofSeconds(ramp), turns.ramp());
    }

    @Test
    void saysHowLongARunMustBe() {
        IllegalArgumentException e = assertThrows(
                IllegalArgumentException.class, () -> Turns.of(Duration.ofSeconds(5), Duration.ofMillis(4500), 7));
        assertEquals("5 s (expected: at least 11.5 s, 4.5 s of it until all users are there)", e.getMessage());
    }

    @Test
    void turnsUseUpTheTimeWhateverEachTookLonger() {
        Duration left = Duration.ofSeconds(70);
        int turns = 10;
        while (turns > 0) {
            Duration next = Turns.next(left, turns--);
            left = left.minus(next).minusMillis(300);
        }
        assertTrue(left.abs().compareTo(Duration.ofMillis(301)) < 0, left::toString);
        assertEquals(Duration.ofMillis(500), Turns.next(Duration.ofSeconds(-3), 4));
    }
}
