package dev.spillway.render;

import dev.spillway.wire.Slice;
import java.util.Arrays;

/** Collects rendered bytes until {@link #take}, then starts anew. One thread. */
public final class Out {
    /** Bytes behind every reserved room that may be overwritten: values are copied in words of 8 bytes. */
    static final int WORD = Long.BYTES;

    private static final int MIN_SIZE = 256;

    /** Beyond this, only what is needed and an eighth more. */
    private static final int MAX_GUESS = 1 << 20;

    private byte[] array = Slice.EMPTY.array();
    private int length;
    /** Bytes of somebody else that are all there is; then there is no array yet. */
    private Slice lent = Slice.EMPTY;
    /** Length of what was taken last: what comes next is about as long. */
    private int lastLength;

    /** Bytes collected since {@link #take}. */
    public int length() {
        return length;
    }

    /** What was collected. Nobody writes to it any more. */
    public Slice take() {
        Slice taken = lent.isEmpty() ? written() : lent;
        lastLength = length;
        array = Slice.EMPTY.array();
        lent = Slice.EMPTY;
        length = 0;
        return taken;
    }

    private Slice written() {
        return length < array.length / 2 ? Slice.of(Arrays.copyOf(array, length)) : Slice.of(array, 0, length);
    }

    /** The array to write to: from {@code at} on it has room for {@code size} bytes, and a {@link #WORD}. */
    byte[] room(int at, int size) {
        long needed = (long) at + size + WORD;
        if (array.length < needed) {
            grow(needed);
        }
        return array;
    }

    private void grow(long needed) {
        long guess = array.length == 0 ? lastLength + lastLength / 8L : array.length * 2L;
        long size = Math.max(Math.min(guess, MAX_GUESS), needed + needed / 8);
        array = Arrays.copyOf(array, Math.toIntExact(Math.max(size, MIN_SIZE)));
        System.arraycopy(lent.array(), lent.offset(), array, 0, lent.length());
        lent = Slice.EMPTY;
    }

    /** Writes an ASCII character; returns the index behind it. */
    int put(char character, int at) {
        room(at, 1)[at] = (byte) character;
        return at + 1;
    }

    /** Takes what was written to {@link #room} up to here. */
    void endAt(int at) {
        length = at;
    }

    /** Appends bytes as they are: without a copy where they come first. */
    void append(Slice bytes) {
        if (array.length == 0 && lent.isEmpty()) {
            lent = bytes;
            length = bytes.length();
            return;
        }
        byte[] to = room(length, bytes.length());
        System.arraycopy(bytes.array(), bytes.offset(), to, length, bytes.length());
        length += bytes.length();
    }
}
