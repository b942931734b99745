package dev.spillway.sql.duckdb;

import dev.spillway.wire.Column;

/**
 * A column as DESCRIBE shows it.
 *
 * @param index place among the columns of the statement, from 0
 * @param type in the words of DuckDB: {@code DECIMAL(12,2)}
 */
record DescribedColumn(int index, String name, String type) {
    /** A column, and the field that it feeds. */
    record Mapped(DescribedColumn column, DuckDbType type, Column field) {}

    /** The name as SQL text. */
    String quoted() {
        return name.matches("[A-Za-z_][A-Za-z0-9_]*") ? name : '"' + name.replace("\"", "\"\"") + '"';
    }

    String cast(String type) {
        return "CAST(" + quoted() + " AS " + type + ")";
    }

    /** The digits behind the point of a DECIMAL. */
    int scale() {
        return Integer.parseInt(type, type.indexOf(',') + 1, type.length() - 1, 10);
    }
}
