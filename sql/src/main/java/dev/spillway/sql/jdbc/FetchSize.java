package dev.spillway.sql.jdbc;

/**
 * How many rows a driver is asked for at once: few at first, so that the first row is early, then more and more, as long as
 * so many of the widest row fit into the budget. One thread.
 */
final class FetchSize {
    private static final int FIRST = 16;
    private static final int MOST = 1000;
    private static final long BUDGET_BYTES = 1 << 20;

    private int rows = FIRST;
    private int left = FIRST;
    private long widest = 1;

    int rows() {
        return rows;
    }

    /**
     * Takes note of a row.
     *
     * @param bytes about how much memory it takes
     * @return whether the next fetch, which is due, is one of another size
     */
    boolean isChangedBy(long bytes) {
        widest = Math.max(widest, bytes);
        left--;
        if (left > 0) {
            return false;
        }
        int before = rows;
        rows = (int) Math.max(1, Math.min(Math.min(MOST, rows * 2L), BUDGET_BYTES / widest));
        left = rows;
        return rows != before;
    }
}
