package dev.spillway.testkit;

import dev.spillway.wire.Slice;

/** The rows of a result, as whoever checks it knows that they must be. */
@FunctionalInterface
public interface CanonicalRows {
    /** The canonical bytes of a row: tag, length and message. The same bytes each time. */
    Slice row(long number);
}
