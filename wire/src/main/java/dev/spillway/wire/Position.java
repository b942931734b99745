package dev.spillway.wire;

/**
 * A place in the canonical bytes of a result.
 *
 * @param bytes canonical bytes before this place; it may lie inside of a row
 * @param rows whole rows before this place
 * @param crc32c CRC32C of the canonical bytes before this place
 */
public record Position(long bytes, long rows, int crc32c) {
    /** Before the first byte. */
    public static final Position START = new Position(0, 0, 0);

    public Position {
        if (bytes < 0) {
            throw new IllegalArgumentException("bytes: " + bytes + " (expected: >= 0)");
        }
        if (rows < 0) {
            throw new IllegalArgumentException("rows: " + rows + " (expected: >= 0)");
        }
    }

    /** The place behind a chunk that starts here. */
    public Position after(Chunk chunk) {
        int length = chunk.data().length();
        return new Position(bytes + length, rows + chunk.rowCount(), Crc32c.combine(crc32c, chunk.crc32c(), length));
    }

    @Override
    public String toString() {
        return "byte " + bytes + ", row " + rows + ", crc32c " + Crc32c.toHex(crc32c);
    }
}
