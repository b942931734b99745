package dev.spillway.sql.mapping;

import dev.spillway.sql.ExpectedRow;
import dev.spillway.sql.Suggestion;
import dev.spillway.wire.Column;
import dev.spillway.wire.ColumnKind;
import dev.spillway.wire.Field;
import dev.spillway.wire.Group;
import dev.spillway.wire.RowSchema;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** Decides which column feeds which field of the row, and finds every reason why one cannot. */
final class RowMapping<T extends ColumnType> {
    private static final String IDENTIFIER = "[A-Za-z_][A-Za-z0-9_]*";

    private final String stream;
    private final Dialect<T> dialect;
    private final List<DescribedColumn<T>> columns;
    private final List<String> problems;
    private UnaryOperator<String> see = field -> "";

    /** @param problems where to add what is found */
    RowMapping(String stream, Dialect<T> dialect, List<DescribedColumn<T>> columns, List<String> problems) {
        this.stream = stream;
        this.dialect = dialect;
        this.columns = columns;
        this.problems = problems;
        Set<String> names = new HashSet<>();
        for (DescribedColumn<T> column : columns) {
            if (!names.add(column.name())) {
                problem("column " + quoted(column) + ": twice (expected: alias one of them)");
            }
        }
    }

    /** The row with a field for each column, in their order; incomplete if there are problems. */
    RowSchema derive() {
        RowSchema.Builder row = RowSchema.derive(messageName(stream));
        Set<String> names = new HashSet<>();
        for (DescribedColumn<T> column : columns) {
            boolean identifier = column.name().matches(IDENTIFIER);
            if (!identifier) {
                problem("column " + quoted(column) + ": no protobuf identifier (expected: letters, digits and _, "
                        + "the first no digit; alias it)");
            }
            if (column.type().isEmpty()) {
                problem(noEncoding(column) + cast(column, dialect.castFor(ColumnKind.STRING)) + ")");
            } else if (identifier && names.add(column.name())) {
                T type = column.type().get();
                ColumnKind kind = type.kinds().getFirst();
                if (type.isList()) {
                    row.list(column.name(), kind);
                } else {
                    row.column(column.name(), kind);
                }
            }
        }
        return row.build();
    }

    /** The columns of the row that columns of the statement feed; incomplete if there are problems. */
    RowSchema fed(ExpectedRow expected) {
        see = expected.see();
        RowSchema row = expected.schema();
        OmittedFields omitted = new OmittedFields(expected.omitted());
        Set<String> fed = new LinkedHashSet<>();
        for (DescribedColumn<T> column : columns) {
            row.column(column.name())
                    .ifPresentOrElse(
                            field -> {
                                fed.add(field.name());
                                requireFit(column, field, row);
                            },
                            () -> problem(
                                    column.name(), "column " + quoted(column) + ": " + noField(column.name(), row)));
        }
        requireFed(row.fields(), fed, omitted, row);
        row.unsupported().forEach((name, why) -> {
            if (!omitted.contain(name)) {
                problem(name, "no column can feed " + name + ": " + why + "; name it in omit");
            }
        });
        for (String problem : omitted.problems(row, fed)) {
            problems.add("streams." + stream + ".omit: " + problem);
        }
        return row.only(fed);
    }

    /** What feeds each column of a row in which all are fed. */
    List<MappedField<T>> into(RowSchema row) {
        return into(
                row.fields(), columns.stream().collect(Collectors.toMap(column -> column.name(), Function.identity())));
    }

    private List<MappedField<T>> into(List<Field> fields, Map<String, DescribedColumn<T>> byName) {
        List<MappedField<T>> mapped = new ArrayList<>();
        for (Field each : fields) {
            mapped.add(
                    switch (each) {
                        case Group group -> new MappedGroup<>(group, into(group.fields(), byName));
                        case Column field -> {
                            DescribedColumn<T> column = Objects.requireNonNull(byName.get(field.name()));
                            yield new MappedColumn<>(column, column.type().orElseThrow(), field);
                        }
                    });
        }
        return mapped;
    }

