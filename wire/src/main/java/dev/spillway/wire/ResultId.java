package dev.spillway.wire;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * The id of a result: its owner's name and 128 random bits. Knowing one is the right to read the result, so {@link
 * #toString} shows a part only; {@link #text} is the whole.
 */
public record ResultId(String owner, String random) {
    private static final Pattern OWNER = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");
    private static final Pattern RANDOM = Pattern.compile("[0-9a-f]{32}");
    private static final SecureRandom SECURE = new SecureRandom();

    public ResultId {
        if (!OWNER.matcher(owner).matches()) {
            throw new IllegalArgumentException(
                    "owner: '" + owner + "' (expected: 1 to 63 of a-z, 0-9 and -, the first no -)");
        }
        if (!RANDOM.matcher(random).matches()) {
            throw new IllegalArgumentException("result id: not 32 hex digits behind its owner");
        }
    }

    /** A new id. */
    public static ResultId create(String owner) {
        byte[] bits = new byte[16];
        SECURE.nextBytes(bits);
        return new ResultId(owner, HexFormat.of().formatHex(bits));
    }

    /** The id of a text that {@link #text} made. */
    public static ResultId parse(String text) {
        int dot = text.lastIndexOf('.');
        if (dot < 0) {
            throw new IllegalArgumentException("result id: no owner (expected: OWNER.32 hex digits)");
        }
        return new ResultId(text.substring(0, dot), text.substring(dot + 1));
    }

    /** The whole id: a secret. */
    public String text() {
        return owner + "." + random;
    }

    /** Enough of the id to tell results apart in a log. */
    public String shortName() {
        return random.substring(0, 4);
    }

    @Override
    public String toString() {
        return owner + "." + shortName() + "…";
    }
}
