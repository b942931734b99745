package dev.spillway.app.option;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimeTextTest {
    @ParameterizedTest
    @CsvSource({
        "90,PT90S",
        "90s,PT90S",
        "5m,PT5M",
        "1m30s,PT90S",
        "1h30m,PT90M",
        "2h,PT2H",
        "1.5s,PT1.5S",
        "0.25,PT0.25S",
        "500ms,PT0.5S",
        "1h1m1s,PT3661S"
    })
    void readsWhatLocustTakes(String text, Duration time) {
        assertEquals(time, TimeText.parse(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "0s", "-5s", "5 m", "m", "1s1m", "5x", "1e3", "5ms5s"})
    void refusesWhatIsNoTime(String text) {
        assertEquals(
                "'" + text + "' (expected: a time such as 30s, 5m, 1h30m or 500ms)",
                assertThrows(IllegalArgumentException.class, () -> TimeText.parse(text))
                        .getMessage());
    }
}
