package dev.spillway.benchmarks;

/** Counts books, in a way that their ids and titles have to be read for. One thread. */
final class Tally {
    private long books;
    private long used;

    void add(int id, String title) {
        books++;
        used += title.length() + id;
    }

    long books() {
        return used == Long.MIN_VALUE ? 0 : books;
    }
}
