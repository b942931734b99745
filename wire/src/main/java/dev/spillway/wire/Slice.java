package dev.spillway.wire;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Objects;

/**
 * An immutable run of bytes inside of an array.
 *
 * <p>Whoever makes a slice gives up the bytes: nobody writes to them any more, so that a slice may be shared between
 * threads and kept for any time without a copy. {@link #array} is there for readers that walk bytes; writing to it
 * breaks the contract.
 */
public final class Slice {
    public static final Slice EMPTY = new Slice(new byte[0], 0, 0);

    private final byte[] array;
    private final int offset;
    private final int length;

    private Slice(byte[] array, int offset, int length) {
        this.array = array;
        this.offset = offset;
        this.length = length;
    }

    /** A slice over the given bytes, which the caller will not change any more. */
    public static Slice of(byte[] array, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, array.length);
        return length == 0 ? EMPTY : new Slice(array, offset, length);
    }

    /** A slice over the given bytes, which the caller will not change any more. */
    public static Slice of(byte[] array) {
        return of(array, 0, array.length);
    }

    public byte[] array() {
        return array;
    }

    /** Index in {@link #array} of the first byte. */
    public int offset() {
        return offset;
    }

    public int length() {
        return length;
    }

    /** Index in {@link #array} behind the last byte. */
    public int end() {
        return offset + length;
    }

    public boolean isEmpty() {
        return length == 0;
    }

    public Slice sub(int from, int size) {
        Objects.checkFromIndexSize(from, size, length);
        return of(array, offset + from, size);
    }

    /** A copy of the bytes. */
    public byte[] toByteArray() {
        return Arrays.copyOfRange(array, offset, offset + length);
    }

    /** A read-only view of the bytes, in no array that a receiver can reach. */
    public ByteBuffer asByteBuffer() {
        return ByteBuffer.wrap(array, offset, length).slice().asReadOnlyBuffer();
    }

    public void writeTo(OutputStream out) throws IOException {
        out.write(array, offset, length);
    }

    /** CRC32C of the bytes. */
    public int crc32c() {
        return Crc32c.of(array, offset, length);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Slice that
                && Arrays.equals(array, offset, offset + length, that.array, that.offset, that.offset + that.length);
    }

    @Override
    public int hashCode() {
        return crc32c();
    }

    @Override
    public String toString() {
        return length + " bytes";
    }
}
