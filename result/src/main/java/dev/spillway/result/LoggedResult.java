package dev.spillway.result;

import dev.spillway.result.log.LogCursor;
import dev.spillway.result.log.ResultLog;
import dev.spillway.result.log.Spool;
import dev.spillway.source.Arguments;
import dev.spillway.source.StreamDefinition;
import dev.spillway.wire.Caller;
import dev.spillway.wire.Chunk;
import dev.spillway.wire.FrameReader;
import dev.spillway.wire.Position;
import dev.spillway.wire.ReadSpec;
import dev.spillway.wire.Reason;
import dev.spillway.wire.ResultFailure;
import dev.spillway.wire.ResultInfo;
import dev.spillway.wire.ResultState;
import dev.spillway.wire.Start;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A result that is kept in a log: its source runs once, ahead of its readers, of whom there may be any number. */
final class LoggedResult implements KnownResult {
    private static final Logger LOG = LoggerFactory.getLogger(LoggedResult.class);
    private static final long LOOK_AGAIN_NANOS = Duration.ofMillis(100).toNanos();

    private final ResultLog log;
    private final Spool spool;
    private final Duration linger;
    private final LongSupplier nanoTime;
    private final Lease lease;
    private final String arguments;
    /** Absent where the result is of an earlier process. */
    private final @Nullable Producer producer;

    private final AtomicInteger readers = new AtomicInteger();
    private final AtomicInteger waitingReaders = new AtomicInteger();
    private volatile boolean wasRead;
    private volatile boolean stopped;
    private volatile @Nullable Duration reconnectAfter;
    private volatile long lastLeftAt;

    private LoggedResult(
            ResultLog log,
            Spool spool,
            ResultSettings settings,
            String arguments,
            LongSupplier nanoTime,
            InstantSource clock,
            @Nullable Run run) {
        this.log = log;
        this.spool = spool;
        this.linger = settings.linger();
        this.arguments = arguments;
        this.nanoTime = nanoTime;
        this.lease = new Lease(settings.lease(), nanoTime, clock);
        this.producer = run == null
                ? null
                : new Producer(
                        log.info().id(),
                        run.stream(),
                        run.stream().source().open(run.arguments(), Position.START),
                        Position.START,
                        settings.chunkBytes(),
                        settings.maxValueBytes(),
                        new IntoLog(),
                        true);
    }

    private record Run(StreamDefinition stream, Arguments arguments) {}

    /** Starts the source of a new result. */
    static LoggedResult start(
            ResultLog log,
            Spool spool,
            ResultSettings settings,
            StreamDefinition stream,
            Arguments arguments,
            LongSupplier nanoTime,
            InstantSource clock) {
        LoggedResult result = new LoggedResult(
                log, spool, settings, arguments.toString(), nanoTime, clock, new Run(stream, arguments));
        if (result.producer != null) {
            result.producer.start();
        }
        return result;
    }

    /** A result that an earlier process left. */
    static LoggedResult recovered(
            ResultLog log,
            Spool spool,
            ResultSettings settings,
            String arguments,
            LongSupplier nanoTime,
            InstantSource clock) {
        return new LoggedResult(log, spool, settings, arguments, nanoTime, clock, null);
    }

    private final class IntoLog implements ChunkSink {
        private final Departures departures = new Departures(nanoTime);

        @Override
        public boolean isDue() {
            return departures.isDue(waitingReaders.get() > 0);
        }

        @Override
        public void put(Chunk chunk) throws InterruptedException, ResultFailure {
            long version = spool.roomVersion();
            while (!log.append(chunk)) {
                if (stopped) {
                    throw new ResultFailure(Reason.CANCELLED, CancelWords.of(Reason.UNAVAILABLE));
                }
                spool.awaitRoom(version, LOOK_AGAIN_NANOS);
                version = spool.roomVersion();
            }
            departures.left();
        }

        @Override
        public void end(Position total) throws ResultFailure {
            log.complete(total);
        }

