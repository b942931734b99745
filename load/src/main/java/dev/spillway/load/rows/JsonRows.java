package dev.spillway.load.rows;

import java.util.List;
import java.util.Map;
import tools.jackson.core.type.TypeReference;
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

    static Map<String, Object> parseRow(byte[] object, int offset, int length) {
        return MAPPER.readValue(object, offset, length, ROW);
    }

    /** A fingerprint of the values. */
    static int print(Map<String, Object> row) {
        return row.hashCode();
    }
}
