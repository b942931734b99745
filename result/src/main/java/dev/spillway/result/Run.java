package dev.spillway.result;

import dev.spillway.source.Arguments;
import dev.spillway.source.Cursor;
import dev.spillway.source.Source;
import dev.spillway.source.StreamDefinition;
import dev.spillway.wire.ByteBudget;
import dev.spillway.wire.Caller;
import dev.spillway.wire.Content;
import dev.spillway.wire.FrameReader;
import dev.spillway.wire.Position;
import dev.spillway.wire.Reason;
import dev.spillway.wire.ResultFailure;
import dev.spillway.wire.ResultId;
import dev.spillway.wire.WaitingFor;
import dev.spillway.wire.frame.FrameStamper;
import dev.spillway.wire.row.ChunkBuilder;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One result while it is read: its source on a thread of its own, its reader on the other side of a {@link Handover}. */
final class Run implements RunView {
    private static final Logger LOG = LoggerFactory.getLogger(Run.class);

    private final ResultId id;
    private final StreamDefinition stream;
    private final Arguments arguments;
    private final Caller caller;
    private final ResultSettings settings;
    private final ByteBudget budget;
    private final LongSupplier nanoTime;
    private final RunOwner owner;
    private final long startedAt;
    private final Cursor cursor;
    private final Handover handover;
    private final Thread thread;
    private final AtomicBoolean readerClosed = new AtomicBoolean();

    /** Who keeps account of runs. */
    interface RunOwner {
        /** The reader has closed: the run is not known any more. Exactly once. */
        void ended(Run run, RunEnd end);
    }

    Run(
            ResultId id,
            StreamDefinition stream,
            Arguments arguments,
            Caller caller,
            ResultSettings settings,
            ByteBudget budget,
            LongSupplier nanoTime,
            RunOwner owner) {
        this.id = id;
        this.stream = stream;
        this.arguments = arguments;
        this.caller = caller;
        this.settings = settings;
        this.budget = budget;
        this.nanoTime = nanoTime;
        this.owner = owner;
        this.startedAt = nanoTime.getAsLong();
        Source source = stream.source();
        this.cursor = source.open(arguments, Position.START);
        this.handover = new Handover(budget, nanoTime, cursor::cancel, this::readerClosed);
        Thread.Builder builder =
                source.needsPlatformThread() ? Thread.ofPlatform().daemon() : Thread.ofVirtual();
        this.thread =
                builder.name("source-" + stream.name() + "-" + id.shortName()).unstarted(this::produce);
    }

    /** Starts the source; called once. */
    FrameReader start() {
        budget.enter();
        thread.start();
        return new FrameStamper(
                handover,
                id,
                stream.source().content(),
                Position.START,
                0,
                stream.source().replay(),
                estimatedRows(),
                Optional.empty(),
                nanoTime);
    }

    private void produce() {
        try {
            Position end;
            try (cursor) {
                end = drain();
            }
            handover.end(end);
        } catch (ResultFailure e) {
            handover.fail(e);
        } catch (InterruptedException e) {
            handover.fail(new ResultFailure(Reason.CANCELLED, "the source was interrupted", e));
        } catch (RuntimeException | Error e) {
            LOG.error("result {} of {}: defect in its source", id, stream.name(), e);
            handover.fail(new ResultFailure(Reason.INTERNAL, "defect in the source: " + e, e));
        }
    }

    private Position drain() throws ResultFailure, InterruptedException {
        Content.Rows rows = (Content.Rows) stream.source().content();
        int chunkBytes = Math.min(settings.chunkBytes(), budget.share());
        ChunkBuilder builder =
                new ChunkBuilder(rows.schema(), Position.START, chunkBytes, settings.maxValueBytes(), handover::isDue);
        Cursor.Fill fill;
        do {
            fill = cursor.fill(builder);
            boolean all = fill == Cursor.Fill.END || !builder.isFull();
            while (builder.isFull() || (all && !builder.isEmpty())) {
                handover.put(builder.take());
            }
        } while (fill != Cursor.Fill.END);
        return builder.position();
    }

    private void readerClosed() {
        if (readerClosed.compareAndSet(false, true)) {
            budget.leave();
            owner.ended(this, handover.outcome());
        }
    }

    /** Ends the run for the given reason. */
    void cancel(Reason why) {
        handover.cancel(why);
    }

    /** Waits for the source to have stopped. */
    void join(Duration wait) throws InterruptedException {
        thread.join(wait);
    }

    @Override
    public ResultId id() {
        return id;
    }

    @Override
    public String stream() {
        return stream.name();
    }

    @Override
    public String arguments() {
        return arguments.toString();
    }

    @Override
    public Caller caller() {
        return caller;
    }

    @Override
    public OptionalLong estimatedRows() {
        return stream.estimatedRows(arguments);
    }

    @Override
    public long rows() {
        return handover.rows();
    }

    @Override
    public long bytes() {
        return handover.bytes();
    }

    @Override
    public WaitingFor waitingFor() {
        return handover.waitingFor();
    }

    @Override
    public Duration elapsed() {
        return Duration.ofNanos(nanoTime.getAsLong() - startedAt);
    }
}
