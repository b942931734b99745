package dev.spillway.wire.frame;

import dev.spillway.wire.Chunk;
import dev.spillway.wire.ChunkFeed;
import dev.spillway.wire.Content;
import dev.spillway.wire.Frame;
import dev.spillway.wire.FrameReader;
import dev.spillway.wire.Position;
import dev.spillway.wire.Reason;
import dev.spillway.wire.Replay;
import dev.spillway.wire.ResultFailure;
import dev.spillway.wire.ResultId;
import dev.spillway.wire.ResumeToken;
import dev.spillway.wire.Slice;
import dev.spillway.wire.WaitingFor;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/**
 * Makes the frames of one attempt from its chunks: header, sequence, token, progress, heartbeat and end are added here
 * and nowhere else.
 *
 * <p>Progress leaves once a second if the attempt moved or waits for someone else than before; a heartbeat leaves when
 * nothing else did for 10 seconds.
 */
public final class FrameStamper implements FrameReader {
    static final Duration PROGRESS_EVERY = Duration.ofSeconds(1);
    static final Duration HEARTBEAT_AFTER = Duration.ofSeconds(10);

    private final ChunkFeed feed;
    private final LongSupplier nanoTime;
    private final ResultId id;
    private final Content content;
    private final Replay replay;
    private final boolean isRows;
    private final OptionalLong estimatedRows;
    private final long startedAt;

    private final Optional<Instant> leaseExpiry;

    private Position position;
    private long intoRow;
    private long sequence;
    private long lastFrameAt;
    private long lastProgressAt;
    private long bytesAtLastProgress;
    private WaitingFor waitedFor = WaitingFor.SOURCE;

    /**
     * @param from where the feed's first chunk starts
     * @param intoRow bytes of an unfinished row before that place
     * @param leaseExpiry when the origin may forget the result if nobody reads it
     * @param nanoTime the clock, as {@link System#nanoTime}
     */
    public FrameStamper(
            ChunkFeed feed,
            ResultId id,
            Content content,
            Position from,
            long intoRow,
            Replay replay,
            OptionalLong estimatedRows,
            Optional<Instant> leaseExpiry,
            LongSupplier nanoTime) {
        this.feed = feed;
        this.id = id;
        this.content = content;
        this.position = from;
        this.intoRow = intoRow;
        this.leaseExpiry = leaseExpiry;
        this.replay = replay;
        this.isRows = content instanceof Content.Rows;
        this.estimatedRows = estimatedRows;
        this.nanoTime = nanoTime;
        this.startedAt = nanoTime.getAsLong();
        this.lastProgressAt = startedAt;
        this.bytesAtLastProgress = from.bytes();
    }

    @Override
    public Frame next() throws InterruptedException, ResultFailure {
        long now = nanoTime.getAsLong();
        if (sequence == 0) {
            return stamped(new Frame.Header(0, id, content, position, replay, estimatedRows, leaseExpiry), now);
        }
        while (true) {
            long toProgress = PROGRESS_EVERY.toNanos() - (now - lastProgressAt);
            if (toProgress <= 0) {
                lastProgressAt = now;
                toProgress = PROGRESS_EVERY.toNanos();
                WaitingFor waitingFor = feed.waitingFor();
                if (position.bytes() != bytesAtLastProgress || waitingFor != waitedFor) {
                    bytesAtLastProgress = position.bytes();
                    waitedFor = waitingFor;
                    return stamped(
                            new Frame.Progress(sequence, position.rows(), position.bytes(), estimatedRows, waitingFor),
                            now);
                }
            }
            long toHeartbeat = HEARTBEAT_AFTER.toNanos() - (now - lastFrameAt);
            if (toHeartbeat <= 0) {
                return stamped(new Frame.Heartbeat(sequence), now);
            }
            ChunkFeed.Next next = feed.next(Duration.ofNanos(Math.min(toProgress, toHeartbeat)));
            now = nanoTime.getAsLong();
            if (next instanceof ChunkFeed.Next.Data data) {
                Chunk chunk = data.chunk();
                position = position.after(chunk);
                boolean piece = isRows && chunk.rowCount() == 0;
                intoRow = piece ? intoRow + chunk.data().length() : 0;
                return stamped(new Frame.Data(sequence, chunk, token()), now);
            }
            if (next instanceof ChunkFeed.Next.Drain drain) {
                return stamped(new Frame.Drain(sequence, token(), drain.reconnectAfter()), now);
            }
            Duration elapsed = Duration.ofNanos(now - startedAt);
            if (next instanceof ChunkFeed.Next.Limit) {
                return stamped(new Frame.Limit(sequence, position, token(), elapsed), now);
            }
            if (next instanceof ChunkFeed.Next.Done done) {
                return stamped(new Frame.End(sequence, done.total(), elapsed), now);
            }
        }
    }

    /** The place behind the last chunk. The thread that reads. */
    public Position position() {
        return position;
    }

    private Slice token() {
        return replay == Replay.NONE ? Slice.EMPTY : new ResumeToken(id, position, intoRow).toBytes();
    }

    private Frame stamped(Frame frame, long now) {
        sequence++;
        lastFrameAt = now;
        return frame;
    }

    @Override
    public void cancel(Reason why) {
        feed.cancel(why);
    }

    @Override
    public void close() {
        feed.close();
    }
}
