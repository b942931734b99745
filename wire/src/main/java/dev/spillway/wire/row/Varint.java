package dev.spillway.wire.row;

/** Integers of 1 to 10 bytes, as protobuf encodes them. */
final class Varint {
    static final int MAX_SIZE = 10;

    private Varint() {}

    static int size(long value) {
        return (Long.SIZE - Long.numberOfLeadingZeros(value | 1) + 6) / 7;
    }

    /** Writes from {@code at} on; returns the index behind it. */
    static int put(byte[] to, int at, long value) {
        long rest = value;
        int index = at;
        while ((rest & ~0x7FL) != 0) {
            to[index++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        to[index++] = (byte) rest;
        return index;
    }
}
