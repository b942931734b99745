package dev.spillway.source;

import dev.spillway.wire.Content;
import dev.spillway.wire.Position;
import dev.spillway.wire.Replay;

/**
 * What produces results: a query, or own code.
 *
 * <p>Every method may be called from any thread. What is wrong with a source itself (a statement that does not parse, a
 * column without an encoding) is found out when the source is made, not when it is opened.
 */
public interface Source {
    /** What every result of this source consists of. */
    Content content();

    /** {@link Replay#SOURCE} if {@link #open} takes any position, else {@link Replay#NONE}. */
    Replay replay();

    /**
     * A new run. Returns at once: what takes time, or can fail, happens in {@link Cursor#fill}.
     *
     * @param from where to start, between two rows; {@link Position#START} unless {@link #replay} is {@link Replay#SOURCE}
     */
    Cursor open(Arguments arguments, Position from);

    /** Whether a run blocks the thread below a virtual thread, so that it needs a platform thread. */
    boolean needsPlatformThread();
}
