package dev.spillway.wire.row;

import dev.spillway.wire.Chunk;
import dev.spillway.wire.Slice;
import java.util.Arrays;

/** Makes whole rows of the pieces of a row that was larger than a chunk. One thread. */
public final class RowJoiner {
    private byte[] pending = Slice.EMPTY.array();
    private int length;

    /** The rows that end in this chunk, whole: empty if it holds a piece only, and the chunk's own bytes if none is cut. */
    public Slice join(Chunk chunk) {
        Slice data = chunk.data();
        if (length == 0 && chunk.rowCount() > 0) {
            return data;
        }
        int needed = Math.addExact(length, data.length());
        if (pending.length < needed) {
            pending = Arrays.copyOf(pending, (int) Math.min(Integer.MAX_VALUE - 8L, Math.max(needed, needed * 3L / 2)));
        }
        System.arraycopy(data.array(), data.offset(), pending, length, data.length());
        length = needed;
        if (chunk.rowCount() == 0) {
            return Slice.EMPTY;
        }
        Slice rows = Slice.of(pending, 0, length);
        pending = Slice.EMPTY.array();
        length = 0;
        return rows;
    }
}
