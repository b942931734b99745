package dev.spillway.app.gateway;

import dev.spillway.result.RunEnd;
import dev.spillway.result.RunListener;
import dev.spillway.result.RunView;
import dev.spillway.wire.Caller;
import dev.spillway.wire.Frame;
import dev.spillway.wire.FrameReader;
import dev.spillway.wire.Position;
import dev.spillway.wire.ReadSpec;
import dev.spillway.wire.Reason;
import dev.spillway.wire.ResultFailure;
import dev.spillway.wire.ResultId;
import dev.spillway.wire.WaitingFor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One result on its way through the gateway. Until its header came, an origin that cannot give it leaves it to the next;
 * after that it is the result of that origin, and fails with it.
 */
final class RoutedRead implements FrameReader, RunView {
    private final Subject subject;
    private final ReadSpec spec;
    private final Caller caller;
    private final Iterator<Origin> inTurn;
    private final RunListener listener;
    private final Consumer<RoutedRead> onClose;
    private final long startedAt = System.nanoTime();

    private final Object lock = new Object();
    private @Nullable FrameReader attempt;
    private @Nullable Reason cancelled;
    private boolean closed;

    private Origin origin;
    private @Nullable ResultFailure failure;
    private @Nullable Position total;
    private volatile Frame.@Nullable Header header;
    private volatile long rows;
    private volatile long bytes;
    private volatile boolean asked;
    private volatile WaitingFor originWaitsFor = WaitingFor.SOURCE;

    /**
     * What is read.
     *
     * @param arguments as people write them
     * @param noneAnswers the failure where none of the origins, each with its trouble, answers
     */
    record Subject(String stream, String arguments, Function<List<String>, ResultFailure> noneAnswers) {}

    /**
     * @param inTurn the origins to try, one after the other; at least one
     * @param listener is told of the read if its header came, and then of its end, once
     */
    RoutedRead(
            Subject subject,
            ReadSpec spec,
            Caller caller,
            List<Origin> inTurn,
            RunListener listener,
            Consumer<RoutedRead> onClose) {
        this.subject = subject;
        this.spec = spec;
        this.caller = caller;
        this.inTurn = inTurn.iterator();
        this.origin = this.inTurn.next();
        this.listener = listener;
        this.onClose = onClose;
    }

    @Override
    public Frame next() throws InterruptedException, ResultFailure {
        asked = true;
        try {
            FrameReader current = attempt();
            Frame frame = current == null ? first() : current.next();
            take(frame);
            return frame;
        } catch (ResultFailure e) {
            failure = e;
            if (e.reason() == Reason.UNAVAILABLE) {
                origin.doubt();
            }
            throw e;
        } finally {
            asked = false;
        }
    }

    private @Nullable FrameReader attempt() {
        synchronized (lock) {
            return attempt;
        }
    }

    private Frame first() throws InterruptedException, ResultFailure {
        List<String> down = new ArrayList<>();
        while (true) {
            FrameReader reader = attach(origin.results().read(spec, caller));
            try {
                return reader.next();
            } catch (ResultFailure e) {
                reader.close();
                if (!isForTheNext(e)) {
                    throw e;
                }
                origin.doubt();
                if (e.reason() == Reason.UNAVAILABLE) {
                    down.add(origin.withTrouble(e));
                }
                if (!inTurn.hasNext()) {
                    throw down.isEmpty() ? e : subject.noneAnswers().apply(down);
                }
                origin = inTurn.next();
            }
        }
    }

    private FrameReader attach(FrameReader reader) {
        synchronized (lock) {
            attempt = reader;
            if (cancelled != null) {
                reader.cancel(cancelled);
            }
            return reader;
        }
    }

    /** Whether another origin may have what this one has not, or not any more. */
    private boolean isForTheNext(ResultFailure why) {
        synchronized (lock) {
            return cancelled == null
                    && switch (why.reason()) {
                        case UNAVAILABLE, UNKNOWN_STREAM, UNKNOWN_RESULT, OTHER_ORIGIN -> true;
                        default -> false;
                    };
        }
    }

    private void take(Frame frame) {
        switch (frame) {
            case Frame.Header first -> {
                rows = first.effective().rows();
                bytes = first.effective().bytes();
                header = first;
                listener.started(this);
            }
            case Frame.Data data -> {
                rows = data.chunk().firstRow() + data.chunk().rowCount();
                bytes = data.chunk().offset() + data.chunk().data().length();
            }
            case Frame.Progress progress -> originWaitsFor = progress.waitingFor();
            case Frame.End end -> total = end.total();
            case Frame.Limit _, Frame.Drain _, Frame.Heartbeat _, Frame.Other _ -> {}
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
    }

    @Override
    public void close() {
        synchronized (lock) {
            if (closed) {
                return;
            }
            closed = true;
            if (attempt != null) {
                attempt.close();
            }
        }
        onClose.accept(this);
        if (isStarted()) {
            listener.ended(this, end());
        }
    }

    private RunEnd end() {
        if (total != null) {
            return new RunEnd.Complete(total);
        }
        return failure == null || failure.reason() == Reason.CANCELLED
                ? new RunEnd.ReaderLeft()
                : new RunEnd.Failed(failure);
    }

    /** Whether its header came. */
    boolean isStarted() {
        return header != null;
    }

    /** Known as soon as the listener was told. */
    @Override
    public ResultId id() {
        Frame.Header first = header;
        if (first == null) {
            throw new IllegalStateException("id of a result of " + subject.stream() + ": before its header");
        }
        return first.resultId();
    }

    @Override
    public String stream() {
        return subject.stream();
    }

    @Override
    public String arguments() {
        return subject.arguments();
    }

    @Override
    public Caller caller() {
        return caller;
    }

    @Override
    public OptionalLong estimatedRows() {
        Frame.Header first = header;
        return first == null ? OptionalLong.empty() : first.estimatedRows();
    }

    @Override
    public Position from() {
        Frame.Header first = header;
        return first == null ? Position.START : first.effective();
    }

    @Override
    public long rows() {
        return rows;
    }

    @Override
    public long bytes() {
        return bytes;
    }

    /** The reader, unless it waits for the next frame: then whom the origin waits for, if it is not this gateway. */
    @Override
    public WaitingFor waitingFor() {
        if (!asked) {
            return WaitingFor.READER;
        }
        return originWaitsFor == WaitingFor.BUDGET ? WaitingFor.BUDGET : WaitingFor.SOURCE;
    }

    @Override
    public Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - startedAt);
    }
}
