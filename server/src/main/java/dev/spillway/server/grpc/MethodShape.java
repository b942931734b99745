package dev.spillway.server.grpc;

/** How many rows a message of a typed method holds. */
public enum MethodShape {
    /** {@code returns (stream Row)}: one. */
    ROW,
    /** {@code returns (stream Rows)}, {@code Rows} having the rows as its field 1: those of a chunk. */
    ROWS,
    /** {@code returns (Rows)}: all of the result. */
    WHOLE
}
