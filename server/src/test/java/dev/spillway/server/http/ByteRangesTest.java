package dev.spillway.server.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.spillway.wire.RenderingSpec.ByteRange;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code .ci/checks/ranges} compares many more with nginx. */
class ByteRangesTest {
    private static String text(ByteRanges ranges) {
        return switch (ranges) {
            case ByteRanges.All _ -> "all";
            case ByteRanges.None _ -> "none";
            case ByteRanges.Some some ->
                some.ranges().stream().map(ByteRangesTest::text).collect(Collectors.joining(" "));
        };
    }

    private static String text(ByteRange range) {
        return range.first() + "-" + range.last();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "0-|0-9",
                "0-0|0-0",
                "9-|9-9",
                "3-5|3-5",
                "5-99|5-9",
                "-1|9-9",
                "-10|0-9",
                "-99|0-9",
                "-0|none",
                "10-|none",
                "5-2|none",
                "0-0,5-2|0-0",
                "0-4,5-9|0-4 5-9",
                "7-8,1-2|7-8 1-2",
                "1-2,12-|1-2",
                "0-,0-0|all",
                "-1,-1|9-9 9-9",
                "\" 1 - 2 ,\t3-4 \"|1-2 3-4",
                "1-2,,3-4,|1-2 3-4",
                "0-99999999999999999999|0-9",
                "99999999999999999999-|none",
                "\",\"|none",
                "x|none",
                "1-2x|none",
                "1-2,x|none",
                "--1|none",
                "+1-2|none",
                "- 1|none",
            })
    void ofTenBytes(String set, String expected) {
        assertEquals(expected, text(ByteRanges.of(set, 10)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"0-|all", "-1|all", "1-|none", "x|none"})
    void ofNone(String set, String expected) {
        assertEquals(expected, text(ByteRanges.of(set, 0)));
    }

    @Test
    void onlyBytesCount() {
        assertEquals(Optional.of("0-1"), ByteRanges.set("bytes=0-1"));
        assertEquals(Optional.of(" 0-1"), ByteRanges.set(" BYTES= 0-1 "));
        for (String other : new String[] {"items=0-1", "0-1", "bytes", "bytes=", "bytes =0-1", ""}) {
            assertEquals(Optional.empty(), ByteRanges.set(other), other);
        }
    }
}
