package dev.spillway.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spillway.wire.Seeds;
import dev.spillway.wire.Slice;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RowSplitterTest {
    @Test
    void givesTheSameRowsWhereverTheSlicesEnd() {
        Seeds.each(200, random -> {
            GeneratedRows truth = new GeneratedRows(random.nextLong(), 10, 2_000);
            List<Slice> rows = Recording.rows(truth, 30);
            List<Slice> split = new ArrayList<>();
            RowSplitter splitter = new RowSplitter();
            for (Slice slice : Recording.slices(rows, random)) {
                assertTrue(splitter.add(slice, split::add));
            }
            assertEquals(rows, split);
            assertTrue(splitter.piece().isEmpty());
        });
    }

    @Test
    void keepsThePieceOfARow() {
        RowSplitter splitter = new RowSplitter();
        List<Slice> split = new ArrayList<>();
        assertTrue(splitter.add(Slice.of(new byte[] {0x0A, 0, 0x0A, 2, 7}), split::add));
        assertEquals(List.of(Slice.of(new byte[] {0x0A, 0})), split);
        assertEquals(Slice.of(new byte[] {0x0A, 2, 7}), splitter.piece());
    }

    @Test
    void refusesWhatIsNoRow() {
        assertFalse(accepts(0x0B), "another tag");
        assertFalse(accepts(0x0A, 0x80, 0x80, 0x80, 0x80, 0x80), "a length that does not end");
        assertFalse(accepts(0x0A, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F), "a row of 32 GiB");
        assertFalse(accepts(0x0A, 0x81, 0x80, 0x80, 0x20), "a row of 64 MiB and a byte");
        assertTrue(accepts(0x0A, 0x80, 0x80, 0x80, 0x20), "a row of 64 MiB");
    }

    private static boolean accepts(int... bytes) {
        byte[] slice = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            slice[i] = (byte) bytes[i];
        }
        return new RowSplitter().add(Slice.of(slice), row -> {});
    }
}
