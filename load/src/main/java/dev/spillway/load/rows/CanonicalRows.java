package dev.spillway.load.rows;

import dev.spillway.wire.Crc32c;
import dev.spillway.wire.RowSchema;

/** Takes canonical bytes apart: behind the tag of the field and a varint, one row. */
final class CanonicalRows {
    /** What takes the fingerprint of each row. */
    interface Sink {
        void accept(int print) throws Corrupt;
    }

    private CanonicalRows() {}

    /**
     * Takes whole rows apart.
     *
     * @return rows in the bytes
     */
    static int each(byte[] array, int offset, int length, Sink sink) throws Corrupt {
        int rows = 0;
        int at = offset;
        int end = offset + length;
        while (at < end) {
            if (array[at++] != RowSchema.ROW_TAG) {
                throw new Corrupt(
                        Fault.MALFORMED,
                        "byte " + (array[at - 1] & 0xFF) + " before a row (expected: " + RowSchema.ROW_TAG + ")");
            }
            long row = 0;
            byte next = -1;
            for (int shift = 0; next < 0; shift += 7) {
                if (at == end || shift > 28) {
                    throw new Corrupt(Fault.MALFORMED, "the length of a row, cut short or of more than 5 bytes");
                }
                next = array[at++];
                row |= (next & 0x7FL) << shift;
            }
            if (row > end - at) {
                throw new Corrupt(Fault.MALFORMED, "row of " + row + " bytes (expected: at most " + (end - at) + ")");
            }
            sink.accept(Crc32c.of(array, at, (int) row));
            at += (int) row;
            rows++;
        }
        return rows;
    }
}
