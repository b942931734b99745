package dev.spillway.testkit;

import dev.spillway.wire.Position;

/** What an {@link Auditor} finds of what a client handed out. */
public sealed interface Verdict {
    /** All of {@link Property} hold. */
    record Whole(Position total) implements Verdict {}

    /**
     * An honest failure: the client said that it failed, and what it had handed out until then is the beginning of the
     * result.
     *
     * @param rows whole rows that it handed out; behind them there may be a piece of the next
     * @param failure what it said
     */
    record Incomplete(long rows, String failure) implements Verdict {}

    /**
     * A lie.
     *
     * @param property what does not hold
     * @param row the first place where it does not, as rows that were right before it
     * @param message what was there, and what was expected
     */
    record Violation(Property property, long row, String message) implements Verdict {}

    /** What holds of a result that arrived whole. */
    enum Property {
        /** Rows come in the order of the result. */
        ORDERED,
        /** No row comes twice. */
        UNIQUE,
        /** Every row comes before the end does, and the end counts them. */
        COMPLETE,
        /** Every byte is the result's. */
        UNALTERED,
        /** The client says how it ended: once, and nothing follows. */
        END_SEEN
    }
}
