package dev.spillway.benchmarks;

import dev.spillway.client.Row;
import java.util.Objects;

/** A row of the book shop, as who uses the SDK would declare it. */
record Book(int id, String title) {
    static Book of(Row row) {
        return new Book(row.int32(0), Objects.requireNonNull(row.string(1)));
    }
}
