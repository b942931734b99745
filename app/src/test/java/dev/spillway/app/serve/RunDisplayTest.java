package dev.spillway.app.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spillway.result.RunEnd;
import dev.spillway.wire.WaitingFor;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RunDisplayTest {
    private static final Clock NOON = Clock.fixed(Instant.parse("2026-01-31T12:00:00Z"), ZoneOffset.UTC);
    private static final String START = "12:00:00  7f3a  books  user_id=1, max_results=4000000  curl  ";

    private final FakeRun run = new FakeRun(OptionalLong.empty());
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();

    @Test
    void elsewhereThanOnATerminalAResultHasALineAtItsStartAndItsEnd() {
        try (RunDisplay display = display(written, false)) {
            display.watch(() -> List.of(run));
            display.started(run);
            display.ended(run, new RunEnd.ReaderLeft());
        }
        assertEquals(START + "started\n" + START + "reader left after 0 rows\n", text());
    }

    @Test
    void onATerminalWhatRunsIsRedrawnUntilItEnds() throws InterruptedException {
        run.at(10, Duration.ofSeconds(1), WaitingFor.SOURCE);
        CountDownLatch looks = new CountDownLatch(3);
        try (RunDisplay display = display(written, true)) {
            display.watch(() -> {
                looks.countDown();
                return List.of(run);
            });
            display.started(run);
            looks.await();
            display.watch(List::of);
            display.ended(run, new RunEnd.ReaderLeft());
        }
        String drawn = "\033[?7l12:00:00  7f3a  books  10 rows  10 /s  waiting for source"
                + "  user_id=1, max_results=4000000  curl\033[999C\033[K\n\033[?7h";
        assertTrue(text().startsWith(drawn + "\033[1A\r\033[J" + drawn), text());
        assertTrue(text().endsWith("\033[1A\r\033[J" + START + "reader left after 10 rows\n"), text());
    }

    @Test
    void aTerminalThatStandsStillHoldsUpNoResult() {
        CountDownLatch goesOn = new CountDownLatch(1);
        try (RunDisplay display = display(new Standing(goesOn, written), false)) {
            for (int i = 0; i < 5_000; i++) {
                display.started(run);
            }
            goesOn.countDown();
        }
        assertTrue(text().contains(" lines are not shown"), text());
    }

    private String text() {
        return written.toString(StandardCharsets.UTF_8);
    }

    private static RunDisplay display(OutputStream out, boolean terminal) {
        return new RunDisplay(new PrintStream(out, true, StandardCharsets.UTF_8), terminal, NOON);
    }

    /** Takes nothing until it is told to go on. */
    private static final class Standing extends OutputStream {
        private final CountDownLatch goesOn;
        private final ByteArrayOutputStream out;

        Standing(CountDownLatch goesOn, ByteArrayOutputStream out) {
            this.goesOn = goesOn;
            this.out = out;
        }

        @Override
        public void write(int character) {
            while (goesOn.getCount() > 0) {
                Thread.onSpinWait();
            }
            out.write(character);
        }
    }
}
