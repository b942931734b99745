package dev.spillway.wire;

/**
 * A contiguous slice of the canonical bytes of a result: whole rows, or one piece of one row that is larger than a
 * chunk.
 *
 * @param firstRow whole rows before this chunk
 * @param rowCount rows whose last byte lies in this chunk: 0 for a piece that is not the last of its row
 * @param offset canonical bytes before this chunk
 * @param data the bytes; never empty
 * @param crc32c CRC32C of {@code data}
 */
public record Chunk(long firstRow, long rowCount, long offset, Slice data, int crc32c) {}
