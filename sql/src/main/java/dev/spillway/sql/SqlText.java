package dev.spillway.sql;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * A statement with named parameters, as people write it: {@code SELECT … WHERE day = :day}.
 *
 * <p>{@code :name} is a parameter, a letter or {@code _} first, then letters, digits and {@code _}; not so inside of
 * text, quoted names, comments and dollar quotes. A colon directly behind a value or a name belongs to the database, and
 * so does the first one of a subscript: {@code a[1:n]}, {@code a[:n]}, {@code {key:column}}, {@code x::int}. With a
 * space before it, or in parentheses, it is a parameter again: {@code a[1: :n]}, {@code a[(:n)]}.
 */
public final class SqlText {
    private final List<String> pieces;
    private final List<String> names;
    private final List<String> problems;

    /** @param pieces what stands before, between and behind the parameters: one more than there are names */
    SqlText(List<String> pieces, List<String> names, List<String> problems) {
        this.pieces = List.copyOf(pieces);
        this.names = List.copyOf(names);
        this.problems = List.copyOf(problems);
    }

    public static SqlText of(String sql) {
        return new SqlLexer(sql).read();
    }

    /** The statement with {@code ?} in the place of each parameter. */
    public String statement() {
        return statement(name -> "?");
    }

    /** The statement with an expression of the database's own in the place of each parameter. */
    public String statement(UnaryOperator<String> expression) {
        StringBuilder statement = new StringBuilder(pieces.getFirst());
        for (int i = 0; i < names.size(); i++) {
            statement.append(expression.apply(names.get(i))).append(pieces.get(i + 1));
        }
        return statement.toString();
    }

    /** The name of each {@code ?}, in order; a parameter that stands twice is there twice. */
    public List<String> names() {
        return names;
    }

    /** What is wrong with the statement of a stream that declares these parameters; empty if nothing is. */
    public List<String> problems(String stream, Collection<String> declared) {
        String key = "streams." + stream + ".";
        List<String> all = new ArrayList<>();
        for (String problem : problems) {
            all.add(key + "sql: " + problem);
        }
        Set<String> used = new LinkedHashSet<>(names);
        for (String name : used) {
            if (!declared.contains(name)) {
                all.add(key + "sql: :" + name + " is no declared parameter" + Suggestion.of(name, declared));
            }
        }
        for (String name : declared) {
            if (!used.contains(name)) {
                all.add(key + "parameters." + name + ": not used in sql" + Suggestion.of(name, used));
            }
        }
        return all;
    }
}
