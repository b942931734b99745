package dev.spillway.result;

import dev.spillway.wire.ByteBudget;
import dev.spillway.wire.Chunk;
import dev.spillway.wire.ChunkFeed;
import dev.spillway.wire.Position;
import dev.spillway.wire.Reason;
import dev.spillway.wire.ResultFailure;
import dev.spillway.wire.WaitingFor;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Hands the chunks of one run from the thread of its source to its reader; whoever writes waits.
 *
 * <p>{@link #put}, {@link #end} and {@link #fail} belong to the source's thread, {@link #next} to the reader's. A source
 * that waited goes on when half of its share is free again, so that the two do not wake each other for every chunk.
 */
final class Handover implements ChunkFeed, ChunkSink {
    private final ByteBudget budget;
    private final Runnable onCancel;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Condition room = lock.newCondition();
    private final Queue<Chunk> queue = new ArrayDeque<>();
    private long queuedBytes;
    private @Nullable Position total;
    private @Nullable ResultFailure failure;
    private boolean cancelled;

    private volatile boolean readerWaits;
    private volatile boolean sourceWaits;
    private boolean delivered;

    private final Departures departures;

    /**
     * @param onCancel called once, by whoever cancels first, to stop the source
     */
    Handover(ByteBudget budget, LongSupplier nanoTime, Runnable onCancel) {
        this.budget = budget;
        this.departures = new Departures(nanoTime);
        this.onCancel = onCancel;
    }

    @Override
    public boolean isDue() {
        return departures.isDue(readerWaits);
    }

    /** At least one chunk always has room. */
    @Override
    public void put(Chunk chunk) throws InterruptedException, ResultFailure {
        int length = chunk.data().length();
        lock.lock();
        try {
            if (queuedBytes > 0 && queuedBytes + length > budget.share()) {
                sourceWaits = true;
                while (!cancelled && queuedBytes > budget.share() / 2) {
                    room.await();
                }
                sourceWaits = false;
            }
            if (cancelled && failure != null) {
                throw failure;
            }
            queue.add(chunk);
            queuedBytes += length;
            if (readerWaits) {
                changed.signal();
            }
        } finally {
            lock.unlock();
        }
        departures.left();
    }

    @Override
    public void end(Position atEnd) {
        lock.lock();
        try {
            total = atEnd;
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void fail(ResultFailure why) {
        lock.lock();
        try {
            if (failure == null) {
                failure = why;
            }
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Next next(Duration wait) throws InterruptedException, ResultFailure {
        long left = wait.toNanos();
        lock.lock();
        try {
            while (true) {
                if (cancelled && failure != null) {
                    throw failure;
                }
                Chunk chunk = queue.poll();
                if (chunk != null) {
                    return data(chunk);
                }
                if (failure != null) {
                    throw failure;
                }
                if (total != null) {
                    delivered = true;
                    return new Next.Done(total);
                }
                if (left <= 0) {
                    return new Next.Idle();
                }
                readerWaits = true;
                try {
                    left = changed.awaitNanos(left);
                } finally {
                    readerWaits = false;
                }
            }
        } finally {
            lock.unlock();
        }
    }

    private Next data(Chunk chunk) {
        queuedBytes -= chunk.data().length();
        if (sourceWaits && queuedBytes <= budget.share() / 2) {
            room.signal();
        }
        return new Next.Data(chunk);
    }

    /** Why the source failed, or the reader was cancelled. Any thread. */
    Optional<ResultFailure> failure() {
        lock.lock();
        try {
            return Optional.ofNullable(failure);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public WaitingFor waitingFor() {
        if (!sourceWaits) {
            return WaitingFor.SOURCE;
        }
        return budget.isShort() ? WaitingFor.BUDGET : WaitingFor.READER;
    }

    @Override
    public void cancel(Reason why) {
        lock.lock();
        try {
            if (cancelled || delivered) {
                return;
            }
            cancelled = true;
            if (failure == null) {
                failure = new ResultFailure(why, CancelWords.of(why));
            }
            queue.clear();
            queuedBytes = 0;
            changed.signal();
            room.signal();
        } finally {
            lock.unlock();
        }
        onCancel.run();
    }

    @Override
    public void close() {
        cancel(Reason.CANCELLED);
    }
}