    private static String noField(String column, RowSchema row) {
        String message = row.message().getFullName();
        String why = row.unsupported().get(column);
        if (why != null) {
            return "no column can feed this field of " + message + ": " + why;
        }
        List<String> names = row.columns().stream().map(Column::name).toList();
        List<String> within =
                names.stream().filter(name -> name.startsWith(column + ".")).toList();
        return within.isEmpty()
                ? "no such field in " + message + Suggestion.of(column, names)
                : "a message in " + message + " (expected: columns \"" + String.join("\", \"", within) + "\")";
    }

    private void requireFed(List<Field> fields, Set<String> fed, OmittedFields omitted, RowSchema row) {
        for (Field field : fields) {
            if (fed.contains(field.name()) || omitted.contain(field.name())) {
                continue;
            }
            String prefix = field.name() + ".";
            if (field instanceof Group group && !group.wrapper()) {
                if (fed.stream().anyMatch(name -> name.startsWith(prefix))) {
                    requireFed(group.fields(), fed, omitted, row);
                } else {
                    problem(field.name(), "no column for any field of " + field.name() + expectedFed(field, row));
                }
            } else {
                List<String> names =
                        columns.stream().map(column -> column.name()).toList();
                problem(
                        field.name(),
                        "no column " + field.name() + expectedFed(field, row) + Suggestion.of(field.name(), names));
            }
        }
    }

    private static String expectedFed(Field field, RowSchema row) {
        return " (expected: one for each field of " + row.message().getFullName() + ", or " + field.name()
                + " in omit)";
    }

    private void requireFit(DescribedColumn<T> column, Column field, RowSchema row) {
        if (!dialect.canFeed(field)) {
            problem(
                    field.name(),
                    "no column of this database can feed " + row.message().getFullName() + "." + field.name() + ", "
                            + FieldType.of(field) + " (expected: " + field.name() + " in omit)");
            return;
        }
        String cast = cast(column, dialect.castFor(field.kind()) + (field.repeated() ? "[]" : ""));
        if (column.type().isEmpty()) {
            problem(field.name(), noEncoding(column) + cast + ")");
            return;
        }
        T type = column.type().get();
        String is = "column " + quoted(column) + " is " + shown(column.sqlType()) + ", "
                + row.message().getFullName() + "." + field.name() + " is ";
        if (type.isList() != field.repeated()) {
            String expected =
                    type.isList() ? "a repeated field, or one value)" : "a list, or a field that is not repeated)";
            problem(field.name(), is + (field.repeated() ? "repeated" : "not repeated") + " (expected: " + expected);
        } else if (!type.kinds().contains(field.kind())) {
            problem(
                    field.name(),
                    is + FieldType.of(field) + " (expected: a field of type " + FieldType.of(type) + ", or " + cast
                            + ")");
        }
    }

    private String noEncoding(DescribedColumn<T> column) {
        return "column " + quoted(column) + ": " + shown(column.sqlType()) + " has no encoding (expected: ";
    }

    /** Types can be as long as an ENUM has values. */
    private static String shown(String sqlType) {
        return sqlType.length() <= 80 ? sqlType : sqlType.substring(0, 79) + "…";
    }

    private String quoted(DescribedColumn<T> column) {
        return dialect.quoted(column.name());
    }

    private String cast(DescribedColumn<T> column, String type) {
        return "CAST(" + quoted(column) + " AS " + type + ")";
    }

    private void problem(String field, String problem) {
        problem(problem + see.apply(field));
    }

    private void problem(String problem) {
        problems.add("streams." + stream + ".sql: " + problem);
    }

    /** {@code order-lines} becomes {@code OrderLines}. */
    static String messageName(String stream) {
        StringBuilder name = new StringBuilder();
        for (String part : stream.split("[^A-Za-z0-9]+", -1)) {
            if (!part.isEmpty()) {
                name.append(Character.toUpperCase(part.charAt(0))).append(part, 1, part.length());
            }
        }
        return name.isEmpty() || !Character.isLetter(name.charAt(0)) ? "Row" + name : name.toString();
    }
}
