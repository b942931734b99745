package dev.spillway.load.http2;

/** A request and its response. On its loop only. */
public interface Exchange {
    /** Gives the sender credit for bytes that {@link Receiver#data} did not take at once. */
    void consumed(int bytes);

    /** Resets the stream: the server sees that its reader left. */
    void cancel();
}
