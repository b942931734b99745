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
     * Opens a result. Returns at once, before the first row exists; what is wrong with the query itself is thrown here,
     * what fails later comes out of the reader. The caller closes the reader.
     */
    FrameReader read(Query query, Caller caller) throws ResultFailure;

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
