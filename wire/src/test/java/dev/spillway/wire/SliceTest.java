package dev.spillway.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class SliceTest {
    private final byte[] array = {0, 1, 2, 3, 4, 5, 6, 7};
    private final Slice slice = Slice.of(array, 2, 4);

    @Test
    void showsItsBytesInEveryWay() throws IOException {
        byte[] expected = {2, 3, 4, 5};
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        slice.writeTo(out);
        byte[] buffered = new byte[4];
        slice.asByteBuffer().get(buffered);
        assertArrayEquals(expected, slice.toByteArray());
        assertArrayEquals(expected, out.toByteArray());
        assertArrayEquals(expected, buffered);
        assertEquals(Crc32c.of(expected, 0, 4), slice.crc32c());
        assertEquals(6, slice.end());
    }

    @Test
    void sharesItsArrayWithItsParts() {
        Slice part = slice.sub(1, 2);
        assertSame(array, part.array());
        assertEquals(3, part.offset());
        assertEquals(2, part.length());
    }

    @Test
    void givesABufferThatNobodyCanWriteTo() {
        ByteBuffer buffer = slice.asByteBuffer();
        assertTrue(buffer.isReadOnly());
        assertEquals(0, buffer.position());
        assertEquals(4, buffer.capacity());
    }

    @Test
    void refusesWhatLiesOutside() {
        assertThrows(IndexOutOfBoundsException.class, () -> Slice.of(array, 5, 4));
        assertThrows(IndexOutOfBoundsException.class, () -> Slice.of(array, -1, 2));
        assertThrows(IndexOutOfBoundsException.class, () -> slice.sub(3, 2));
        assertThrows(IndexOutOfBoundsException.class, () -> slice.sub(-1, 2));
    }

    @Test
    void isEqualByContent() {
        Slice same = Slice.of(new byte[] {2, 3, 4, 5});
        assertEquals(same, slice);
        assertEquals(same.hashCode(), slice.hashCode());
        assertNotEquals(Slice.of(new byte[] {2, 3, 4}), slice);
        assertNotEquals(Slice.of(new byte[] {2, 3, 4, 6}), slice);
    }

    @Test
    void holdsNoArrayWhereItIsEmpty() {
        assertSame(Slice.EMPTY, Slice.of(array, 3, 0));
    }
}
