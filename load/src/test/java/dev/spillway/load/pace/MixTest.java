package dev.spillway.load.pace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MixTest {
    private static Mix mix(double paced, double frozen, double killed) {
        return new Mix(List.of(
                new Mix.Share(new Reader.Paced(1_000_000), paced),
                new Mix.Share(new Reader.Frozen(Duration.ofSeconds(5)), frozen),
                new Mix.Share(new Reader.Killed(), killed)));
    }

    @ParameterizedTest
    @CsvSource({
        // users: steady, paced, frozen, killed for 20%, 10%, 10%
        "10, 6, 2, 1, 1",
        "1, 1, 0, 0, 0",
        "2, 1, 1, 0, 0",
        "5, 3, 1, 1, 0",
        "100, 60, 20, 10, 10",
        "0, 0, 0, 0, 0"
    })
    void givesEachShareItsWholeUsers(int users, int steady, int paced, int frozen, int killed) {
        List<Reader> readers = mix(0.2, 0.1, 0.1).of(users);
        assertEquals(users, readers.size());
        var counts = readers.stream().collect(Collectors.groupingBy(Reader::toString, Collectors.counting()));
        assertEquals(steady, counts.getOrDefault("steady", 0L));
        assertEquals(paced, counts.getOrDefault("paced", 0L));
        assertEquals(frozen, counts.getOrDefault("frozen", 0L));
        assertEquals(killed, counts.getOrDefault("killed", 0L));
    }

    @Test
    void sharesOfAllLeaveNobodySteady() {
        assertEquals(
                List.of(),
                mix(0.7, 0.2, 0.1).of(10).stream()
                        .filter(each -> each instanceof Reader.Steady)
                        .toList());
    }

    @Test
    void refusesMoreThanAll() {
        assertEquals(
                "shares: 110% in all (expected: at most 100%)",
                assertThrows(IllegalArgumentException.class, () -> mix(0.7, 0.2, 0.2))
                        .getMessage());
        assertThrows(IllegalArgumentException.class, () -> mix(0, 0.2, 0.2));
    }
}
