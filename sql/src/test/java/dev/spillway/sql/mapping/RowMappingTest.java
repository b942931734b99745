package dev.spillway.sql.mapping;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RowMappingTest {
    @ParameterizedTest
    @CsvSource({
        "orders, Orders",
        "order-lines, OrderLines",
        "order_lines.v2, OrderLinesV2",
        "2026, Row2026",
        "-, Row",
        "ž, Row"
    })
    void aDerivedRowIsCalledAfterItsStream(String stream, String message) {
        assertEquals(message, RowMapping.messageName(stream));
    }
}
