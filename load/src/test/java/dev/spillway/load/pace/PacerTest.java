package dev.spillway.load.pace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

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
    @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
    void refusesWhatIsNoRate(double perSecond) {
        assertThrows(IllegalArgumentException.class, () -> new Pacer(perSecond));
    }
}
