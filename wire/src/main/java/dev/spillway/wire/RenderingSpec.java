package dev.spillway.wire;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What is asked about a result in one format.
 *
 * @param format name of the format, such as {@code csv}
 * @param options of the format, by name, as in a URL
 * @param find bytes of the rendering whose place in the result is wanted
 * @param sha256 whether the SHA-256 of the rendering is wanted
 */
public record RenderingSpec(
        ResultId result, String format, Map<String, String> options, Optional<ByteRange> find, boolean sha256) {
    /**
     * Bytes that follow each other.
     *
     * @param last the last of them, not the one behind it; never less than {@code first}
     */
    public record ByteRange(long first, long last) {
        public ByteRange {
            if (first < 0) {
                throw new IllegalArgumentException("find_byte: " + first + " (expected: >= 0)");
            }
            if (last < first) {
                throw new IllegalArgumentException("find_last_byte: " + last + " (expected: >= " + first + ")");
            }
        }

        /** How many bytes it spans. */
        public long length() {
            return last - first + 1;
        }
    }

    public RenderingSpec {
        options = Collections.unmodifiableMap(new TreeMap<>(options));
    }

    /** The same, asked for the place of those bytes. */
    public RenderingSpec finding(ByteRange bytes) {
        return new RenderingSpec(result, format, options, Optional.of(bytes), sha256);
    }
}
