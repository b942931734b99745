package dev.spillway.wire;

import java.util.concurrent.atomic.AtomicInteger;

/** Shares a number of bytes equally among those that take part. Any thread. */
public final class ByteBudget {
    /** However many take part, each may hold this much, or the most for each where that is less. */
    public static final int MIN_SHARE_BYTES = 16 << 10;

    private final long totalBytes;
    private final int mostEach;
    private final AtomicInteger parties = new AtomicInteger();

    /** @param mostEach what one may hold at most, in bytes, although the others do not need the rest */
    public ByteBudget(long totalBytes, int mostEach) {
        this.totalBytes = totalBytes;
        this.mostEach = mostEach;
    }

    public void enter() {
        parties.incrementAndGet();
    }

    public void leave() {
        parties.decrementAndGet();
    }

    /** What each may hold at this moment, in bytes. */
    public int share() {
        long equal = totalBytes / Math.max(1, parties.get());
        return (int) Math.min(mostEach, Math.max(MIN_SHARE_BYTES, equal));
    }

    /** Whether the budget, and not its own limit, is what holds a party back. */
    public boolean isShort() {
        return share() < mostEach;
    }
}
