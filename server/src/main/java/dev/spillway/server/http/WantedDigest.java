package dev.spillway.server.http;

import java.util.List;
import java.util.regex.Pattern;

/** What a {@code Want-Repr-Digest} asks for (RFC 9530, section 4); CRC32C is always given. */
final class WantedDigest {
    static final String HEADER = "want-repr-digest";

    /** A preference of 0 is a refusal. */
    private static final Pattern SHA_256 = Pattern.compile("(?:^|,)\\s*sha-256\\s*(?:=\\s*0*[1-9][0-9]*\\s*)?(?:,|$)");

    private WantedDigest() {}

    static boolean isSha256In(List<String> header) {
        return SHA_256.matcher(String.join(",", header)).find();
    }
}
