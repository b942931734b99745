package dev.spillway.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResultIdTest {
    @Test
    void comesBackFromItsText() {
        ResultId id = ResultId.create("origin-7");
        assertEquals(id, ResultId.parse(id.text()));
        assertEquals("origin-7", id.owner());
    }

    @Test
    void showsOnlyAPartOfTheSecret() {
        ResultId id = ResultId.create("a");
        assertFalse(id.toString().contains(id.random()));
        assertEquals("a." + id.random().substring(0, 4) + "…", id.toString());
    }

    @Test
    void isNeverTheSameTwice() {
        Set<ResultId> ids = new HashSet<>();
        for (int i = 0; i < 10_000; i++) {
            ids.add(ResultId.create("a"));
        }
        assertEquals(10_000, ids.size());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a",
                ".0123456789abcdef0123456789abcdef",
                "A.0123456789abcdef0123456789abcdef",
                "-a.0123456789abcdef0123456789abcdef",
                "a.b.0123456789abcdef0123456789abcdef",
                "a.0123456789abcdef0123456789abcde",
                "a.0123456789abcdef0123456789abcdef0",
                "a.0123456789ABCDEF0123456789ABCDEF"
            })
    void refusesWhatIsNoIdWithoutRepeatingIt(String text) {
        IllegalArgumentException refusal = assertThrows(IllegalArgumentException.class, () -> ResultId.parse(text));
        assertFalse(String.valueOf(refusal.getMessage()).contains("0123456789"), refusal.getMessage());
    }
}
