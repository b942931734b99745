package dev.spillway.wire;

/**
 * What a read asks for.
 *
 * @param maxRows end after so many rows; 0: no limit
 * @param maxBytes end before the row that would exceed so many canonical bytes, but after one row at least; 0: no limit
 */
public record ReadSpec(Start start, long maxRows, long maxBytes) {
    public ReadSpec {
        if (maxRows < 0) {
            throw new IllegalArgumentException("max_rows: " + maxRows + " (expected: >= 0)");
        }
        if (maxBytes < 0) {
            throw new IllegalArgumentException("max_bytes: " + maxBytes + " (expected: >= 0)");
        }
    }

    /** Everything from there on. */
    public static ReadSpec from(Start start) {
        return new ReadSpec(start, 0, 0);
    }

    /** A new result, whole. */
    public static ReadSpec of(Query query) {
        return from(new Start.New(query));
    }
}
