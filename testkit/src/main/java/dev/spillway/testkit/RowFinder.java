package dev.spillway.testkit;

import dev.spillway.wire.Slice;
import java.util.Arrays;
import java.util.OptionalLong;

/**
 * Finds which row of a result some bytes are: the one whose number is in field 1, else the nearest of those around, an
 * earlier one rather than a later one.
 */
record RowFinder(CanonicalRows truth, long totalRows) {
    /** Rows that are compared in either direction. */
    static final int WINDOW = 256;

    private static final int ID_TAG = 1 << 3;

    /** How bytes are compared with a row. */
    private interface Match {
        boolean matches(Slice row, Slice bytes);
    }

    OptionalLong row(Slice bytes, long near) {
        return find(bytes, near, Slice::equals);
    }

    OptionalLong rowThatStartsWith(Slice bytes, long near) {
        return find(bytes, near, RowFinder::startsWith);
    }

    static boolean startsWith(Slice row, Slice bytes) {
        return bytes.length() <= row.length() && row.sub(0, bytes.length()).equals(bytes);
    }

    private OptionalLong find(Slice bytes, long near, Match match) {
        if (is(id(bytes), bytes, match)) {
            return OptionalLong.of(id(bytes));
        }
        for (int distance = 1; distance <= WINDOW; distance++) {
            if (is(near - distance, bytes, match)) {
                return OptionalLong.of(near - distance);
            }
            if (is(near + distance, bytes, match)) {
                return OptionalLong.of(near + distance);
            }
        }
        return OptionalLong.empty();
    }

    private boolean is(long number, Slice bytes, Match match) {
        return number >= 0 && number < totalRows && match.matches(truth.row(number), bytes);
    }

    /** The integer in field 1 of a row, or of the beginning of one; -1 if there is none. */
    private static long id(Slice row) {
        byte[] bytes = Arrays.copyOfRange(row.array(), row.offset(), row.offset() + Math.min(row.length(), 24));
        int at = 1;
        while (at < bytes.length && bytes[at] < 0) {
            at++;
        }
        if (at + 1 >= bytes.length || bytes[at + 1] != ID_TAG) {
            return -1;
        }
        long id = 0;
        int shift = 0;
        for (int i = at + 2; i < bytes.length && shift < Long.SIZE; i++, shift += 7) {
            id |= (bytes[i] & 0x7FL) << shift;
            if (bytes[i] >= 0) {
                return id;
            }
        }
        return -1;
    }
}
