package dev.spillway.client;

import dev.spillway.wire.Frame;
import dev.spillway.wire.FrameReader;
import dev.spillway.wire.ReadSpec;
import dev.spillway.wire.Reason;
import dev.spillway.wire.ResultFailure;
import java.time.Duration;
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

    private final Pauses pauses;

    private final Object lock = new Object();
    private @Nullable Attempt attempt;
    private @Nullable Reason cancelled;

    /** Time, and how to let it pass. */
    interface Pauses {
        long nanoTime();

        /** Waits so long, or until {@link #end} was called, before or in the meantime. */
        void pause(Duration delay) throws InterruptedException;

        /** No pause is needed any more. Any thread. */
        void end();
    }

    /** Makes the first attempt. */
    ResumingReader(
            ResumeCore core,
            ReadSpec spec,
            Duration stallTimeout,
            Transport transport,
            ProgressListener listener,
            Pauses pauses) {
        this.core = core;
        this.stallTimeout = stallTimeout;
        this.transport = transport;
        this.listener = listener;
        this.pauses = pauses;
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
                step = core.on(new ResumeEvent.Ready());
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
            long now = pauses.nanoTime();
            return core.on(frame == null ? new ResumeEvent.Silent(now) : new ResumeEvent.Arrived(frame, now));
        } catch (ResultFailure e) {
            requireNotCancelled();
            return core.on(new ResumeEvent.Broke(e, pauses.nanoTime()));
        }
    }

    private void open(ReadSpec spec) {
        Attempt next = transport.open(spec);
        synchronized (lock) {
            attempt = next;
            if (cancelled != null) {
                next.cancel(cancelled);
            }
        }
    }

    private Attempt current() throws ResultFailure {
        synchronized (lock) {
            requireNotCancelled();
            if (attempt == null) {
                throw new IllegalStateException("next: before an attempt");
            }
            return attempt;
        }
    }

    private void pause(Duration delay) throws InterruptedException, ResultFailure {
        closeAttempt();
        pauses.pause(delay);
        requireNotCancelled();
    }

    private void closeAttempt() {
        synchronized (lock) {
            if (attempt != null) {
                attempt.close();
            }
        }
    }

    private void requireNotCancelled() throws ResultFailure {
        synchronized (lock) {
            if (cancelled != null) {
                throw new ResultFailure(cancelled, "cancelled at " + core.position());
            }
        }
    }

    @Override
    public void cancel(Reason why) {
        synchronized (lock) {
            if (cancelled == null) {
                cancelled = why;
            }
            if (attempt != null) {
                attempt.cancel(why);
            }
        }
        pauses.end();
    }

    @Override
    public void close() {
        cancel(Reason.CANCELLED);
        closeAttempt();
    }
}
