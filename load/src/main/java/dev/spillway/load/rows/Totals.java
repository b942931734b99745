package dev.spillway.load.rows;

import dev.spillway.wire.Crc32c;
import dev.spillway.wire.Position;
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
     * Compares what trailers say of the canonical bytes, and of the bytes that were sent.
     *
     * @return whether there was a checksum of either
     */
    static boolean content(Map<String, String> trailers, Position total, long bytes, CRC32C crc) throws Corrupt {
        boolean canonical = canonical(trailers, total);
        require(trailers, CONTENT_BYTES, Long.toString(bytes));
        // Other digests than this one are not known here.
        boolean digest = trailers.getOrDefault(DIGEST, "").startsWith(DIGEST_PREFIX)
                && require(trailers, DIGEST, Crc32c.toDigest((int) crc.getValue()));
        return digest || canonical;
    }

    private static boolean require(Map<String, String> trailers, String name, String expected) throws Corrupt {
        String value = trailers.get(name);
        if (value != null && !value.equals(expected)) {
            throw new Corrupt(Fault.CHECKSUM, name + " " + value + " (expected: " + expected + ")");
        }
        return value != null;
    }
}
