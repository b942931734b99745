package dev.spillway.app.config;

import dev.spillway.sql.Suggestion;
import java.util.Collection;

/** Says which name was meant, or which there are. */
final class DidYouMean {
    private DidYouMean() {}

    /** {@code did you mean: NAME} where one of the names is close, else {@code expected:} and all of them. */
    static String hint(String given, Collection<String> names) {
        return Suggestion.nearest(given, names)
                .map(each -> "did you mean: " + each)
                .orElse(names.isEmpty() ? "expected: none" : "expected: " + String.join(", ", names));
    }
}
