package dev.spillway.client;

import dev.spillway.wire.Chunk;
import dev.spillway.wire.Content;
import dev.spillway.wire.Frame;
import dev.spillway.wire.Position;
import dev.spillway.wire.Reason;
import dev.spillway.wire.ResultFailure;
import dev.spillway.wire.ResumeToken;
import dev.spillway.wire.RowSchema;
import dev.spillway.wire.Slice;
import dev.spillway.wire.row.RowJoiner;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a result, verified, as they come. The iteration ends without an exception only if every row was delivered
 * and the end record agrees; else it throws a {@link ResultException}, and throws it again if it is asked again.
 *
 * <p>One thread iterates, once; {@link #close} may be called from any thread, and makes a waiting iteration fail as
 * cancelled. A stream that is not read to its end must be closed: until then the origin keeps its source open.
 *
 * @param <T> what a row is delivered as
 */
public final class RowStream<T> implements Iterable<T>, AutoCloseable {
    private final ChunkStream chunks;
    private final RowSchema schema;
    private final RowDecoder<T> decoder;
    private final RowJoiner joiner = new RowJoiner();
    private boolean iterated;
    private boolean complete;
    private long rowsExpected;
    private long rowsDecoded;
    private long rowsDelivered;
    private boolean endsWithRow;
    /** Goes on behind the rows that were handed out. */
    private Slice token = Slice.EMPTY;

    private @Nullable ResultException failure;

    /** Takes the chunks over. */
    RowStream(ChunkStream chunks, Function<RowSchema, RowDecoder<T>> decoder) {
        this.chunks = chunks;
        try {
            if (!(chunks.header().content() instanceof Content.Rows rows)) {
                throw new IllegalArgumentException("the result consists of bytes (expected: rows); read its chunks");
            }
            this.schema = rows.schema();
            this.decoder = decoder.apply(schema);
        } catch (IllegalArgumentException e) {
            chunks.close();
            throw e;
        }
    }

    /** The result: its id, and how many rows it may have. */
    public Frame.Header header() {
        return chunks.header();
    }

    public RowSchema schema() {
        return schema;
    }

    /** Rows that were handed out. */
    public long rowsDelivered() {
        return rowsDelivered;
    }

    /**
     * Rows, canonical bytes and checksum of the whole result.
     *
     * @throws IllegalStateException the iteration has not reached the end of a complete result
     */
    public Position total() {
        if (!complete) {
            throw new IllegalStateException(
                    "total: not known after row " + rowsDelivered + " (expected: all rows read)");
        }
        return chunks.end().total();
    }

    /**
     * The rows, in their order. While it waits for one, the thread is blocked; an interrupt ends the stream as cancelled.
     *
     * @throws IllegalStateException called a second time
     */
    @Override
    public Iterator<T> iterator() {
        if (iterated) {
            throw new IllegalStateException("iterator: the rows are read already (expected: one iteration)");
        }
        iterated = true;
        return new Rows();
    }

    private final class Rows implements Iterator<T> {
        private boolean onRow;

        @Override
        public boolean hasNext() {
            if (!onRow) {
                onRow = nextRow();
            }
            return onRow;
        }

        @Override
        public T next() {
            if (!hasNext()) {
                throw new NoSuchElementException("no row after row " + rowsDelivered);
            }
            onRow = false;
            rowsDelivered++;
            return decoder.row();
        }
    }

    private boolean nextRow() {
        if (failure != null) {
            throw failure;
        }
        try {
            while (!decoder.next()) {
                if (!nextChunk()) {
                    return false;
                }
            }
            rowsDecoded++;
            return true;
        } catch (ResultFailure e) {
            throw fail(e);
        }
    }

    private boolean nextChunk() throws ResultFailure {
        if (rowsDecoded != rowsExpected) {
            throw new ResultFailure(
                    Reason.DATA_LOSS,
                    "the chunk before " + chunks.position() + " ends after row " + rowsDecoded + " (expected: "
                            + rowsExpected + ")");
        }
        if (endsWithRow) {
            token = chunks.lastToken();
        }
        Chunk chunk = chunk();
        if (chunk == null) {
            complete = chunks.isComplete();
            return false;
        }
        rowsExpected += chunk.rowCount();
        endsWithRow = chunk.rowCount() > 0;
        Slice rows = joiner.join(chunk);
        if (!rows.isEmpty()) {
            decoder.reset(rows);
        }
        return true;
    }

    private @Nullable Chunk chunk() {
        try {
            return chunks.next();
        } catch (ResultException e) {
            throw fail(e.failure());
        }
    }

    private ResultException fail(ResultFailure why) {
        failure = new ResultException(why, rowsDelivered, ResumeToken.toText(token));
        close();
        return failure;
    }

    /** Ends the stream; the origin stops its source where the result has not ended. Any number of times. */
    @Override
    public void close() {
        chunks.close();
    }
}
