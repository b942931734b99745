package dev.spillway.wire.row;

import dev.spillway.wire.RowSchema;
import dev.spillway.wire.Slice;

/** Where rows end in canonical bytes that are known to be right. */
public final class RowBounds {
    private RowBounds() {}

    /** Bytes that a row takes which starts there, its tag and length included; its rest may lie behind the slice. */
    public static long rowBytes(Slice rows, int at) {
        byte[] array = rows.array();
        int start = rows.offset() + at;
        if (array[start] != RowSchema.ROW_TAG) {
            throw new IllegalArgumentException("no row at byte " + at);
        }
        int next = start + 1;
        long length = 0;
        for (int shift = 0; ; shift += 7) {
            byte part = array[next++];
            length |= (long) (part & 0x7F) << shift;
            if (part >= 0) {
                return next - start + length;
            }
        }
    }

    /** Where row number {@code count} of the slice starts. */
    public static int startOf(Slice rows, long count) {
        int at = 0;
        for (long row = 0; row < count; row++) {
            at += Math.toIntExact(rowBytes(rows, at));
        }
        return at;
    }
}
