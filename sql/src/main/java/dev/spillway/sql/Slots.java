package dev.spillway.sql;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/** The results that a database runs at once: who finds none free waits in line. Any thread. */
public final class Slots {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Queue<Long> line = new ArrayDeque<>();
    private final int total;
    private int free;
    private long comers;

    public Slots(int total) {
        this.total = total;
        this.free = total;
    }

    /**
     * Takes a slot.
     *
     * @param abandoned looked at after each {@link #wake}: whether the caller waits in vain
     * @return false, without a slot, when the time is over or the caller waits in vain
     */
    public boolean acquire(Duration wait, BooleanSupplier abandoned) throws InterruptedException {
        lock.lock();
        long place = comers++;
        try {
            line.add(place);
            long nanos = wait.toNanos();
            while (free == 0 || line.element() != place) {
                if (abandoned.getAsBoolean() || nanos <= 0) {
                    return false;
                }
                nanos = changed.awaitNanos(nanos);
            }
            free--;
            return true;
        } finally {
            line.remove(place);
            changed.signalAll();
            lock.unlock();
        }
    }

    public void release() {
        lock.lock();
        try {
            free++;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Makes those who wait look whether they still should. */
    public void wake() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    public int taken() {
        lock.lock();
        try {
            return total - free;
        } finally {
            lock.unlock();
        }
    }
}
