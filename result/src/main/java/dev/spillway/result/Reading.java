package dev.spillway.result;

import dev.spillway.wire.Caller;
import dev.spillway.wire.Content;
import dev.spillway.wire.Frame;
import dev.spillway.wire.FrameReader;
import dev.spillway.wire.Position;
import dev.spillway.wire.Reason;
import dev.spillway.wire.Replay;
import dev.spillway.wire.ResultFailure;
import dev.spillway.wire.ResultId;
import dev.spillway.wire.WaitingFor;
import dev.spillway.wire.frame.FrameStamper;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One read of a result by one caller. */
final class Reading implements FrameReader, RunView {
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

    /** What a read shows of its result. */
    record Subject(
            ResultId id, String stream, String arguments, Content content, Replay replay, OptionalLong estimatedRows) {}

    /** Who keeps account of reads. */
    interface Account {
        /** The read has closed. Exactly once. */
        void ended(Reading reading, RunEnd end);
    }

    private final Subject subject;
    private final Caller caller;
    private final ReadFeed feed;
    private final Supplier<Optional<Instant>> leaseExpiry;
    private final LongSupplier nanoTime;
    private final Account account;
    private final long startedAt;
    private final AtomicBoolean closed = new AtomicBoolean();

    private @Nullable FrameStamper stamper;
    private volatile Position from = Position.START;
    private volatile Position position = Position.START;
    private volatile @Nullable RunEnd end;
    private volatile @Nullable Reason cancelled;

    Reading(
            Subject subject,
            Caller caller,
            ReadFeed feed,
            Supplier<Optional<Instant>> leaseExpiry,
            LongSupplier nanoTime,
            Account account) {
        this.subject = subject;
        this.caller = caller;
        this.feed = feed;
        this.leaseExpiry = leaseExpiry;
        this.nanoTime = nanoTime;
        this.account = account;
        this.startedAt = nanoTime.getAsLong();
    }

    @Override
    public Frame next() throws InterruptedException, ResultFailure {
        try {
            FrameStamper frames = stamper();
            Frame frame = frames.next();
            position = frames.position();
            if (frame instanceof Frame.End last) {
                end = new RunEnd.Complete(last.total());
            } else if (frame instanceof Frame.Limit last) {
                end = new RunEnd.LimitReached(last.next());
            }
            return frame;
        } catch (ResultFailure e) {
            if (end == null) {
                end = e.reason() == Reason.CANCELLED ? new RunEnd.ReaderLeft() : new RunEnd.Failed(e);
            }
            throw e;
        }
    }

    private FrameStamper stamper() throws InterruptedException, ResultFailure {
        FrameStamper existing = stamper;
        if (existing != null) {
            return existing;
        }
        boolean found;
        do {
            found = feed.seek(LOOK_AGAIN);
        } while (!found);
        FrameStamper made = new FrameStamper(
                feed,
                subject.id(),
                subject.content(),
                feed.position(),
                feed.intoRow(),
                subject.replay(),
                subject.estimatedRows(),
                leaseExpiry.get(),
                nanoTime);
        from = feed.position();
        position = from;
        stamper = made;
        return made;
    }

    @Override
    public void cancel(Reason why) {
        if (why != Reason.CANCELLED && cancelled == null) {
            cancelled = why;
        }
        feed.cancel(why);
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            RunEnd known = end;
            // Before the feed is closed, which cancels it.
            RunEnd last = known == null ? unfinished() : known;
            feed.close();
            account.ended(this, last);
        }
    }

    private RunEnd unfinished() {
        Reason why = cancelled;
        if (why != null) {
            return new RunEnd.Failed(new ResultFailure(why, CancelWords.of(why)));
        }
        return feed.failure()
                .filter(each -> each.reason() != Reason.CANCELLED)
                .<RunEnd>map(RunEnd.Failed::new)
                .orElseGet(RunEnd.ReaderLeft::new);
    }

    @Override
    public ResultId id() {
        return subject.id();
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
        return subject.estimatedRows();
    }

    @Override
    public Position from() {
        return from;
    }

    @Override
    public long rows() {
        return position.rows();
    }

    @Override
    public long bytes() {
        return position.bytes();
    }

    @Override
    public WaitingFor waitingFor() {
        return feed.waitingFor();
    }

    @Override
    public Duration elapsed() {
        return Duration.ofNanos(nanoTime.getAsLong() - startedAt);
    }

    /** The place behind what was handed to the reader. */
    Position position() {
        return position;
    }
}
