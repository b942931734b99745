package dev.spillway.wire;

/** What became of a result. */
public enum ResultState {
    /** The source is still being read. */
    RUNNING,
    /** The source confirmed its end: totals and checksum are those of the whole. */
    COMPLETE,
    /** The source failed. */
    FAILED,
    /** A caller ended it, or nobody read it any more. */
    CANCELLED
}
