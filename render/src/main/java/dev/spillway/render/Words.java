package dev.spillway.render;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Eight bytes at a time, as one number, the first byte lowest.
 *
 * <p>A mask has the high bit of each byte set that was looked for. Above the lowest of them it may be wrong, as borrows
 * run upwards; {@link #before} only asks for the lowest.
 */
final class Words {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101_0101_0101_0101L;
    private static final long HIGHS = 0x8080_8080_8080_8080L;

    private Words() {}

    static long get(byte[] from, int at) {
        return (long) LONG.get(from, at);
    }

    static void put(long word, byte[] to, int at) {
        LONG.set(to, at, word);
    }

    /** The mask of bytes below a value, which is at most 0x80. */
    static long below(long word, int value) {
        return (word - ONES * value) & ~word & HIGHS;
    }

    /** The mask of bytes of a value. */
    static long equal(long word, int value) {
        long difference = word ^ (ONES * value);
        return (difference - ONES) & ~difference & HIGHS;
    }

    /** How many bytes come before the first in the mask: 8 if there is none. */
    static int before(long mask) {
        return Long.numberOfTrailingZeros(mask) >>> 3;
    }
}
