package dev.spillway.result;

import dev.spillway.source.Arguments;
import dev.spillway.source.Cursor;
import dev.spillway.source.StreamDefinition;
import dev.spillway.wire.ByteBudget;
import dev.spillway.wire.Caller;
import dev.spillway.wire.FrameReader;
import dev.spillway.wire.Position;
import dev.spillway.wire.ReadSpec;
import dev.spillway.wire.Reason;
import dev.spillway.wire.Replay;
import dev.spillway.wire.ResultFailure;
import dev.spillway.wire.ResultId;
import dev.spillway.wire.ResultInfo;
import dev.spillway.wire.ResultState;
import dev.spillway.wire.ResumeToken;
import dev.spillway.wire.Start;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A result of which nothing is kept: each read runs the source, from where it asks to. Where the source starts at the first
 * row only, there is one read.
 */
final class DirectResult implements KnownResult {
    private final ResultId id;
    private final StreamDefinition stream;
    private final Arguments arguments;
    private final ResultSettings settings;
    private final ByteBudget budget;
    private final LongSupplier nanoTime;
    private final Lease lease;
    private final Runnable onForget;
    private final Set<Reading> readings = ConcurrentHashMap.newKeySet();
    private final Set<Producer> producers = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean wasRead = new AtomicBoolean();
    private volatile @Nullable Position total;
    private volatile @Nullable ResultFailure failure;
    private volatile boolean cancelled;

    /** @param onForget drops what is written of it elsewhere */
    DirectResult(
            ResultId id,
            StreamDefinition stream,
            Arguments arguments,
            ResultSettings settings,
            ByteBudget budget,
            LongSupplier nanoTime,
            InstantSource clock,
            Runnable onForget) {
        this.id = id;
        this.stream = stream;
        this.arguments = arguments;
        this.settings = settings;
        this.budget = budget;
        this.nanoTime = nanoTime;
        this.lease = new Lease(settings.lease(), nanoTime, clock);
        this.onForget = onForget;
    }

    @Override
    public ResultInfo info() {
        Position end = total;
        ResultFailure why = failure;
        ResultState state = cancelled
                ? ResultState.CANCELLED
                : end != null ? ResultState.COMPLETE : why != null ? ResultState.FAILED : ResultState.RUNNING;
        return new ResultInfo(
                id,
                stream.name(),
                state,
                end != null ? end : furthest(),
                stream.replay(),
                stream.estimatedRows(arguments),
                Optional.of(lease.expiry()),
                state == ResultState.FAILED ? Optional.ofNullable(why) : Optional.empty());
    }

    private Position furthest() {
        Position furthest = Position.START;
        for (Reading each : readings) {
            Position at = each.position();
            furthest = at.bytes() > furthest.bytes() ? at : furthest;
        }
        return furthest;
    }

    @Override
    public String arguments() {
        return arguments.toString();
    }

    @Override
    public Reading read(ReadSpec spec, Caller caller, Reading.Account account) throws ResultFailure {
        requireReadable();
        lease.renew();
        ResumeToken token = spec.start() instanceof Start.Token start ? ResumeToken.of(start.token()) : null;
        Position from = token == null ? Position.START : rowStart(token);
        Cursor cursor = stream.source().open(arguments, from);
        Handover handover = new Handover(budget, nanoTime, cursor::cancel);
        SourceFeed feed = token == null
                ? SourceFeed.atRow(handover, spec.start() instanceof Start.Row start ? start.row() : 0)
                : SourceFeed.at(handover, token.position(), token.intoRow());
        int chunkBytes = Math.min(settings.chunkBytes(), budget.share());
        Producer producer =
                new Producer(id, stream, cursor, from, chunkBytes, settings.maxValueBytes(), handover, false);
        producers.add(producer);
        budget.enter();
        Reading reading = new Reading(
                new Reading.Subject(
                        id,
                        stream.name(),
                        arguments(),
                        stream.source().content(),
                        stream.replay(),
                        stream.estimatedRows(arguments)),
                caller,
                LimitedFeed.within(spec, feed),
                () -> stream.replay() == Replay.NONE ? Optional.empty() : Optional.of(lease.expiry()),
                nanoTime,
                (ended, end) -> {
                    ended(ended, producer, end);
                    account.ended(ended, end);
                });
        readings.add(reading);
        producer.start();
        return reading;
    }

    @Override
    public FrameReader whole() throws ResultFailure {
        return read(ReadSpec.from(new Start.Row(id, 0)), NOBODY, (reading, end) -> {});
    }

    @Override
    public void requireWhole() throws ResultFailure {
        if (stream.replay() == Replay.NONE) {
            throw new ResultFailure(
                    Reason.OUT_OF_RANGE, "result: " + id + " (expected: a stream whose replay is not none)");
        }
        if (cancelled) {
            throw new ResultFailure(Reason.CANCELLED, CancelWords.of(Reason.CANCELLED));
        }
        lease.renew();
    }

    /** Where the row starts that the place lies in. Its checksum is not known within a row, nor needed. */
    private static Position rowStart(ResumeToken token) {
        Position place = token.position();
        return new Position(place.bytes() - token.intoRow(), place.rows(), token.intoRow() == 0 ? place.crc32c() : 0);
    }

    private void requireReadable() throws ResultFailure {
        if (cancelled) {
            throw new ResultFailure(Reason.CANCELLED, CancelWords.of(Reason.CANCELLED));
        }
        if (stream.replay() == Replay.NONE && !wasRead.compareAndSet(false, true)) {
            throw new ResultFailure(
                    Reason.OUT_OF_RANGE, "result: " + id + " was read (expected: a stream whose replay is not none)");
        }
    }

    private void ended(Reading reading, Producer producer, RunEnd end) {
        budget.leave();
        readings.remove(reading);
        producers.remove(producer);
        lease.renew();
        if (end instanceof RunEnd.Complete complete) {
            total = complete.total();
        } else if (end instanceof RunEnd.Failed failed && stream.replay() == Replay.NONE) {
            failure = failed.failure();
        } else if (stream.replay() == Replay.NONE) {
            cancelled = true;
        }
    }

    @Override
    public void cancel() {
        if (total == null && failure == null) {
            cancelled = true;
            readings.forEach(each -> each.cancel(Reason.CANCELLED));
        }
    }

    @Override
    public boolean isOver() {
        return readings.isEmpty() && lease.isOver();
    }

    @Override
    public void forget() {
        onForget.run();
    }

    @Override
    public void drain(Duration atMost, Duration reconnectAfter) {}

    @Override
    public void stop() throws InterruptedException {
        for (Producer each : producers) {
            each.stop();
        }
        for (Producer each : producers) {
            each.join(ResultSettings.STOP_WAIT);
        }
    }
}
