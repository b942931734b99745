package dev.spillway.app.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds the name that was meant. */
final class DidYouMean {
    private DidYouMean() {}

    /** {@code did you mean: NAME} where one of the names is close, else {@code expected:} and all of them. */
    static String hint(String given, Collection<String> names) {
        Optional<String> closest = names.stream()
                .filter(each -> distance(given, each) <= 1 + given.length() / 4)
                .min(Comparator.comparingInt(each -> distance(given, each)));
        return closest.map(each -> "did you mean: " + each)
                .orElse(names.isEmpty() ? "expected: none" : "expected: " + String.join(", ", names));
    }

    /** Edits that turn one into the other: insert, delete, replace, or swap neighbours. */
    private static int distance(String a, String b) {
        int[][] edits = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    edits[i][j] = i + j;
                    continue;
                }
                int replace = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                int best = Math.min(edits[i - 1][j] + 1, edits[i][j - 1] + 1);
                best = Math.min(best, edits[i - 1][j - 1] + replace);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    best = Math.min(best, edits[i - 2][j - 2] + 1);
                }
                edits[i][j] = best;
            }
        }
        return edits[a.length()][b.length()];
    }
}
