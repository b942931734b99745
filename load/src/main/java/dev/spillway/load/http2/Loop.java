package dev.spillway.load.http2;

import java.util.function.Consumer;
import java.util.function.Supplier;

/** One thread on which everything of some users happens: what comes, what is due, what is counted. */
public interface Loop {
    /** The time that {@link #at} counts in, in nanoseconds from an origin of its own. */
    long nanoTime();

    /** Runs an action on this loop as soon as it can. Any thread. */
    void execute(Runnable action);

    /** Runs an action on this loop at a time; one that is past is as soon as it can. On this loop only. */
    void at(long nanoTime, Runnable action);

    /** Does heavy work on another thread, and takes what came out on this loop. On this loop only. */
    <T> void apart(Supplier<T> work, Consumer<T> then);

    /** A connection to a server; it connects when the first request is sent. On this loop only, like all of it. */
    Connection connect(String host, int port);
}
