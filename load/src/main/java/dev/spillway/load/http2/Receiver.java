package dev.spillway.load.http2;

import java.util.Map;

/**
 * What is told of a response: {@link #headers} once, {@link #data} any number of times, then one {@link #end} or one {@link
 * #broken}, which may come first of all.
 */
public interface Receiver {
    /**
     * Takes the headers.
     *
     * @param headers by lower-case name, {@code :status} among them
     */
    void headers(Map<String, String> headers);

    /**
     * Takes bytes of the body, which are the caller's again afterwards.
     *
     * @return whether the sender has credit for as many again at once; else {@link Exchange#consumed} gives it
     */
    boolean data(byte[] array, int offset, int length);

    /**
     * Takes the end of a response that is whole.
     *
     * @param trailers by lower-case name; of a response without a body, its headers
     */
    void end(Map<String, String> trailers);

    /** The response is not whole, and nothing follows. */
    void broken(String why);
}
