package dev.spillway.sql.mapping;

import dev.spillway.sql.Suggestion;
import dev.spillway.wire.Column;
import dev.spillway.wire.RowSchema;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** The fields of a row that are meant to stay unset. The path of a message stands for all that is in it. */
record OmittedFields(Set<String> paths) {
    boolean contain(String field) {
        return paths.stream().anyMatch(path -> isWithin(field, path));
    }

    private static boolean isWithin(String field, String path) {
        return field.equals(path) || field.startsWith(path + ".");
    }

    /**
     * What is wrong with the paths themselves.
     *
     * @param fed the fields that columns feed
     */
    List<String> problems(RowSchema row, Collection<String> fed) {
        List<String> names = new ArrayList<>(row.unsupported().keySet());
        row.columns().stream().map(Column::name).forEach(names::add);
        List<String> problems = new ArrayList<>();
        for (String path : paths) {
            if (names.stream().noneMatch(name -> isWithin(name, path))) {
                problems.add(path + ": no such field in " + row.message().getFullName() + Suggestion.of(path, names));
            }
            fed.stream()
                    .filter(name -> isWithin(name, path))
                    .forEach(name -> problems.add(path + ": column " + name + " feeds it (expected: no column)"));
        }
        return problems;
    }
}
