package dev.spillway.wire;

import java.util.Optional;

/**
 * A complete result in one format.
 *
 * @param size length in bytes
 * @param crc32c CRC32C of all its bytes
 * @param sha256 SHA-256 of them, if it was asked for
 * @param total the end of the result
 * @param section where the bytes that were asked for lie, if any were
 */
public record RenderingInfo(long size, int crc32c, Optional<Slice> sha256, Position total, Optional<Section> section) {
    /**
     * A place that result and rendering have in common.
     *
     * @param position in the result: between two rows, its start or its end
     * @param offset bytes of the rendering before it: none at the start, where what stands before the first row follows,
     *     and all at the end
     */
    public record Place(Position position, long offset) {}

    /** From a place at or before the first byte that was asked for to one behind the last. */
    public record Section(Place start, Place end) {}

    public RenderingInfo {
        if (size < 0) {
            throw new IllegalArgumentException("size: " + size + " (expected: >= 0)");
        }
    }
}
