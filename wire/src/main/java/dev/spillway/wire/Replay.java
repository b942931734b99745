package dev.spillway.wire;

/** How a result can be read again. */
public enum Replay {
    /** Only this once. */
    NONE,
    /** The source starts again at any position and yields the same bytes. */
    SOURCE,
    /** The origin keeps the bytes until the lease expires. */
    LOG
}
