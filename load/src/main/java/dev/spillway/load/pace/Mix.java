package dev.spillway.load.pace;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Which part of the users behaves how; the others are steady.
 *
 * @param shares each with its part of the whole; together at most 1
 */
public record Mix(List<Share> shares) {
    /** All users are steady. */
    public static final Mix STEADY = new Mix(List.of());

    private static final double TOLERANCE = 1e-9;

    /**
     * A part of the users.
     *
     * @param part of all users, more than 0 and at most 1
     */
    public record Share(Reader reader, double part) {
        public Share {
            if (!(part > 0 && part <= 1)) {
                throw new IllegalArgumentException(
                        reader + ": " + part * 100 + "% (expected: more than 0%, at most 100%)");
            }
        }
    }

    public Mix {
        shares = List.copyOf(shares);
        double sum = shares.stream().mapToDouble(Share::part).sum();
        if (sum > 1 + TOLERANCE) {
            throw new IllegalArgumentException(
                    "shares: " + Math.round(sum * 100) + "% in all (expected: at most 100%)");
        }
    }

    /**
     * Who behaves how, a reader for each user: steady ones first. Whole users by the largest remainder, so that each share
     * is off by less than one user.
     */
    public List<Reader> of(int users) {
        List<Share> all = new ArrayList<>();
        all.add(new Share(new Reader.Steady(), 1));
        all.addAll(shares);
        double[] exact = new double[all.size()];
        exact[0] =
                users * Math.max(0, 1 - shares.stream().mapToDouble(Share::part).sum());
        for (int i = 1; i < exact.length; i++) {
            exact[i] = users * all.get(i).part();
        }
        int[] counts = new int[exact.length];
        int given = 0;
        for (int i = 0; i < exact.length; i++) {
            counts[i] = (int) Math.floor(exact[i] + TOLERANCE);
            given += counts[i];
        }
        List<Integer> byRemainder = new ArrayList<>();
        for (int i = 0; i < exact.length; i++) {
            byRemainder.add(i);
        }
        byRemainder.sort(Comparator.comparingDouble(i -> counts[i] - exact[i]));
        for (int i = 0; given < users; i++, given++) {
            counts[byRemainder.get(i)]++;
        }
        List<Reader> readers = new ArrayList<>();
        for (int i = 0; i < counts.length; i++) {
            for (int n = 0; n < counts[i]; n++) {
                readers.add(all.get(i).reader());
            }
        }
        return readers;
    }
}
