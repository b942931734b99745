package dev.spillway.load.rows;

import dev.spillway.wire.Start;
import java.util.Map;
import java.util.Optional;

/** The body of one response, taken as it comes, and checked. One thread at a time. */
public interface Body {
    /**
     * Takes bytes, which are the caller's again afterwards.
     *
     * @return rows that can be used from now on
     * @throws Corrupt they are not what belongs here; nothing is taken any more
     */
    int accept(byte[] array, int offset, int length) throws Corrupt;

    /**
     * Whether the work that is left at the end is so much that it should be done apart from the thread on which bytes
     * come.
     */
    default boolean completesApart() {
        return false;
    }

    /**
     * Takes the end, which said that all is well.
     *
     * @param trailers by lower-case name
     * @return rows that can be used from now on
     * @throws Corrupt the body is not whole, or not what its sender says of it
     */
    int complete(Map<String, String> trailers) throws Corrupt;

    /**
     * Forgets what came unfinished, when the connection broke: the rest comes over another one.
     *
     * @param headers of the response, by lower-case name
     * @return where the rest has to start; empty if nobody can say
     */
    default Optional<Start> rest(Map<String, String> headers) {
        return Optional.empty();
    }

    /** Whether the end proved the whole by a checksum or a record of the sender's; known after {@link #complete}. */
    boolean isProven();
}
