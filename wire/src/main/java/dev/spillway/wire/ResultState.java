package dev.spillway.wire;

/** What became of a result. */
public enum ResultState {
    RUNNING,
    COMPLETE,
    FAILED,
    CANCELLED
}
