package dev.spillway.client;

import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import dev.spillway.wire.Query;
import dev.spillway.wire.ResultFailure;
import dev.spillway.wire.Results;
import dev.spillway.wire.Value;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A stream and the parameters to run it with. Immutable: {@code with} gives another query. Each of {@link #rows()} and
 * its like runs it anew; it waits for the header of the result, not for rows.
 */
public final class ResultQuery {
    private static final ProgressListener NOBODY = progress -> {};

    private final Results results;
    private final Query query;
    private final ProgressListener listener;

    ResultQuery(Results results, String stream) {
        this(results, new Query(stream, Map.of()), NOBODY);
    }

    private ResultQuery(Results results, Query query, ProgressListener listener) {
        this.results = results;
        this.query = query;
        this.listener = listener;
    }

    public ResultQuery with(String parameter, long value) {
        return with(parameter, new Value.Int64(value));
    }

    public ResultQuery with(String parameter, double value) {
        return with(parameter, new Value.Float64(value));
    }

    public ResultQuery with(String parameter, boolean value) {
        return with(parameter, new Value.Bool(value));
    }

    /** Text is taken for a parameter of every type, as in a URL: {@code 10}, {@code 2026-01-31}. */
    public ResultQuery with(String parameter, String value) {
        return with(parameter, new Value.Text(value));
    }

    /** Gives a parameter; the last value given counts. */
    public ResultQuery with(String parameter, Value value) {
        Map<String, Value> parameters = new LinkedHashMap<>(query.parameters());
        parameters.put(parameter, value);
        return new ResultQuery(results, new Query(query.stream(), parameters), listener);
    }

    public ResultQuery onProgress(ProgressListener to) {
        return new ResultQuery(results, query, to);
    }

    /**
     * The rows, with their columns by name and index.
     *
     * @throws ResultException the origin cannot be reached, or refuses the query
     */
    public RowStream<Row> rows() {
        return rows(row -> row);
    }

    /**
     * The rows, each made an object of, straight from its bytes.
     *
     * @throws ResultException the origin cannot be reached, or refuses the query
     */
    public <T> RowStream<T> rows(RowMapper<T> mapper) {
        return new RowStream<>(chunks(), schema -> new MappedRows<>(schema, mapper));
    }

    /**
     * The rows as messages of a generated class: {@code rows(Book.parser())}. A column that the class does not know is kept
     * among its unknown fields.
     *
     * @throws ResultException the origin cannot be reached, or refuses the query
     * @throws IllegalArgumentException a field of the class has another name or type than the column of its number
     */
    public <T extends MessageLite> RowStream<T> rows(Parser<T> parser) {
        return new RowStream<>(chunks(), schema -> new MessageRows<>(schema, parser));
    }

    /**
     * The canonical bytes.
     *
     * @throws ResultException the origin cannot be reached, or refuses the query
     */
    public ChunkStream chunks() {
        try {
            return new ChunkStream(results.read(query, SpillwayClient.SELF), listener);
        } catch (ResultFailure e) {
            throw new ResultException(e, 0);
        }
    }
}
