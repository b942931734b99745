package dev.spillway.client;

import dev.spillway.wire.Chunk;
import dev.spillway.wire.Frame;
import dev.spillway.wire.FrameReader;
import dev.spillway.wire.Position;
import dev.spillway.wire.Reason;
import dev.spillway.wire.ResultFailure;
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
     * and checksum are those of the end record.
     *
     * @throws ResultException the result failed, and every further call fails the same way
     */
    public @Nullable Chunk next() {
        if (failure != null) {
            throw failure;
        }
        while (end == null) {
            Frame frame = frame();
            if (frame instanceof Frame.Data data) {
                position = position.after(data.chunk());
                return data.chunk();
            } else if (frame instanceof Frame.End last) {
                end = last;
                close();
            } else if (frame instanceof Frame.Progress progress) {
                listener.progress(progress);
            } else if (frame instanceof Frame.Heartbeat) {
                listener.heartbeat();
            }
        }
        return null;
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
        failure = new ResultException(why, position.rows());
        close();
        return failure;
    }

    /** The place behind the last chunk that was handed out. */
    public Position position() {
        return position;
    }

    /**
     * The end record.
     *
     * @throws IllegalStateException {@link #next} did not return null yet
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
