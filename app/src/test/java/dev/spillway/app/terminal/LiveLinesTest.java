package dev.spillway.app.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LiveLinesTest {
    private static final String UP_ONE = "\033[1A\r\033[J";
    private static final String NO_WRAP = "\033[?7l";
    private static final String WRAP = "\033[?7h";
    private static final String END = "\033[999C\033[K\n";

    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final LiveLines lines = new LiveLines(new PrintStream(written, true, StandardCharsets.UTF_8));

    @Test
    void linesAreRedrawnWhereTheyStood() {
        lines.redraw(List.of("25 %"));
        lines.redraw(List.of("50 %"));
        assertWritten(NO_WRAP + "25 %" + END + WRAP + UP_ONE + NO_WRAP + "50 %" + END + WRAP);
    }

    @Test
    void aLineThatStaysIsWrittenAboveThem() {
        lines.redraw(List.of("25 %"));
        lines.print("done", List.of("50 %"));
        lines.redraw(List.of());
        assertWritten(NO_WRAP + "25 %" + END + WRAP + UP_ONE + "done\n" + NO_WRAP + "50 %" + END + WRAP + UP_ONE);
    }

    @Test
    void whereNothingIsRedrawnNothingButTextIsWritten() {
        lines.redraw(List.of());
        lines.print("one", List.of());
        lines.print("two", List.of());
        assertWritten("one\ntwo\n");
    }

    @Test
    void ofManyLinesSomeAreShownAndTheOthersCounted() {
        lines.redraw(IntStream.range(0, 13).mapToObj(Integer::toString).toList());
        assertWritten(NO_WRAP + "0,1,2,3,4,5,6,7,8,9,… and 3 more,".replace(",", END) + WRAP);
        lines.redraw(List.of());
        assertWritten("\033[11A\r\033[J");
    }

    private void assertWritten(String expected) {
        assertEquals(expected, written.toString(StandardCharsets.UTF_8));
        written.reset();
    }
}
