package dev.spillway.sql.jdbc;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The drivers that are known to load a result as a whole, unless their URL says otherwise. */
enum WholeResults {
    MYSQL("jdbc:mysql:", "useCursorFetch=true"),
    H2("jdbc:h2:", "LAZY_QUERY_EXECUTION=1");

    private final String prefix;
    private final String otherwise;

    WholeResults(String prefix, String otherwise) {
        this.prefix = prefix;
        this.otherwise = otherwise;
    }

    /** What the URL lacks; empty if nothing is known that it lacks. */
    static Optional<String> missing(String url) {
        String lower = url.toLowerCase(Locale.ROOT);
        return Arrays.stream(values())
                .filter(each -> lower.startsWith(each.prefix))
                .filter(each -> !lower.contains(each.otherwise.toLowerCase(Locale.ROOT)))
                .map(each -> each.otherwise)
                .findFirst();
    }
}
