package dev.spillway.load.run;

import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;

/** Rows and bytes that came, by time: slots of equal length from the start of a run on. Any number of threads. */
public final class Series {
    private final long startNanos;
    private final long slotNanos;
    private final AtomicLongArray rows;
    private final AtomicLongArray bytes;
    private final LongAdder allRows = new LongAdder();
    private final LongAdder allBytes = new LongAdder();

    Series(long startNanos, long slotNanos, int slots) {
        this.startNanos = startNanos;
        this.slotNanos = slotNanos;
        rows = new AtomicLongArray(slots);
        bytes = new AtomicLongArray(slots);
    }

    /** What comes behind the last slot counts there. */
    void add(long nanoTime, long moreRows, long moreBytes) {
        int slot = (int) Math.clamp((nanoTime - startNanos) / slotNanos, 0L, rows.length() - 1L);
        rows.addAndGet(slot, moreRows);
        bytes.addAndGet(slot, moreBytes);
        allRows.add(moreRows);
        allBytes.add(moreBytes);
    }

    long allRows() {
        return allRows.sum();
    }

    long allBytes() {
        return allBytes.sum();
    }

    public int slots() {
        return rows.length();
    }

    public long slotNanos() {
        return slotNanos;
    }

    public long rows(int slot) {
        return rows.get(slot);
    }

    public long bytes(int slot) {
        return bytes.get(slot);
    }
}
