package dev.spillway.testkit;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Which faults happened, and whether more may. Any thread. */
final class FaultLog {
    private final CountDownLatch healed = new CountDownLatch(1);
    private final Map<Fault.Kind, Integer> counts = new EnumMap<>(Fault.Kind.class);

    FaultLog() {
        for (Fault.Kind kind : Fault.Kind.values()) {
            counts.put(kind, 0);
        }
    }

    /** Whether a fault happens now; then it is counted. */
    synchronized boolean fires(Fault.Kind kind) {
        if (isHealed()) {
            return false;
        }
        counts.merge(kind, 1, Integer::sum);
        notifyAll();
        return true;
    }

    synchronized Map<Fault.Kind, Integer> counts() {
        return new EnumMap<>(counts);
    }

    synchronized void await(Fault.Kind kind, int times) throws InterruptedException {
        while (counts.getOrDefault(kind, 0) < times) {
            wait();
        }
    }

    synchronized void heal() {
        healed.countDown();
    }

    boolean isHealed() {
        return healed.getCount() == 0;
    }

    void awaitHealing() throws InterruptedException {
        healed.await();
    }

    /** Waits for a while, or until healed. */
    void pause(Duration most) throws InterruptedException {
        var _ = healed.await(most.toNanos(), TimeUnit.NANOSECONDS);
    }
}
