package dev.spillway.wire;

import java.util.OptionalLong;

/** What the canonical bytes of a result are. */
public sealed interface Content {
    /** Length-delimited rows of one message. */
    record Rows(RowSchema schema) implements Content {}

    /**
     * Bytes as they are.
     *
     * @param contentType media type (RFC 9110, section 8.3), or empty
     * @param size length in bytes, if known
     * @param etag names this very content, or empty
     */
    record Bytes(String contentType, OptionalLong size, String etag) implements Content {}
}
