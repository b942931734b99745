package dev.spillway.wire;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A stream's name and its parameters by name; what is absent takes its default.
 *
 * @param requestId makes opening idempotent: the same caller's same id is the same result, never a second run. Empty:
 *     every request is a new result
 */
public record Query(String stream, Map<String, Value> parameters, String requestId) {
    /** Bytes that a request id may have in UTF-8. */
    public static final int MAX_REQUEST_ID_BYTES = 128;

    public Query {
        parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
    }

    /** A query for a new result. */
    public Query(String stream, Map<String, Value> parameters) {
        this(stream, parameters, "");
    }

    /** The same query under a request id. */
    public Query withRequestId(String id) {
        return new Query(stream, parameters, id);
    }
}
