package dev.spillway.load.http2;

/** A connection of HTTP/2 (RFC 9113) without TLS, of prior knowledge. On its loop only. */
public interface Connection {
    /**
     * Sends a request; connects first where there is no connection.
     *
     * @param receiver is told of the response, on the loop; after {@link Exchange#cancel} of nothing any more
     */
    Exchange send(Request request, Receiver receiver);

    /** Breaks it, whatever is on its way: every receiver is told. The next request connects anew. */
    void close();
}
