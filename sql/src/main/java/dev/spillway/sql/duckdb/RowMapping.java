package dev.spillway.sql.duckdb;

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
final class RowMapping {
    private final String stream;
    private final List<DescribedColumn> columns;
    private final List<String> problems;

    /** @param problems where to add what is found */
    RowMapping(String stream, List<DescribedColumn> columns, List<String> problems) {
        this.stream = stream;
        this.columns = columns;
        this.problems = problems;
        Set<String> names = new HashSet<>();
        for (DescribedColumn column : columns) {
            if (!names.add(column.name())) {
                problem("column " + column.quoted() + ": twice (expected: alias one of them)");
            }
        }
    }

    /** The row with a field for each column, in their order; incomplete if there are problems. */
    RowSchema derive() {
        RowSchema.Builder row = RowSchema.derive(messageName(stream));
        Set<String> names = new HashSet<>();
        for (DescribedColumn column : columns) {
            Optional<DuckDbType> type = DuckDbType.of(column.type());
            boolean identifier = column.name().matches("[A-Za-z_][A-Za-z0-9_]*");
            if (!identifier) {
                problem("column " + column.quoted() + ": no protobuf identifier (expected: letters, digits and _, "
                        + "the first no digit; alias it)");
            }
            if (type.isEmpty()) {
                problem(noEncoding(column) + column.cast("VARCHAR") + ")");
            } else if (identifier && names.add(column.name())) {
                row.column(column.name(), type.get().derived());
            }
        }
        return row.build();
    }

    /** Which column feeds which field, by ascending field number; incomplete if there are problems. */
    List<DescribedColumn.Mapped> into(RowSchema row) {
        List<DescribedColumn.Mapped> mapped = new ArrayList<>();
        Set<String> fed = new HashSet<>();
        for (DescribedColumn column : columns) {
            Optional<Column> field = row.column(column.name());
            if (field.isEmpty()) {
                problem("column " + column.quoted() + ": no such field in "
                        + row.message().getFullName()
                        + Suggestion.of(
                                column.name(),
                                row.columns().stream().map(Column::name).toList()));
                continue;
            }
            fed.add(column.name());
            map(column, field.get(), row).ifPresent(mapped::add);
        }
        List<String> names = columns.stream().map(DescribedColumn::name).toList();
        for (Column field : row.columns()) {
            if (!fed.contains(field.name())) {
                problem("no column " + field.name() + " (expected: one for each field of "
                        + row.message().getFullName() + ")" + Suggestion.of(field.name(), names));
            }
        }
        mapped.sort(Comparator.comparingInt(each -> each.field().number()));
        return mapped;
    }

    private Optional<DescribedColumn.Mapped> map(DescribedColumn column, Column field, RowSchema row) {
        Optional<DuckDbType> type = DuckDbType.of(column.type());
        String cast = column.cast(DuckDbType.castFor(field.kind())) + ")";
        if (type.isEmpty()) {
            problem(noEncoding(column) + cast);
        } else if (!type.get().kinds().contains(field.kind())) {
            problem("column " + column.quoted() + " is " + column.type() + ", "
                    + row.message().getFullName() + "." + field.name() + " is " + protoName(field.kind())
                    + " (expected: a field of type " + protoNames(type.get()) + ", or " + cast);
        } else {
            return Optional.of(new DescribedColumn.Mapped(column, type.get(), field));
        }
        return Optional.empty();
    }

    private static String noEncoding(DescribedColumn column) {
        return "column " + column.quoted() + ": " + column.type() + " has no encoding (expected: ";
    }

    private static String protoNames(DuckDbType type) {
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
