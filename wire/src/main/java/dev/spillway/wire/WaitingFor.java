package dev.spillway.wire;

/** Who a result waits for. */
public enum WaitingFor {
    /** The source has not produced the next bytes yet. */
    SOURCE,
    /** The reader has not taken what was sent. */
    READER,
    /** The server's byte budget is spent by other readers. */
    BUDGET
}
