package dev.spillway.load.pace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PacerTest {
    @ParameterizedTest
    @CsvSource({
        "1, 0, 0",
        "1, 1, 1000000000",
        "2, 1, 500000000",
        "2, 9, 4500000000",
        "0.5, 1, 2000000000",
        "3, 1, 333333333",
        "3, 2, 666666667",
        "3, 3, 1000000000",
        "1000000, 1, 1000",
        "100, 360000, 3600000000000"
    })
    void eventsAreDueAtAConstantRateWithoutDrift(double perSecond, long n, long nanos) {
        assertEquals(nanos, new Pacer(perSecond).dueNanos(n));
    }

    @ParameterizedTest
    @CsvSource({
        "2, -1, 0",
        "2, 0, 0",
        "2, 1, 1",
        "2, 500000000, 1",
        "2, 500000001, 2",
        "2, 1000000000, 2",
        "3, 666666668, 3",
        "1000000, 1000000000, 1000000",
        "0.1, 10000000001, 2"
    })
    void countsTheEventsBeforeATime(double perSecond, long nanos, long count) {
        assertEquals(count, new Pacer(perSecond).countBefore(nanos));
    }

    @Test
    void countAndDueTimeAgreeAtAnyRate() {
        for (double perSecond = 0.3; perSecond < 5_000; perSecond *= 1.7) {
            Pacer pacer = new Pacer(perSecond);
            for (long n = 1; n < 2_000; n = n * 3 / 2 + 1) {
                assertEquals(n, pacer.countBefore(pacer.dueNanos(n)));
                assertEquals(n + 1, pacer.countBefore(pacer.dueNanos(n) + 1));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
    void refusesWhatIsNoRate(double perSecond) {
        assertThrows(IllegalArgumentException.class, () -> new Pacer(perSecond));
    }
}
