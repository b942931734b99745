package dev.spillway.result;

import dev.spillway.result.log.LogCursor;
import dev.spillway.wire.Position;
import dev.spillway.wire.Reason;
import dev.spillway.wire.ResultFailure;
import dev.spillway.wire.ResumeToken;
import dev.spillway.wire.Start;
import dev.spillway.wire.WaitingFor;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The chunks of one read, from the log of its result. */
final class LogFeed implements ReadFeed {
    private final LoggedResult result;
    private final Start start;
    private final LogCursor cursor;
    private final AtomicReference<@Nullable Reason> cancelled = new AtomicReference<>();
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile boolean waits;
    private boolean drainTold;

    LogFeed(LoggedResult result, Start start, LogCursor cursor) {
        this.result = result;
        this.start = start;
        this.cursor = cursor;
    }

    @Override
    public boolean seek(Duration wait) throws InterruptedException, ResultFailure {
        requireNotCancelled();
        result.touch();
        if (isFound()) {
            return true;
        }
        await(wait.toNanos());
        requireNotCancelled();
        return isFound();
    }

    private boolean isFound() throws ResultFailure {
        if (start instanceof Start.Token from) {
            return cursor.seek(ResumeToken.of(from.token()).position());
        }
        return start instanceof Start.Row from ? cursor.seekRow(from.row()) : cursor.seek(Position.START);
    }

    @Override
    public Next next(Duration wait) throws InterruptedException, ResultFailure {
        requireNotCancelled();
        result.touch();
        Duration reconnectAfter = result.reconnectAfter();
        if (reconnectAfter != null && !drainTold) {
            drainTold = true;
            return new Next.Drain(reconnectAfter);
        }
        LogCursor.Step step = cursor.next();
        if (step instanceof LogCursor.Step.Nothing) {
            await(wait.toNanos());
            requireNotCancelled();
            step = cursor.next();
        }
        return switch (step) {
            case LogCursor.Step.Next next -> new Next.Data(next.chunk());
            case LogCursor.Step.End end -> new Next.Done(end.total());
            case LogCursor.Step.Nothing _ -> new Next.Idle();
        };
    }

    private void await(long nanos) throws InterruptedException {
        waits = true;
        result.readerWaits();
        try {
            result.log().awaitChange(cursor.position(), this::isWoken, nanos);
        } finally {
            waits = false;
            result.readerGoesOn();
        }
    }

    private boolean isWoken() {
        return cancelled.get() != null || (result.reconnectAfter() != null && !drainTold);
    }

    private void requireNotCancelled() throws ResultFailure {
        Reason why = cancelled.get();
        if (why != null) {
            throw new ResultFailure(why, CancelWords.of(why));
        }
    }

    @Override
    public Position position() {
        return cursor.position();
    }

    @Override
    public long intoRow() {
        return cursor.intoRow();
    }

    @Override
    public Optional<ResultFailure> failure() {
        return result.log().info().failure();
    }

    @Override
    public WaitingFor waitingFor() {
        return waits ? WaitingFor.SOURCE : WaitingFor.READER;
    }

    @Override
    public void cancel(Reason why) {
        if (cancelled.compareAndSet(null, why)) {
            result.log().wake();
        }
    }

    @Override
    public void close() {
        cancel(Reason.CANCELLED);
        if (closed.compareAndSet(false, true)) {
            cursor.close();
            result.readerLeft();
        }
    }
}
