package dev.spillway.client;

import dev.spillway.wire.Frame;
import dev.spillway.wire.FrameReader;
import dev.spillway.wire.ReadSpec;
import dev.spillway.wire.Reason;
import dev.spillway.wire.ResultFailure;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** A read that goes on by itself after a cut: does what a {@link ResumeCore} says. */
final class ResumingReader implements FrameReader {
    /** Makes attempts. */
    interface Transport {
        Attempt open(ReadSpec spec);
    }

    private final ResumeCore core;
    private final Duration stallTimeout;
    private final Transport transport;
    private final ProgressListener listener;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition wasCancelled = lock.newCondition();
    private @Nullable Attempt attempt;
    private @Nullable Reason cancelled;

    /** Makes the first attempt. */
    ResumingReader(
            ResumeCore core, ReadSpec spec, Duration stallTimeout, Transport transport, ProgressListener listener) {
        this.core = core;
        this.stallTimeout = stallTimeout;
        this.transport = transport;
        this.listener = listener;
        open(spec);
    }

    @Override
    public Frame next() throws InterruptedException, ResultFailure {
        ResumeStep step = read();
        while (true) {
            if (step instanceof ResumeStep.Deliver deliver) {
                return deliver.frame();
            } else if (step instanceof ResumeStep.GiveUp giveUp) {
                throw giveUp.why();
            } else if (step instanceof ResumeStep.Pause pause) {
                listener.interrupted(pause.why(), pause.delay(), pause.told());
                pause(pause.delay());
                step = core.on(new ResumeEvent.Ready(System.nanoTime()));
            } else if (step instanceof ResumeStep.GoOn goOn) {
                listener.resumed(goOn.at());
                step = read();
            } else if (step instanceof ResumeStep.Connect connect) {
                open(connect.spec());
                step = read();
            }
        }
    }

    private ResumeStep read() throws InterruptedException, ResultFailure {
        Attempt current = current();
        try {
            Frame frame = current.next(stallTimeout);
            long now = System.nanoTime();
            return core.on(frame == null ? new ResumeEvent.Silent(now) : new ResumeEvent.Arrived(frame, now));
        } catch (ResultFailure e) {
            requireNotCancelled();
            return core.on(new ResumeEvent.Broke(e, System.nanoTime()));
        }
    }

    private void open(ReadSpec spec) {
        Attempt next = transport.open(spec);
        lock.lock();
        try {
            attempt = next;
            if (cancelled != null) {
                next.cancel(cancelled);
            }
        } finally {
            lock.unlock();
        }
    }

    private Attempt current() throws ResultFailure {
        lock.lock();
        try {
            requireNotCancelled();
            if (attempt == null) {
                throw new IllegalStateException("next: after the end");
            }
            return attempt;
        } finally {
            lock.unlock();
        }
    }

    private void pause(Duration delay) throws InterruptedException, ResultFailure {
        lock.lockInterruptibly();
        try {
            if (attempt != null) {
                attempt.close();
            }
            long left = delay.toNanos();
            while (left > 0 && cancelled == null) {
                left = wasCancelled.awaitNanos(left);
            }
            requireNotCancelled();
        } finally {
            lock.unlock();
        }
    }

    private void requireNotCancelled() throws ResultFailure {
        lock.lock();
        try {
            if (cancelled != null) {
                throw new ResultFailure(cancelled, "cancelled at " + core.position());
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void cancel(Reason why) {
        lock.lock();
        try {
            if (cancelled == null) {
                cancelled = why;
            }
            wasCancelled.signal();
            if (attempt != null) {
                attempt.cancel(why);
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        cancel(Reason.CANCELLED);
        lock.lock();
        try {
            if (attempt != null) {
                attempt.close();
            }
        } finally {
            lock.unlock();
        }
    }
}
