package dev.spillway.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spillway.wire.Parameter;
import dev.spillway.wire.ParameterType;
import dev.spillway.wire.Reason;
import dev.spillway.wire.ResultFailure;
import dev.spillway.wire.Slice;
import dev.spillway.wire.Value;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArgumentsTest {
    private static final Value ZERO = new Value.Int64(0);

    private static Parameter parameter(ParameterType type) {
        Value defaultValue = switch (type) {
            case BOOL -> new Value.Bool(false);
            case INT32, INT64, DOUBLE -> ZERO;
            case STRING -> text("");
            case DATE -> text("2026-01-01");
            case TIMESTAMP -> text("2026-01-01T00:00:00Z");
        };
        return new Parameter("p", type, defaultValue, Optional.empty(), Optional.empty());
    }

    private static Parameter bounded(ParameterType type, String name, Value min, Value max) {
        return new Parameter(name, type, min, Optional.of(min), Optional.of(max));
    }

    private static Value text(String value) {
        return new Value.Text(value);
    }

    private static Object taken(ParameterType type, Value value) throws ResultFailure {
        return Arguments.bind(List.of(parameter(type)), Map.of("p", value)).value("p");
    }

    private static String refused(ParameterType type, Value value) {
        return refused(parameter(type), value);
    }

    private static String refused(Parameter parameter, Value value) {
        ResultFailure failure = assertThrows(
                ResultFailure.class, () -> Arguments.bind(List.of(parameter), Map.of(parameter.name(), value)));
        assertEquals(Reason.INVALID_PARAMETER, failure.reason());
        return failure.text();
    }

    @Test
    void aNumberOutOfBoundsIsNamedWithItsBounds() {
        Parameter maxResults = bounded(ParameterType.INT64, "max_results", ZERO, new Value.Int64(2_147_483_647));
        String expected = "max_results: -1 (expected: 0…2147483647)";
        assertEquals(expected, refused(maxResults, new Value.Int64(-1)));
        assertEquals(expected, refused(maxResults, text("-1")));
        assertEquals("max_results: ten (expected: 0…2147483647)", refused(maxResults, text("ten")));
        assertEquals("max_results: 2147483648 (expected: 0…2147483647)", refused(maxResults, text("2147483648")));
    }

    @Test
    void theBoundsThemselvesAreTaken() throws ResultFailure {
        Parameter parameter = bounded(ParameterType.INT64, "n", new Value.Int64(-5), new Value.Int64(7));
        for (long n : new long[] {-5, 0, 7}) {
            assertEquals(
                    n,
                    Arguments.bind(List.of(parameter), Map.of("n", new Value.Int64(n)))
                            .int64("n"));
        }
        assertEquals("n: -6 (expected: -5…7)", refused(parameter, new Value.Int64(-6)));
        assertEquals("n: 8 (expected: -5…7)", refused(parameter, new Value.Int64(8)));
    }

    @Test
    void anIntegerIsTakenInEveryExactForm() throws ResultFailure {
        for (Value five : List.of(
                new Value.Int64(5), new Value.Uint64(5), new Value.Float64(5), text("5"), text("+5"), text("0005"))) {
            assertEquals(5, taken(ParameterType.INT32, five));
            assertEquals(5L, taken(ParameterType.INT64, five));
        }
        assertEquals(Integer.MIN_VALUE, taken(ParameterType.INT32, text("-2147483648")));
        assertEquals(Integer.MAX_VALUE, taken(ParameterType.INT32, text("2147483647")));
        assertEquals(Long.MIN_VALUE, taken(ParameterType.INT64, text("-9223372036854775808")));
        assertEquals(Long.MAX_VALUE, taken(ParameterType.INT64, new Value.Uint64(Long.MAX_VALUE)));
    }

    @Test
    void nothingIsRoundedOrWrappedIntoAnInteger() {
        assertEquals(
                "p: 2147483648 (expected: -2147483648…2147483647)",
                refused(ParameterType.INT32, new Value.Int64(2_147_483_648L)));
        assertEquals(
                "p: 18446744073709551615 (expected: -9223372036854775808…9223372036854775807)",
                refused(ParameterType.INT64, new Value.Uint64(-1)));
        refused(ParameterType.INT64, new Value.Float64(0.5));
        refused(ParameterType.INT64, new Value.Float64(9.3e18));
        refused(ParameterType.INT64, new Value.Float64(Double.NaN));
        refused(ParameterType.INT64, new Value.Float64(Double.NEGATIVE_INFINITY));
        refused(ParameterType.INT64, new Value.Bool(true));
        refused(ParameterType.INT64, new Value.Binary(Slice.of(new byte[] {5})));
        refused(ParameterType.INT64, new Value.ListOf(List.of(new Value.Int64(5))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                " 5",
                "5 ",
                "5\n",
                "+",
                "-",
                "--5",
                "5.0",
                "5e0",
                "0x5",
                "1_000",
                "1,000",
                "five",
                "٥",
                "５",
                "9223372036854775808",
                "-9223372036854775809",
                "NaN"
            })
    void textThatIsNoIntegerIsRefused(String value) {
        refused(ParameterType.INT64, text(value));
        refused(ParameterType.INT32, text(value));
    }

    @Test
    void aDoubleIsTakenAsItIs() throws ResultFailure {
        assertEquals(0.1, taken(ParameterType.DOUBLE, new Value.Float64(0.1)));
        assertEquals(0.1, taken(ParameterType.DOUBLE, text("0.1")));
        assertEquals(-2.5e-10, taken(ParameterType.DOUBLE, text("-2.5e-10")));
        assertEquals(1e300, taken(ParameterType.DOUBLE, text("1E+300")));
        assertEquals(5.0, taken(ParameterType.DOUBLE, new Value.Int64(5)));
        assertEquals(0x1p63, taken(ParameterType.DOUBLE, new Value.Uint64(Long.MIN_VALUE)));
        assertEquals(Double.NaN, taken(ParameterType.DOUBLE, text("NaN")));
        assertEquals(Double.NEGATIVE_INFINITY, taken(ParameterType.DOUBLE, text("-Infinity")));
    }

    @Test
    void anIntegerThatADoubleCannotHoldIsRefused() {
        assertEquals(
                "p: 9007199254740993 (expected: a number)",
                refused(ParameterType.DOUBLE, new Value.Int64(9_007_199_254_740_993L)));
        refused(ParameterType.DOUBLE, new Value.Uint64(-1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " 1",
                "1 ",
                ".",
                "1.2.3",
                "1e",
                "e5",
                "0x1p3",
                "1d",
                "1f",
                "inf",
                "1e400",
                "-1e9999",
                "1e999999999",
                "1e99999999999999999999"
            })
    void textThatIsNoDoubleIsRefused(String value) {
        assertEquals("p: " + value + " (expected: a number)", refused(ParameterType.DOUBLE, text(value)));
    }

    @Test
    void hugeTextIsRefusedAtOnceAndNotSaidAgainInFull() {
        for (String digits : List.of("9".repeat(100_000), "1" + "0".repeat(399), "0." + "1".repeat(5_000_000))) {
            assertTimeoutPreemptively(Duration.ofSeconds(10), () -> {
                for (ParameterType type :
                        List.of(ParameterType.INT32, ParameterType.INT64, ParameterType.DOUBLE, ParameterType.DATE)) {
                    assertTrue(refused(type, text(digits)).length() < 300);
                }
            });
        }
    }

    @Test
    void aBoolIsTrueOrFalse() throws ResultFailure {
        assertEquals(true, taken(ParameterType.BOOL, new Value.Bool(true)));
        assertEquals(true, taken(ParameterType.BOOL, text("true")));
        assertEquals(false, taken(ParameterType.BOOL, text("false")));
        for (Value value : List.of(text("TRUE"), text("1"), text(""), text(" true"), new Value.Int64(1))) {
            assertEquals("p: " + value + " (expected: true or false)", refused(ParameterType.BOOL, value));
        }
    }

    @Test
    void aStringIsTextOnly() throws ResultFailure {
        assertEquals("", taken(ParameterType.STRING, text("")));
        assertEquals("'; DROP TABLE x; --", taken(ParameterType.STRING, text("'; DROP TABLE x; --")));
        assertEquals("p: 5 (expected: text)", refused(ParameterType.STRING, new Value.Int64(5)));
    }

    @Test
    void aDateIsIso() throws ResultFailure {
        assertEquals(LocalDate.of(2024, 2, 29), taken(ParameterType.DATE, text("2024-02-29")));
        for (String value : List.of("2023-02-29", "2024-2-9", "29.02.2024", "2024-02-29T00:00:00Z", "", "today")) {
            assertEquals(
                    "p: " + value + " (expected: a date such as 2026-01-31)", refused(ParameterType.DATE, text(value)));
        }
        refused(ParameterType.DATE, new Value.Int64(20_240_229));
    }

    @Test
    void aTimestampIsAnInstantWithAtMostMicroseconds() throws ResultFailure {
        Instant instant = Instant.parse("2026-01-31T12:00:00.123456Z");
        assertEquals(instant, taken(ParameterType.TIMESTAMP, text("2026-01-31T12:00:00.123456Z")));
        assertEquals(instant, taken(ParameterType.TIMESTAMP, text("2026-01-31T13:30:00.123456+01:30")));
        for (String value : List.of("2026-01-31T12:00:00.1234567Z", "2026-01-31T12:00:00", "2026-01-31", "now", "")) {
            assertEquals(
                    "p: " + value + " (expected: an instant such as 2026-01-31T12:00:00Z, at most microseconds)",
                    refused(ParameterType.TIMESTAMP, text(value)));
        }
    }

    @Test
    void boundsHoldForEveryType() {
        assertEquals(
                "d: 2025-12-31 (expected: 2026-01-01…2026-12-31)",
                refused(bounded(ParameterType.DATE, "d", text("2026-01-01"), text("2026-12-31")), text("2025-12-31")));
        assertEquals(
                "x: 1.5 (expected: 0.0…1.0)",
                refused(bounded(ParameterType.DOUBLE, "x", ZERO, new Value.Int64(1)), new Value.Float64(1.5)));
        Parameter low = new Parameter("s", ParameterType.STRING, text("m"), Optional.of(text("m")), Optional.empty());
        assertEquals("s: a (expected: text >= m)", refused(low, text("a")));
        Parameter high = new Parameter("x", ParameterType.DOUBLE, ZERO, Optional.empty(), Optional.of(ZERO));
        assertEquals("x: 1.0 (expected: a number <= 0.0)", refused(high, new Value.Float64(1)));
    }

    @Test
    void whatIsAbsentTakesItsDefault() throws ResultFailure {
        List<Parameter> declared = List.of(
                new Parameter("a", ParameterType.INT32, new Value.Int64(1), Optional.empty(), Optional.empty()),
                new Parameter("b", ParameterType.STRING, text("x"), Optional.empty(), Optional.empty()));
        assertEquals("a=1, b=x", Arguments.defaults(declared).toString());
        assertEquals(
                "a=2, b=x",
                Arguments.bind(declared, Map.of("a", new Value.Int64(2))).toString());
        assertEquals("", Arguments.NONE.toString());
    }

    @Test
    void whatIsNotDeclaredIsRefused() {
        List<Parameter> declared = List.of(parameter(ParameterType.INT64));
        assertEquals(
                "q: no such parameter (expected: p)",
                assertThrows(ResultFailure.class, () -> Arguments.bind(declared, Map.of("q", ZERO)))
                        .text());
        assertEquals(
                "q: no such parameter (expected: none)",
                assertThrows(ResultFailure.class, () -> Arguments.bind(List.of(), Map.of("q", ZERO)))
                        .text());
        assertThrows(IllegalArgumentException.class, () -> Arguments.NONE.value("p"));
    }

    @Test
    void aDefaultOrABoundOfAnotherTypeIsAMistakeOfTheDeclaration() {
        Parameter badDefault = new Parameter("n", ParameterType.INT64, text("x"), Optional.empty(), Optional.empty());
        assertEquals(
                "default of n: x (expected: -9223372036854775808…9223372036854775807)",
                assertThrows(IllegalArgumentException.class, () -> Arguments.defaults(List.of(badDefault)))
                        .getMessage());
        Parameter badBound = new Parameter("n", ParameterType.INT64, ZERO, Optional.of(text("low")), Optional.empty());
        assertEquals(
                "n: bound low (expected: int64)",
                assertThrows(IllegalArgumentException.class, () -> Arguments.defaults(List.of(badBound)))
                        .getMessage());
    }
}
