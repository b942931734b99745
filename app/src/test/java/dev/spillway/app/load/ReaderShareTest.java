package dev.spillway.app.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.spillway.load.pace.Mix;
import dev.spillway.load.pace.Reader;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReaderShareTest {
    @Test
    void readsEachKind() {
        assertEquals(new Mix.Share(new Reader.Paced(1_000_000), 0.2), ReaderShare.parse("paced=20%@1MB"));
        assertEquals(new Mix.Share(new Reader.Paced(65_536), 0.025), ReaderShare.parse("paced=2.5%@64KiB"));
        assertEquals(new Mix.Share(new Reader.Frozen(Duration.ofSeconds(5)), 0.1), ReaderShare.parse("frozen=10%@5s"));
        assertEquals(new Mix.Share(new Reader.Killed(), 1), ReaderShare.parse("killed=100%"));
        assertEquals(new Mix.Share(new Reader.Resumed(), 0.05), ReaderShare.parse("resumed=5%"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "paced",
                "paced=20%",
                "paced=20@1MB",
                "paced=20%@1",
                "paced=20%@0MB",
                "frozen=10%",
                "frozen=10%@x",
                "killed=10%@5s",
                "resumed=10%@5s",
                "steady=10%",
                "killed=-1%"
            })
    void refusesWhatIsNoShare(String text) {
        assertEquals(
                "'" + text + "' (expected: paced=20%@1MB for bytes a second, frozen=10%@5s, killed=10% or resumed=10%)",
                assertThrows(IllegalArgumentException.class, () -> ReaderShare.parse(text))
                        .getMessage());
    }

    @Test
    void refusesAShareOfNothingOrMoreThanAll() {
        assertThrows(IllegalArgumentException.class, () -> ReaderShare.parse("killed=0%"));
        assertThrows(IllegalArgumentException.class, () -> ReaderShare.parse("killed=101%"));
    }
}
