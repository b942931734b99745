package dev.spillway.render;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class FormatTest {
    @ParameterizedTest
    @EnumSource
    void isFoundByItsName(Format format) {
        assertEquals(Optional.of(format), Format.named(format.toString()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "NDJSON", "txt", "csv ", "xml", "JSON"})
    void isNotFoundByAnyOtherName(String name) {
        assertEquals(Optional.empty(), Format.named(name));
    }

    @ParameterizedTest
    @CsvSource({
        "NDJSON, ndjson, application/x-ndjson",
        "CSV, csv, text/csv; charset=utf-8; header=present",
        "JSON, json, application/json",
        "TEXT, text, text/plain; charset=utf-8",
        "PROTO, proto, application/x-protobuf"
    })
    void keepsItsNameAndMediaType(Format format, String name, String mediaType) {
        assertEquals(name, format.toString());
        assertEquals(mediaType, format.mediaType());
    }
}
