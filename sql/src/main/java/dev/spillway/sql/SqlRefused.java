package dev.spillway.sql;

import java.util.List;

/**
 * What is wrong with a database or a statement as it is configured: every problem that was found, each a sentence that
 * begins with its configuration key ({@code streams.orders.sql: …}).
 */
public final class SqlRefused extends Exception {
    private static final long serialVersionUID = 1;

    private final List<String> problems;

    public SqlRefused(List<String> problems) {
        super(String.join("\n", problems));
        this.problems = List.copyOf(problems);
    }

    public SqlRefused(List<String> problems, Throwable cause) {
        super(String.join("\n", problems), cause);
        this.problems = List.copyOf(problems);
    }

    public SqlRefused(String problem, Throwable cause) {
        this(List.of(problem), cause);
    }

    /** Never empty. */
    public List<String> problems() {
        return problems;
    }
}
