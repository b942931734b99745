package dev.spillway.testkit;

import dev.spillway.wire.Crc32c;
import dev.spillway.wire.Position;
import dev.spillway.wire.Slice;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;

/** What a client may have handed out. */
final class Recording {
    private Recording() {}

    static List<Slice> rows(CanonicalRows truth, long count) {
        return new ArrayList<>(LongStream.range(0, count).mapToObj(truth::row).toList());
    }

    static byte[] concatenation(List<Slice> slices) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        slices.forEach(slice -> bytes.write(slice.array(), slice.offset(), slice.length()));
        return bytes.toByteArray();
    }

    static Position total(List<Slice> rows) {
        byte[] bytes = concatenation(rows);
        return new Position(bytes.length, rows.size(), Crc32c.of(bytes, 0, bytes.length));
    }

    /** The same bytes in slices of any size. */
    static List<Slice> slices(List<Slice> rows, Random random) {
        Slice all = Slice.of(concatenation(rows));
        List<Slice> slices = new ArrayList<>();
        int largest = 1 << random.nextInt(12);
        for (int at = 0; at < all.length(); ) {
            int length = Math.min(random.nextInt(largest) + 1, all.length() - at);
            slices.add(all.sub(at, length));
            at += length;
        }
        return slices;
    }
}
