package dev.spillway.result.log;

import dev.spillway.wire.Chunk;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The newest chunks of a result, contiguous, in memory. Not for several threads. */
final class RecentChunks {
    /** What a chunk takes beside its data. */
    static final int OVERHEAD_BYTES = 112;

    private final List<@Nullable Chunk> chunks = new ArrayList<>();
    /** Those before it are dropped. */
    private int first;

    private LogPlace start;
    private long heldBytes;

    RecentChunks(LogPlace start) {
        this.start = start;
    }

    static long held(Chunk chunk) {
        return (long) chunk.data().length() + OVERHEAD_BYTES;
    }

    void add(Chunk chunk) {
        chunks.add(chunk);
        heldBytes += held(chunk);
    }

    /** Drops the oldest chunk; how many bytes that frees. */
    long dropFirst() {
        Chunk dropped = kept(first);
        chunks.set(first, null);
        first++;
        start = start.after(dropped);
        heldBytes -= held(dropped);
        if (first > chunks.size() / 2) {
            chunks.subList(0, first).clear();
            first = 0;
        }
        return held(dropped);
    }

    boolean isEmpty() {
        return first == chunks.size();
    }

    /** Where the oldest chunk starts. */
    LogPlace start() {
        return start;
    }

    long heldBytes() {
        return heldBytes;
    }

    /** The chunk that starts there; null if there is none. */
    @Nullable
    Chunk at(long offset) {
        int low = first;
        int high = chunks.size() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            Chunk found = kept(middle);
            if (found.offset() == offset) {
                return found;
            }
            if (found.offset() < offset) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return null;
    }

    private Chunk kept(int index) {
        return Objects.requireNonNull(chunks.get(index));
    }
}
