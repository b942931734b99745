package dev.spillway.result;

import java.util.concurrent.atomic.AtomicInteger;

/** Shares a number of bytes equally among those that take part. Any thread. */
final class ByteBudget {
    private final long totalBytes;
    private final int mostEach;
    private final AtomicInteger parties = new AtomicInteger();

    ByteBudget(long totalBytes, int mostEach) {
        this.totalBytes = totalBytes;
        this.mostEach = mostEach;
    }

    void enter() {
        parties.incrementAndGet();
    }

    void leave() {
        parties.decrementAndGet();
    }

    /** What each may hold at this moment, in bytes. */
    int share() {
        long equal = totalBytes / Math.max(1, parties.get());
        return Math.clamp(equal, ResultSettings.MIN_SHARE_BYTES, mostEach);
    }

    /** Whether the budget, and not its own limit, is what holds a party back. */
    boolean isShort() {
        return share() < mostEach;
    }
}
