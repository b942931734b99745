package dev.spillway.client;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The messages that one call received and nobody took yet, bounded in bytes: the transport is asked for one message at a
 * time, and only while there is room, so that at most the limit and one message are held.
 *
 * <p>One thread adds, one takes; the others may be any.
 */
final class Prefetch {
    private final IntSupplier limitBytes;
    private final Runnable askForOne;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Queue<byte[]> messages = new ArrayDeque<>();
    private long bytes;
    private boolean asked;
    private boolean ended;

    /**
     * @param limitBytes the limit at this moment
     * @param askForOne makes the transport deliver one message more; called from the thread that adds or takes
     */
    Prefetch(IntSupplier limitBytes, Runnable askForOne) {
        this.limitBytes = limitBytes;
        this.askForOne = askForOne;
    }

    /** Asks for the first message. */
    void start() {
        lock.lock();
        try {
            asked = true;
        } finally {
            lock.unlock();
        }
        askForOne.run();
    }

    void add(byte[] message) {
        boolean ask;
        lock.lock();
        try {
            if (ended) {
                return;
            }
            messages.add(message);
            bytes += message.length;
            asked = bytes < limitBytes.getAsInt();
            ask = asked;
            changed.signal();
        } finally {
            lock.unlock();
        }
        if (ask) {
            askForOne.run();
        }
    }

    /** Nothing follows; what is there can still be taken. */
    void end() {
        lock.lock();
        try {
            ended = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Nothing follows, and what is there is forgotten. */
    void discard() {
        lock.lock();
        try {
            ended = true;
            messages.clear();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * The next message; waits for it no longer than the given time. Null if none came, or nothing follows: {@link #isOver}.
     *
     * <p>The transport is asked again when half of the limit is free, and then delivers on its own thread until the limit
     * is reached: a reader that is slower than the network does not wake it for every message.
     */
    byte @Nullable [] take(Duration atMost) throws InterruptedException {
        byte[] message;
        boolean ask = false;
        long left = atMost.toNanos();
        lock.lockInterruptibly();
        try {
            while (messages.isEmpty() && !ended && left > 0) {
                left = changed.awaitNanos(left);
            }
            message = messages.poll();
            if (message != null) {
                bytes -= message.length;
                if (!asked && !ended && bytes <= limitBytes.getAsInt() / 2) {
                    asked = true;
                    ask = true;
                }
            }
        } finally {
            lock.unlock();
        }
        if (ask) {
            askForOne.run();
        }
        return message;
    }

    /** Whether nothing is there and nothing follows. */
    boolean isOver() {
        lock.lock();
        try {
            return ended && messages.isEmpty();
        } finally {
            lock.unlock();
        }
    }
}
