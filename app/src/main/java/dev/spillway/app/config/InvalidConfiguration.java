package dev.spillway.app.config;

import java.util.List;
import java.util.stream.Collectors;

/** Everything that is wrong with a configuration. */
public final class InvalidConfiguration extends Exception {
    private static final long serialVersionUID = 1;

    private final transient List<Problem> problems;

    InvalidConfiguration(List<Problem> problems) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    /** By file and line. */
    public List<Problem> problems() {
        return problems;
    }
}
