package dev.spillway.testkit;

import dev.spillway.wire.RowSchema;
import dev.spillway.wire.Slice;
import java.util.Arrays;
import java.util.function.Consumer;

/** Cuts canonical bytes into rows by the length before each, wherever the slices end. One thread. */
final class RowSplitter {
    /** What claims to be larger is no row: so much is kept at most. */
    static final int MAX_ROW_BYTES = 1 << 26;

    private static final int MAX_HEAD_BYTES = 6;
    private static final int UNKNOWN = -1;
    private static final int NO_ROW = -2;

    private byte[] piece = new byte[256];
    private int length;

    /**
     * Gives each row that ends in the bytes to a receiver.
     *
     * @return false if what comes next is no row; the bytes are then at {@link #piece}, as far as they were read
     */
    boolean add(Slice bytes, Consumer<Slice> rows) {
        int at = 0;
        while (at < bytes.length()) {
            Slice rest = bytes.sub(at, bytes.length() - at);
            if (length > 0) {
                at += addToPiece(rest);
            } else {
                int size = size(rest);
                if (size > 0 && size <= rest.length()) {
                    rows.accept(rest.sub(0, size));
                    at += size;
                    continue;
                }
                at += addToPiece(rest);
            }
            int size = size(piece());
            if (size == NO_ROW) {
                return false;
            }
            if (size == length) {
                Slice row = Slice.of(Arrays.copyOf(piece, length));
                length = 0;
                rows.accept(row);
            }
        }
        return true;
    }

    /** The beginning of a row whose end has not come yet. Valid until more is added. */
    Slice piece() {
        return Slice.of(piece, 0, length);
    }

    /** Adds what belongs to the row, or a byte as long as its size is not known; returns how much. */
    private int addToPiece(Slice rest) {
        int size = size(piece());
        int taken = size == UNKNOWN ? 1 : Math.min(size - length, rest.length());
        if (piece.length - length < taken) {
            piece = Arrays.copyOf(piece, Math.max(piece.length * 2, length + taken));
        }
        System.arraycopy(rest.array(), rest.offset(), piece, length, taken);
        length += taken;
        return taken;
    }

    /** Bytes of the row that starts here, its head included. */
    private static int size(Slice from) {
        byte[] array = from.array();
        int known = Math.min(from.length(), MAX_HEAD_BYTES);
        if (known > 0 && array[from.offset()] != RowSchema.ROW_TAG) {
            return NO_ROW;
        }
        long size = 0;
        for (int i = 1; i < known; i++) {
            byte next = array[from.offset() + i];
            size |= (next & 0x7FL) << (7 * (i - 1));
            if (next >= 0) {
                return size > MAX_ROW_BYTES ? NO_ROW : (int) size + 1 + i;
            }
        }
        return known == MAX_HEAD_BYTES ? NO_ROW : UNKNOWN;
    }
}
