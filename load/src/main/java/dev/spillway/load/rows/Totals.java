package dev.spillway.load.rows;

import dev.spillway.wire.Crc32c;
import dev.spillway.wire.Position;
import java.util.Base64;
import java.util.Map;
import java.util.zip.CRC32C;

/** What trailers say of a whole, against what it is: those of docs/typed.md and docs/http.md. */
final class Totals {
    private static final String ROWS = "spillway-rows";
    private static final String BYTES = "spillway-bytes";
    private static final String CHECKSUM = "spillway-crc32c";
    private static final String CONTENT_BYTES = "spillway-content-bytes";
    private static final String DIGEST = "repr-digest";
    private static final String DIGEST_PREFIX = "crc32c=:";

    private Totals() {}

    /**
     * Compares what trailers say of the canonical bytes.
     *
     * @return whether there was a checksum
     */
    static boolean canonical(Map<String, String> trailers, Position total) throws Corrupt {
        require(trailers, ROWS, Long.toString(total.rows()));
        require(trailers, BYTES, Long.toString(total.bytes()));
        return require(trailers, CHECKSUM, Crc32c.toHex(total.crc32c()));
    }

    /**
     * Compares what trailers say of the bytes that were sent.
     *
     * @return whether there was a checksum
     */
    static boolean content(Map<String, String> trailers, long bytes, CRC32C crc) throws Corrupt {
        require(trailers, CONTENT_BYTES, Long.toString(bytes));
        String digest = trailers.getOrDefault(DIGEST, "");
        if (!digest.startsWith(DIGEST_PREFIX)) {
            return false;
        }
        int value = (int) crc.getValue();
        byte[] bigEndian = {(byte) (value >>> 24), (byte) (value >>> 16), (byte) (value >>> 8), (byte) value};
        return require(trailers, DIGEST, DIGEST_PREFIX + Base64.getEncoder().encodeToString(bigEndian) + ":");
    }

    private static boolean require(Map<String, String> trailers, String name, String expected) throws Corrupt {
        String value = trailers.get(name);
        if (value != null && !value.equals(expected)) {
            throw new Corrupt(Fault.CHECKSUM, name + " " + value + " (expected: " + expected + ")");
        }
        return value != null;
    }
}
