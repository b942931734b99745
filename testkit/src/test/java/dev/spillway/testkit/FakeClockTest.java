package dev.spillway.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class FakeClockTest {
    private final FakeClock clock = new FakeClock();

    @Test
    void standsStillUntilItIsMoved() {
        Instant instant = clock.instant();
        long nanos = clock.getAsLong();
        assertEquals(instant, clock.instant());
        assertEquals(nanos, clock.getAsLong());
        clock.advance(Duration.ofMillis(1_500));
        assertEquals(instant.plusMillis(1_500), clock.instant());
        assertEquals(1_500_000_000, clock.getAsLong() - nanos);
    }

    @Test
    void theTimeOfDayIsSetWithoutTheMonotonicClock() {
        clock.advance(Duration.ofSeconds(1));
        long nanos = clock.getAsLong();
        clock.setInstant(Instant.EPOCH);
        assertEquals(Instant.EPOCH, clock.instant());
        assertEquals(nanos, clock.getAsLong());
    }

    @Test
    void nanosecondsOverflowAsThoseOfTheSystemDo() {
        FakeClock late = new FakeClock(Long.MAX_VALUE, Instant.EPOCH);
        late.advance(Duration.ofNanos(1));
        assertEquals(Long.MIN_VALUE, late.getAsLong());
    }

    @Test
    void doesNotGoBack() {
        assertThrows(IllegalArgumentException.class, () -> clock.advance(Duration.ofNanos(-1)));
    }
}
