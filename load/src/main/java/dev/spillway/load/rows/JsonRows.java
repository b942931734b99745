package dev.spillway.load.rows;

import dev.spillway.wire.Slice;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.MappingIterator;
import tools.jackson.databind.json.JsonMapper;

/** Rows parsed from JSON into what a client that knows no schema has: maps. */
final class JsonRows {
    private static final JsonMapper MAPPER = JsonMapper.shared();
    private static final TypeReference<List<Map<String, Object>>> ROWS = new TypeReference<>() {};
    private static final TypeReference<Map<String, Object>> ROW = new TypeReference<>() {};

    private JsonRows() {}

    static List<Map<String, Object>> parse(byte[] array) {
        return MAPPER.readValue(array, ROWS);
    }

    /** Parses rows that follow each other, as in NDJSON. */
    static void each(Slice objects, Consumer<Map<String, Object>> sink) {
        try (MappingIterator<Map<String, Object>> rows =
                MAPPER.readerFor(ROW).readValues(objects.array(), objects.offset(), objects.length())) {
            rows.forEachRemaining(sink);
        }
    }

    /** A fingerprint of the values. */
    static int print(Map<String, Object> row) {
        return row.hashCode();
    }
}
