package dev.spillway.client;

import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import dev.spillway.wire.ReadSpec;
import dev.spillway.wire.Reason;
import dev.spillway.wire.ResultFailure;
import dev.spillway.wire.ResumeToken;
import dev.spillway.wire.Start;

/** What to read of a result, and how. Immutable. Each of {@link #rows()} and its like waits for the header, not for rows. */
public sealed class ResultRead permits ResultQuery {
    private static final ProgressListener NOBODY = progress -> {};

    private final RemoteResults results;
    private final ReadSpec spec;
    private final ProgressListener listener;

    ResultRead(RemoteResults results, Start start) {
        this(results, ReadSpec.from(start), NOBODY);
    }

    private ResultRead(RemoteResults results, ReadSpec spec, ProgressListener listener) {
        this.results = results;
        this.spec = spec;
        this.listener = listener;
    }

    final RemoteResults results() {
        return results;
    }

    /** The same read, of which the listener hears. */
    public final ResultRead onProgress(ProgressListener to) {
        return new ResultRead(results, spec, to);
    }

    /** The same read, of so many rows at most; then it ends, and {@link ChunkStream#token} says where to go on. */
    public final ResultRead maxRows(long rows) {
        return new ResultRead(results, new ReadSpec(spec.start(), rows, spec.maxBytes()), listener);
    }

    /**
     * The same read, which ends before the row that would exceed so many canonical bytes, but after one row at least. After
     * a cut it may exceed them by one row.
     */
    public final ResultRead maxBytes(long bytes) {
        return new ResultRead(results, new ReadSpec(spec.start(), spec.maxRows(), bytes), listener);
    }

    /**
     * The rows, with their columns by name and index.
     *
     * @throws ResultException the origin cannot be reached, or refuses the query
     */
    public final RowStream<Row> rows() {
        return rows(row -> row);
    }

    /**
     * The rows, each made an object of, straight from its bytes.
     *
     * @throws ResultException the origin cannot be reached, or refuses the query
     */
    public final <T> RowStream<T> rows(RowMapper<T> mapper) {
        return new RowStream<>(rowChunks(), schema -> new MappedRows<>(schema, mapper));
    }

    /**
     * The rows as messages of a generated class: {@code rows(Book.parser())}. A column that the class does not know is kept
     * among its unknown fields.
     *
     * @throws ResultException the origin cannot be reached, or refuses the query
     * @throws IllegalArgumentException a field of the class has another name or type than the column of its number
     */
    public final <T extends MessageLite> RowStream<T> rows(Parser<T> parser) {
        return new RowStream<>(rowChunks(), schema -> new MessageRows<>(schema, parser));
    }

    private ChunkStream rowChunks() {
        try {
            if (spec.start() instanceof Start.Token start) {
                ResumeToken token = ResumeToken.of(start.token());
                if (token.intoRow() > 0) {
                    throw new ResultFailure(Reason.INVALID_TOKEN, token + ": within a row; read its chunks");
                }
            }
        } catch (ResultFailure e) {
            throw new ResultException(e);
        }
        return chunks();
    }

    /**
     * The canonical bytes.
     *
     * @throws ResultException the origin cannot be reached, or refuses the query
     */
    public final ChunkStream chunks() {
        try {
            return new ChunkStream(results.read(spec, SpillwayClient.SELF, listener), listener);
        } catch (ResultFailure e) {
            throw new ResultException(e);
        }
    }
}
