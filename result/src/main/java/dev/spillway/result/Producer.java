package dev.spillway.result;

import dev.spillway.source.Cursor;
import dev.spillway.source.StreamDefinition;
import dev.spillway.wire.Content;
import dev.spillway.wire.Position;
import dev.spillway.wire.Reason;
import dev.spillway.wire.ResultFailure;
import dev.spillway.wire.ResultId;
import dev.spillway.wire.row.ChunkBuilder;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One run of a source, on a thread of its own, into a sink. */
final class Producer {
    private static final Logger LOG = LoggerFactory.getLogger(Producer.class);

    private final ResultId id;
    private final StreamDefinition stream;
    private final Position from;
    private final int chunkBytes;
    private final int maxValueBytes;
    private final ChunkSink sink;
    private final Cursor cursor;
    private final Thread thread;

    /**
     * A run that has not started yet.
     *
     * @param cursor of the stream's source; closed at the end of the run
     * @param from where it starts, between two rows
     * @param runsOn whether the sink lets the source run on without ever waiting: virtual threads share processors by
     *     waiting, so that it gets one of the platform's
     */
    Producer(
            ResultId id,
            StreamDefinition stream,
            Cursor cursor,
            Position from,
            int chunkBytes,
            int maxValueBytes,
            ChunkSink sink,
            boolean runsOn) {
        this.id = id;
        this.stream = stream;
        this.from = from;
        this.chunkBytes = chunkBytes;
        this.maxValueBytes = maxValueBytes;
        this.sink = sink;
        this.cursor = cursor;
        Thread.Builder builder = runsOn || stream.source().needsPlatformThread()
                ? Thread.ofPlatform().daemon()
                : Thread.ofVirtual();
        this.thread =
                builder.name("source-" + stream.name() + "-" + id.shortName()).unstarted(this::run);
    }

    /** Starts the source; called once. */
    void start() {
        thread.start();
    }

    private void run() {
        try {
            Position end;
            try (cursor) {
                end = drain();
            }
            sink.end(end);
        } catch (ResultFailure e) {
            sink.fail(e);
        } catch (InterruptedException e) {
            sink.fail(new ResultFailure(Reason.CANCELLED, "the source was interrupted", e));
        } catch (RuntimeException | Error e) {
            LOG.error("result {} of {}: defect in its source", id, stream.name(), e);
            sink.fail(new ResultFailure(Reason.INTERNAL, "defect in the source: " + e, e));
        }
    }

    private Position drain() throws ResultFailure, InterruptedException {
        Content.Rows rows = (Content.Rows) stream.source().content();
        ChunkBuilder builder = new ChunkBuilder(rows.schema(), from, chunkBytes, maxValueBytes, sink::isDue);
        Cursor.Fill fill;
        do {
            fill = cursor.fill(builder);
            boolean all = fill == Cursor.Fill.END || !builder.isFull();
            while (builder.isFull() || (all && !builder.isEmpty())) {
                sink.put(builder.take());
            }
        } while (fill != Cursor.Fill.END);
        return builder.position();
    }

    /** Makes the source stop soon. Any thread, any number of times. */
    void stop() {
        cursor.cancel();
    }

    /** Waits for the source to have stopped. */
    void join(Duration wait) throws InterruptedException {
        if (!wait.isNegative() && !wait.isZero()) {
            var _ = thread.join(wait);
        }
    }
}
