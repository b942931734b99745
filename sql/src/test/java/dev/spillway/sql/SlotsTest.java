package dev.spillway.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SlotsTest {
    private static final Duration LONG = Duration.ofMinutes(10);

    private final BlockingQueue<String> outcomes = new LinkedBlockingQueue<>();

    private Thread waiting(Slots slots, String name, AtomicBoolean abandoned) {
        Thread thread = Thread.ofPlatform().start(() -> {
            try {
                outcomes.add(name + " " + slots.acquire(LONG, abandoned::get));
            } catch (InterruptedException e) {
                outcomes.add(name + " interrupted");
            }
        });
        while (thread.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
        return thread;
    }

    @Test
    void whoCameFirstIsServedFirst() throws InterruptedException {
        Slots slots = new Slots(1);
        assertTrue(slots.acquire(Duration.ZERO, () -> false));
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            waiting(slots, "waiter " + i, new AtomicBoolean());
            expected.add("waiter " + i + " true");
        }
        List<String> served = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            slots.release();
            served.add(outcomes.take());
        }
        assertEquals(expected, served);
        assertEquals(1, slots.taken());
    }

    @Test
    void whoGivesUpLeavesTheLineAndTakesNothing() throws InterruptedException {
        Slots slots = new Slots(1);
        assertTrue(slots.acquire(LONG, () -> false));
        AtomicBoolean gone = new AtomicBoolean();
        waiting(slots, "gone", gone);
        waiting(slots, "next", new AtomicBoolean());
        gone.set(true);
        slots.wake();
        assertEquals("gone false", outcomes.take());
        slots.release();
        assertEquals("next true", outcomes.take());
        assertEquals(1, slots.taken());
    }

    @Test
    void whoIsInterruptedLeavesTheLine() throws InterruptedException {
        Slots slots = new Slots(1);
        assertTrue(slots.acquire(LONG, () -> false));
        waiting(slots, "interrupted", new AtomicBoolean()).interrupt();
        assertEquals("interrupted interrupted", outcomes.take());
        assertFalse(slots.acquire(Duration.ofMillis(1), () -> false));
        slots.release();
        assertTrue(slots.acquire(Duration.ZERO, () -> false));
    }
}
