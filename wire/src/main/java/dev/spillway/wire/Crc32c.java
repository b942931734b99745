package dev.spillway.wire;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.zip.CRC32C;

/**
 * CRC32C (Castagnoli; RFC 3720, appendix B.4), and the checksum of a concatenation from the checksums of its parts.
 *
 * <p>A CRC is the remainder of the message as a polynomial over GF(2). Appending n bytes multiplies what came before by
 * x^(8n), so that {@code crc(a‖b) = crc(a) · x^(8·|b|) ⊕ crc(b)}: the pre- and post-conditioning cancel out. The
 * method is the one of Mark Adler's {@code crc32_combine} in zlib, with Castagnoli's polynomial in its place.
 * Polynomials are held reflected: the coefficient of x^0 is the highest bit.
 */
public final class Crc32c {
    private static final int POLYNOMIAL = 0x82F63B78;
    private static final int ONE = 0x80000000;

    /** {@code X_TO_8_TIMES_2_TO[k]} is x^(8·2^k) modulo the polynomial. */
    private static final int[] X_TO_8_TIMES_2_TO = new int[63];

    static {
        int power = ONE >>> 8;
        for (int k = 0; k < X_TO_8_TIMES_2_TO.length; k++) {
            X_TO_8_TIMES_2_TO[k] = power;
            power = multiply(power, power);
        }
    }

    private Crc32c() {}

    /** CRC32C of the bytes; 0 for none. */
    public static int of(byte[] bytes, int offset, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, offset, length);
        return (int) crc.getValue();
    }

    /** CRC32C of what remains in the buffer, which is empty then. */
    public static int of(ByteBuffer bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        return (int) crc.getValue();
    }

    /** CRC32C of a‖b, from the CRC32C of each and the length of b in bytes. */
    public static int combine(int crcOfA, int crcOfB, long lengthOfB) {
        if (lengthOfB < 0) {
            throw new IllegalArgumentException("lengthOfB: " + lengthOfB + " (expected: >= 0)");
        }
        int shifted = crcOfA;
        long rest = lengthOfB;
        for (int k = 0; rest != 0; k++, rest >>>= 1) {
            if ((rest & 1) != 0) {
                shifted = multiply(shifted, X_TO_8_TIMES_2_TO[k]);
            }
        }
        return shifted ^ crcOfB;
    }

    private static int multiply(int a, int b) {
        int product = 0;
        int shiftedB = b;
        for (int bit = ONE; bit != 0; bit >>>= 1) {
            product ^= (a & bit) != 0 ? shiftedB : 0;
            shiftedB = (shiftedB >>> 1) ^ ((shiftedB & 1) != 0 ? POLYNOMIAL : 0);
        }
        return product;
    }

    /** The checksum as a member of a {@code Repr-Digest} header (RFC 9530): {@code crc32c=:F4pLyQ==:}. */
    public static String toDigest(int crc) {
        byte[] bigEndian = ByteBuffer.allocate(Integer.BYTES).putInt(crc).array();
        return "crc32c=:" + Base64.getEncoder().encodeToString(bigEndian) + ":";
    }

    /** The checksum as 8 lower-case hex digits, the way headers and commands show it. */
    public static String toHex(int crc) {
        return String.format("%08x", crc);
    }
}
