package dev.spillway.source;

import dev.spillway.wire.ResultFailure;
import dev.spillway.wire.row.ChunkBuilder;

/**
 * One run of a source.
 *
 * <p>{@link #fill} and {@link #close} are called by one thread; {@link #cancel} by any.
 */
public interface Cursor extends AutoCloseable {
    /** Whether there is more. */
    enum Fill {
        /** Take the rows that are there, then fill again. */
        MORE,
        /** The source confirmed that it ended well; take the rows that are left. Nothing follows. */
        END
    }

    /**
     * Writes rows until the builder is full, or until a batch of the source ended and rows are due ({@link
     * ChunkBuilder#isDue}). Waits for the source as long as it takes.
     *
     * @return {@link Fill#END} only after the source confirmed success: a result that was cut short never looks whole
     * @throws ResultFailure the source failed, with its own words; or CANCELLED after {@link #cancel}. Nothing follows
     */
    Fill fill(ChunkBuilder out) throws ResultFailure, InterruptedException;

    /** Makes a running or later {@link #fill} throw soon. Does not wait; any number of times; no effect after the end. */
    void cancel();

    /** Gives back what the run holds. After the last {@link #fill} returned or threw, exactly once. */
    @Override
    void close();
}
