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
     * What is true of a result, also after it ended.
     *
     * @throws ResultFailure UNKNOWN_RESULT: it is not known, or not any more; OTHER_ORIGIN: another origin's
     */
    ResultInfo get(ResultId id, Caller caller) throws ResultFailure;

    /** Ends a result; its source stops. One that has ended stays as it is. Throws what {@link #get} throws. */
    ResultInfo cancel(ResultId id, Caller caller) throws ResultFailure;

    /** The streams that the caller may read, by name. */
    List<StreamInfo> streams(Caller caller) throws ResultFailure;

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
