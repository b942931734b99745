package dev.spillway.result;

import dev.spillway.wire.ByteBudget;
import dev.spillway.wire.ResultId;
import java.time.Duration;

/**
 * What results on this machine may use.
 *
 * @param owner name of this origin, a part of every result's id
 * @param chunkBytes size of a chunk, 16 KiB to 256 KiB
 * @param maxValueBytes largest text or bytes value
 * @param windowBytes most bytes that a source may be ahead of its reader; one chunk always may
 * @param budgetBytes most bytes that all sources together may be ahead of their readers; where it is short, each gets
 *     an equal share, but never less than 16 KiB
 * @param lease for how long a result is known that nobody reads
 * @param linger for how long the source of a result goes on that was read, and is not any more
 * @param drain what running sources have to finish when the origin stops, where their results are kept
 */
public record ResultSettings(
        String owner,
        int chunkBytes,
        int maxValueBytes,
        int windowBytes,
        long budgetBytes,
        Duration lease,
        Duration linger,
        Duration drain) {
    private static final int MAX_CHUNK_BYTES = 256 << 10;

    public static final ResultSettings DEFAULT = new ResultSettings("local", 64 << 10, 16 << 20, 256 << 10, 128L << 20);

    /** The same with the lease, the linger and the drain of {@link #DEFAULT}. */
    public ResultSettings(String owner, int chunkBytes, int maxValueBytes, int windowBytes, long budgetBytes) {
        this(
                owner,
                chunkBytes,
                maxValueBytes,
                windowBytes,
                budgetBytes,
                Duration.ofMinutes(10),
                Duration.ofSeconds(30),
                Duration.ZERO);
    }

    /** How long {@link LocalResults#close} waits for sources to stop. */
    static final Duration STOP_WAIT = Duration.ofSeconds(1);

    public ResultSettings {
        ResultId.create(owner);
        if (chunkBytes < ByteBudget.MIN_SHARE_BYTES || chunkBytes > MAX_CHUNK_BYTES) {
            throw new IllegalArgumentException("chunkBytes: " + chunkBytes + " (expected: " + ByteBudget.MIN_SHARE_BYTES
                    + "…" + MAX_CHUNK_BYTES + ")");
        }
        if (maxValueBytes < 1) {
            throw new IllegalArgumentException("maxValueBytes: " + maxValueBytes + " (expected: >= 1)");
        }
        if (windowBytes < ByteBudget.MIN_SHARE_BYTES) {
            throw new IllegalArgumentException(
                    "windowBytes: " + windowBytes + " (expected: >= " + ByteBudget.MIN_SHARE_BYTES + ")");
        }
        if (budgetBytes < windowBytes) {
            throw new IllegalArgumentException(
                    "budgetBytes: " + budgetBytes + " (expected: >= windowBytes, " + windowBytes + ")");
        }
    }
}
