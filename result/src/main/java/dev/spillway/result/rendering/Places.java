package dev.spillway.result.rendering;

import dev.spillway.wire.Position;
import dev.spillway.wire.RenderingInfo.Place;
import java.util.Arrays;

/**
 * Places that a result and a rendering of it have in common, ascending; the first one is the start of both. There are at
 * most {@value #MOST}: of more, every second one is forgotten, and those that come are as far apart, so that they take no
 * more than 2 MiB. One thread until all are there, then any.
 */
final class Places {
    /** Canonical bytes between two places at least. The smallest chunk has as many. */
    private static final int SPACING = 16 << 10;

    private static final int MOST = 1 << 16;

    private long[] offsets = new long[64];
    private long[] bytes = new long[64];
    private long[] rows = new long[64];
    private int[] checksums = new int[64];
    private int size = 1;
    private long spacing = SPACING;

    /** Takes a place behind all others, unless it is near the one before. */
    void add(Position position, long offset) {
        if (position.bytes() - bytes[size - 1] < spacing) {
            return;
        }
        if (size == MOST) {
            thin();
        } else if (size == offsets.length) {
            offsets = Arrays.copyOf(offsets, 2 * size);
            bytes = Arrays.copyOf(bytes, 2 * size);
            rows = Arrays.copyOf(rows, 2 * size);
            checksums = Arrays.copyOf(checksums, 2 * size);
        }
        offsets[size] = offset;
        bytes[size] = position.bytes();
        rows[size] = position.rows();
        checksums[size] = position.crc32c();
        size++;
    }

    private void thin() {
        for (int i = 1; i < size / 2; i++) {
            offsets[i] = offsets[2 * i];
            bytes[i] = bytes[2 * i];
            rows[i] = rows[2 * i];
            checksums[i] = checksums[2 * i];
        }
        size /= 2;
        spacing = Math.max(2 * spacing, bytes[size - 1] / size);
    }

    /** The last place from which on that byte of the rendering is rendered. */
    Place before(long offset) {
        return place(indexBehind(offset) - 1);
    }

    /** The first place before which it is; the end, if there is none. */
    Place behind(long offset, Place end) {
        int index = indexBehind(offset);
        return index < size ? place(index) : end;
    }

    private int indexBehind(long offset) {
        int low = 0;
        int high = size;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (offsets[middle] <= offset) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private Place place(int index) {
        return new Place(new Position(bytes[index], rows[index], checksums[index]), offsets[index]);
    }
}
