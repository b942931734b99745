package dev.spillway.load.rows;

import java.util.Arrays;

/** The fingerprints of units of a body (rows, or lines), in their order: 32 bits each. */
final class Prints {
    private static final int FIRST_SIZE = 1 << 10;

    private int[] prints = new int[FIRST_SIZE];
    private int count;

    void add(int print) {
        if (count == prints.length) {
            prints = Arrays.copyOf(prints, count * 2);
        }
        prints[count++] = print;
    }

    int count() {
        return count;
    }

    int at(int index) {
        return prints[index];
    }

    /** The first place of this fingerprint in {@code from} (inclusive) to {@code to} (exclusive), or -1. */
    int find(int print, int from, int to) {
        for (int i = from; i < to; i++) {
            if (prints[i] == print) {
                return i;
            }
        }
        return -1;
    }
}
