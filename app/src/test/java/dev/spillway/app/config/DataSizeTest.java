package dev.spillway.app.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DataSizeTest {
    @ParameterizedTest
    @CsvSource({"0B,0", "1B,1", "64KiB,65536", "256MiB,268435456", "1GiB,1073741824", "8191TiB,9006099743113216"})
    void aSizeIsANumberAndABinaryUnit(String text, long bytes) {
        assertEquals(bytes, DataSize.parse(text).bytes());
        assertEquals(text, DataSize.parse(text).toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "1MB", "1 MiB", "1.5MiB", "-1B", "1kib", "8388608TiB", "1000000000000000B"})
    void whatIsNoSizeIsRefused(String text) {
        assertThrows(IllegalArgumentException.class, () -> DataSize.parse(text));
    }

    @Test
    void theLargestUnitThatKeepsItWholeIsShown() {
        assertEquals("1025KiB", new DataSize(1025 * 1024).toString());
    }
}