        @Override
        public void fail(ResultFailure why) {
            var _ = log.fail(
                    stopped
                            ? new ResultFailure(Reason.SOURCE_LOST, "the source was stopped with its origin", why)
                            : why);
        }
    }

    ResultLog log() {
        return log;
    }

    void touch() {
        lease.renew();
    }

    void readerWaits() {
        waitingReaders.incrementAndGet();
    }

    void readerGoesOn() {
        waitingReaders.decrementAndGet();
    }

    void readerLeft() {
        lastLeftAt = nanoTime.getAsLong();
        if (readers.decrementAndGet() == 0 && linger.isZero()) {
            endIfLeft();
        }
    }

    private void endIfLeft() {
        if (log.info().state() == ResultState.RUNNING) {
            cancel();
        }
    }

    @Override
    public ResultInfo info() {
        return log.info().withLease(lease.expiry());
    }

    @Override
    public String arguments() {
        return arguments;
    }

    @Override
    public Reading read(ReadSpec spec, Caller caller, Reading.Account account) {
        return reading(spec, caller, account, new LogCursor(log));
    }

    @Override
    public FrameReader whole() {
        return reading(
                ReadSpec.from(new Start.Row(log.info().id(), 0)), NOBODY, (reading, end) -> {}, LogCursor.aside(log));
    }

    @Override
    public void requireWhole() throws ResultFailure {
        lease.renew();
        ResultInfo info = log.info();
        switch (info.state()) {
            case RUNNING -> {
                // Who waits for the end will read it.
                lastLeftAt = nanoTime.getAsLong();
                throw Renderings.notYet("it is running");
            }
            case COMPLETE -> {}
            case FAILED, CANCELLED ->
                throw info.failure()
                        .orElseGet(() -> new ResultFailure(Reason.CANCELLED, CancelWords.of(Reason.CANCELLED)));
        }
    }

    private Reading reading(ReadSpec spec, Caller caller, Reading.Account account, LogCursor cursor) {
        lease.renew();
        readers.incrementAndGet();
        wasRead = true;
        ReadFeed feed = new LogFeed(this, spec.start(), cursor);
        ResultInfo info = log.info();
        return new Reading(
                new Reading.Subject(
                        info.id(),
                        info.stream(),
                        arguments,
                        log.manifest().content(),
                        info.replay(),
                        info.estimatedRows()),
                caller,
                LimitedFeed.within(spec, feed),
                () -> Optional.of(lease.expiry()),
                nanoTime,
                account);
    }

    @Override
    public void cancel() {
        log.cancel();
        if (producer != null) {
            producer.stop();
        }
    }

    @Override
    public boolean isOver() {
        boolean isRunning = log.info().state() == ResultState.RUNNING;
        boolean nobodyReads = readers.get() == 0;
        if (isRunning && nobodyReads && wasRead && nanoTime.getAsLong() - lastLeftAt > linger.toNanos()) {
            cancel();
        }
        // Who is connected and does not read keeps what is there, but no source.
        return lease.isOver() && (isRunning || nobodyReads);
    }

    @Override
    public void forget() {
        cancel();
        log.remove();
    }

    @Override
    public void drain(Duration atMost, Duration after) throws InterruptedException {
        reconnectAfter = after;
        log.wake();
        if (producer != null) {
            producer.join(atMost);
        }
    }

    @Override
    public void stop() throws InterruptedException {
        if (producer == null) {
            return;
        }
        stopped = true;
        producer.stop();
        producer.join(ResultSettings.STOP_WAIT);
        try {
            if (log.info().state() != ResultState.CANCELLED) {
                log.persist();
            }
        } catch (ResultFailure e) {
            LOG.warn("result {}: not kept over the restart: {}", log.info().id(), e.text());
        }
    }

    /** After which time an origin that is about to stop may be back; null if it is not. */
    @Nullable
    Duration reconnectAfter() {
        return reconnectAfter;
    }
}
