package dev.spillway.sql.mapping;

import dev.spillway.sql.Suggestion;
import dev.spillway.wire.Column;
import dev.spillway.wire.ColumnKind;
import dev.spillway.wire.RowSchema;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Decides which column feeds which field of the row, and finds every reason why one cannot. */
final class RowMapping<T extends ColumnType> {
    private static final String IDENTIFIER = "[A-Za-z_][A-Za-z0-9_]*";

    private final String stream;
    private final Dialect<T> dialect;
    private final List<DescribedColumn<T>> columns;
    private final List<String> problems;

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
            Optional<T> type = column.type();
            boolean identifier = column.name().matches(IDENTIFIER);
            if (!identifier) {
                problem("column " + quoted(column) + ": no protobuf identifier (expected: letters, digits and _, "
                        + "the first no digit; alias it)");
            }
            if (type.isEmpty()) {
                problem(noEncoding(column) + cast(column, ColumnKind.STRING) + ")");
            } else if (identifier && names.add(column.name())) {
                row.column(column.name(), type.get().kinds().getFirst());
            }
        }
        return row.build();
    }

    /** Which column feeds which field, by ascending field number; incomplete if there are problems. */
    List<MappedColumn<T>> into(RowSchema row) {
        List<MappedColumn<T>> mapped = new ArrayList<>();
        Set<String> fed = new HashSet<>();
        for (DescribedColumn<T> column : columns) {
            Optional<Column> field = row.column(column.name());
            if (field.isEmpty()) {
                problem("column " + quoted(column) + ": no such field in "
                        + row.message().getFullName()
                        + Suggestion.of(
                                column.name(),
                                row.columns().stream().map(Column::name).toList()));
                continue;
            }
            fed.add(column.name());
            map(column, field.get(), row).ifPresent(mapped::add);
        }
        List<String> names = columns.stream().map(each -> each.name()).toList();
        for (Column field : row.columns()) {
            if (!fed.contains(field.name())) {
                problem("no column " + field.name() + " (expected: one for each field of "
                        + row.message().getFullName() + ")" + Suggestion.of(field.name(), names));
            }
        }
        mapped.sort(Comparator.comparingInt(each -> each.field().number()));
        return mapped;
    }

    private Optional<MappedColumn<T>> map(DescribedColumn<T> column, Column field, RowSchema row) {
        Optional<T> type = column.type();
        String cast = cast(column, field.kind()) + ")";
        if (type.isEmpty()) {
            problem(noEncoding(column) + cast);
        } else if (!type.get().kinds().contains(field.kind())) {
            problem("column " + quoted(column) + " is " + column.sqlType() + ", "
                    + row.message().getFullName() + "." + field.name() + " is " + protoName(field.kind())
                    + " (expected: a field of type " + protoNames(type.get()) + ", or " + cast);
        } else {
            return Optional.of(new MappedColumn<>(column, type.get(), field));
        }
        return Optional.empty();
    }

    private String noEncoding(DescribedColumn<T> column) {
        return "column " + quoted(column) + ": " + column.sqlType() + " has no encoding (expected: ";
    }

    private String quoted(DescribedColumn<T> column) {
        return dialect.quoted(column.name());
    }

    private String cast(DescribedColumn<T> column, ColumnKind kind) {
        return "CAST(" + quoted(column) + " AS " + dialect.castFor(kind) + ")";
    }

    private static String protoNames(ColumnType type) {
        return type.kinds().stream().map(RowMapping::protoName).collect(Collectors.joining(", "));
    }

    private static String protoName(ColumnKind kind) {
        return kind == ColumnKind.TIMESTAMP
                ? "google.protobuf.Timestamp"
                : kind.name().toLowerCase(Locale.ROOT);
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
