package dev.spillway.wire;

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
}
