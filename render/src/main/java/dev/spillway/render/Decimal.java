package dev.spillway.render;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Integers as decimal digits. */
final class Decimal {
    /** Of {@code -9223372036854775808} and {@code 18446744073709551615}. */
    static final int MAX_LENGTH = 20;

    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);

    /** The two digits of 0 to 99, the first one in the low byte. */
    private static final short[] PAIRS = new short[100];

    /** {@code POWERS[n]} is 10^n, as unsigned. */
    private static final long[] POWERS = new long[20];

    static {
        for (int i = 0; i < PAIRS.length; i++) {
            PAIRS[i] = (short) (('0' + i / 10) | ('0' + i % 10) << 8);
        }
        long power = 1;
        for (int i = 0; i < POWERS.length; i++) {
            POWERS[i] = power;
            power *= 10;
        }
    }

    private Decimal() {}

    static int signed(long value, byte[] to, int at) {
        if (value >= 0) {
            return unsigned(value, to, at);
        }
        to[at] = '-';
        return unsigned(-value, to, at + 1);
    }

    static int unsigned(long value, byte[] to, int at) {
        int end = at + digits(value);
        int index = end;
        long rest = value;
        if (rest < 0) {
            long hundredth = Long.divideUnsigned(rest, 100);
            index = pair((int) (rest - hundredth * 100), to, index - 2);
            rest = hundredth;
        }
        while (rest > Integer.MAX_VALUE) {
            long hundredth = rest / 100;
            index = pair((int) (rest - hundredth * 100), to, index - 2);
            rest = hundredth;
        }
        int small = (int) rest;
        while (small >= 100) {
            int hundredth = small / 100;
            index = pair(small - hundredth * 100, to, index - 2);
            small = hundredth;
        }
        if (small >= 10) {
            pair(small, to, index - 2);
        } else {
            to[index - 1] = (byte) ('0' + small);
        }
        return end;
    }

    /** Writes the two digits of 0 to 99; returns where they begin. */
    static int pair(int value, byte[] to, int at) {
        SHORT.set(to, at, PAIRS[value]);
        return at;
    }

    /** Writes a point and 3, 6 or 9 digits of nanoseconds; nothing where they are 0. */
    static int fraction(int nanos, byte[] to, int start) {
        if (nanos == 0) {
            return start;
        }
        to[start] = '.';
        int at = thousand(nanos / 1_000_000, to, start + 1);
        if (nanos % 1_000_000 == 0) {
            return at;
        }
        at = thousand(nanos / 1_000 % 1_000, to, at);
        return nanos % 1_000 == 0 ? at : thousand(nanos % 1_000, to, at);
    }

    private static int thousand(int value, byte[] to, int at) {
        to[at] = (byte) ('0' + value / 100);
        pair(value % 100, to, at + 1);
        return at + 3;
    }

    private static int digits(long value) {
        // 1233 / 4096 is log10(2): the estimate is exact, or one too small.
        int estimate = ((Long.SIZE - Long.numberOfLeadingZeros(value | 1)) * 1233) >>> 12;
        return Long.compareUnsigned(value, POWERS[estimate]) < 0 ? Math.max(estimate, 1) : estimate + 1;
    }
}
