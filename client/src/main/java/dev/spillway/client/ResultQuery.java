package dev.spillway.client;

import dev.spillway.wire.Query;
import dev.spillway.wire.Start;
import dev.spillway.wire.Value;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A stream and the parameters to run it with. Immutable: {@code with} gives another query. Each of {@link #rows()} and
 * its like runs it anew, unless it has a request id; it waits for the header of the result, not for rows.
 */
public final class ResultQuery extends ResultRead {
    private final Query query;

    ResultQuery(RemoteResults results, String stream) {
        this(results, new Query(stream, Map.of()));
    }

    private ResultQuery(RemoteResults results, Query query) {
        super(results, new Start.New(query));
        this.query = query;
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
        return new ResultQuery(results(), new Query(query.stream(), parameters, query.requestId()));
    }

    /**
     * Makes opening idempotent: with the same id it is the same result, never a second run, for as long as the origin knows
     * it. At most 128 bytes.
     */
    public ResultQuery requestId(String id) {
        return new ResultQuery(results(), query.withRequestId(id));
    }
}
