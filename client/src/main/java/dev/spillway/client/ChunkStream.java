package dev.spillway.client;

import dev.spillway.wire.Chunk;
import dev.spillway.wire.Frame;
import dev.spillway.wire.FrameReader;
import dev.spillway.wire.Position;
import dev.spillway.wire.Reason;
import dev.spillway.wire.ResultFailure;
import dev.spillway.wire.ResumeToken;
import dev.spillway.wire.Slice;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A result as verified chunks of its canonical bytes.
 *
 * <p>One thread reads; {@link #close} may be called from any thread, and makes a waiting read fail as cancelled. A stream
 * that is not read to its end must be closed: until then the origin keeps its source open.
 */
public final class ChunkStream implements AutoCloseable {
    private final FrameReader reader;
    private final ProgressListener listener;
    private final Frame.Header header;
    private Position position;
    private Slice token = Slice.EMPTY;
    private boolean over;
    private Frame.@Nullable End end;
    private @Nullable ResultException failure;

    /** Waits for the header. Takes the reader over. */
    ChunkStream(FrameReader reader, ProgressListener listener) {
        this.reader = reader;
        this.listener = listener;
        this.position = Position.START;
        if (!(frame() instanceof Frame.Header first)) {
            throw fail(new ResultFailure(Reason.DATA_LOSS, "the stream does not start with its header"));
        }
        header = first;
        position = first.effective();
    }

    /** The result: its id, what its bytes are, and how many rows it may have. */
    public Frame.Header header() {
        return header;
    }

    /**
     * The next chunk; waits for it. Null if the result is complete: every chunk was handed out, and their count, length
     * and checksum are those of the end record. Null also where a limit of the read was reached: {@link #isComplete} tells.
     *
     * @throws ResultException the result failed, and every further call fails the same way
     */
    public @Nullable Chunk next() {
        if (failure != null) {
            throw failure;
        }
        while (!over) {
            Frame frame = frame();
            if (frame instanceof Frame.Data data) {
                position = position.after(data.chunk());
                token = data.token();
                return data.chunk();
            } else if (frame instanceof Frame.End last) {
                end = last;
                over();
            } else if (frame instanceof Frame.Limit limit) {
                token = limit.token();
                over();
            } else if (frame instanceof Frame.Drain drain) {
                listener.draining(drain.reconnectAfter());
            } else if (frame instanceof Frame.Progress progress) {
                listener.progress(progress);
            } else if (frame instanceof Frame.Heartbeat) {
                listener.heartbeat();
            }
        }
        return null;
    }

    private void over() {
        over = true;
        close();
    }

    private Frame frame() {
        try {
            return reader.next();
        } catch (ResultFailure e) {
            throw fail(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw fail(new ResultFailure(Reason.CANCELLED, "interrupted at " + position, e));
        }
    }

    /** Ends the stream as failed. */
    ResultException fail(ResultFailure why) {
        failure = new ResultException(why, position.rows(), ResumeToken.toText(token));
        close();
        return failure;
    }

    /** The place behind the last chunk that was handed out. */
    public Position position() {
        return position;
    }

    /** Whether {@link #next} returned null because the result is complete. */
    public boolean isComplete() {
        return end != null;
    }

    /** Goes on behind the last chunk: {@link SpillwayClient#resume(String)}. Empty before the first, and where it cannot. */
    public Optional<String> token() {
        return token.isEmpty() ? Optional.empty() : Optional.of(ResumeToken.toText(token));
    }

    Slice lastToken() {
        return token;
    }

    /**
     * The end record.
     *
     * @throws IllegalStateException the result is not complete
     */
    public Frame.End end() {
        if (end == null) {
            throw new IllegalStateException("end: not there yet, at " + position);
        }
        return end;
    }

    /** Ends the stream; the origin stops its source where the result has not ended. Any number of times. */
    @Override
    public void close() {
        reader.close();
    }
}
