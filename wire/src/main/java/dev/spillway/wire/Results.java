package dev.spillway.wire;

import java.util.Collection;
import java.util.List;

/**
 * The seam between making results and showing them: an origin's own, or those of an origin elsewhere.
 *
 * <p>Every method may be called from any thread.
 */
public interface Results {
    /**
     * Opens a result, or continues one. Returns at once, before the first row exists; what is wrong with the request itself
     * is thrown here, what fails later comes out of the reader. The caller closes the reader.
     */
    FrameReader read(ReadSpec spec, Caller caller) throws ResultFailure;

    /** Reads a result whole. */
    default FrameReader read(Query query, Caller caller) throws ResultFailure {
        return read(ReadSpec.of(query), caller);
    }

    /** Starts a result without reading it. */
    ResultInfo open(Query query, Caller caller) throws ResultFailure;

    /**
     * What is true of the result that was opened under the request id of the query; opens nothing.
     *
     * @throws ResultFailure UNKNOWN_RESULT: there is none, or not any more; REQUEST_ID_TAKEN: it is that of another query
     */
    ResultInfo find(Query query, Caller caller) throws ResultFailure;

    /**
     * What is true of a result, also after it ended.
     *
     * @throws ResultFailure UNKNOWN_RESULT: it is not known, or not any more; OTHER_ORIGIN: another origin's
     */
    ResultInfo get(ResultId id, Caller caller) throws ResultFailure;

    /**
     * A result in one format. The first to ask may wait for some seconds, until the result has been rendered once.
     *
     * @throws ResultFailure UNAVAILABLE, with a time to try again: the result runs, or it takes longer; OUT_OF_RANGE: bytes
     *     beyond the length are asked for, or the result is not kept from its start; INVALID_PARAMETER: there is no such
     *     format or option; the failure of a result that failed; and what {@link #get} throws
     */
    RenderingInfo rendering(RenderingSpec spec, Caller caller) throws ResultFailure;

    /** Ends a result; its source stops. One that has ended stays as it is. Throws what {@link #get} throws. */
    ResultInfo cancel(ResultId id, Caller caller) throws ResultFailure;

    /** What there is to read. */
    Catalog catalog(Caller caller) throws ResultFailure;

    /** The streams that the caller may read, by name. */
    default List<StreamInfo> streams(Caller caller) throws ResultFailure {
        return catalog(caller).streams();
    }

    /**
     * What a stream is; opens nothing.
     *
     * @throws ResultFailure what {@link #read} throws for a query of it: UNKNOWN_STREAM, if there is none of this name
     */
    default StreamInfo stream(String name, Caller caller) throws ResultFailure {
        List<StreamInfo> streams = streams(caller);
        for (StreamInfo stream : streams) {
            if (stream.name().equals(name)) {
                return stream;
            }
        }
        throw unknown(name, streams.stream().map(StreamInfo::name).toList());
    }

    /** The failure of a query for a stream that is not one of those that there are. */
    static ResultFailure unknown(String stream, Collection<String> streams) {
        return new ResultFailure(
                Reason.UNKNOWN_STREAM, "stream: " + stream + " (expected: one of " + String.join(", ", streams) + ")");
    }
}
