package dev.spillway.load.rows;

/** The forms in which a body holds rows. */
public enum Form {
    /** gRPC, a row a message. */
    ROW_MESSAGES,
    /** gRPC, canonical bytes in messages: some rows each, or all in one. */
    BATCH_MESSAGES,
    /** gRPC, frames of {@code spillway.v1}. */
    FRAMES,
    /** One JSON array. */
    JSON,
    NDJSON,
    CSV
}
