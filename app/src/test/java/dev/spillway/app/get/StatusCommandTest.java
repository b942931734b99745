package dev.spillway.app.get;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spillway.client.ScriptedOrigin;
import dev.spillway.wire.Position;
import dev.spillway.wire.Reason;
import dev.spillway.wire.Replay;
import dev.spillway.wire.ResultFailure;
import dev.spillway.wire.ResultId;
import dev.spillway.wire.ResultInfo;
import dev.spillway.wire.ResultState;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code status} and {@code cancel}. */
@Timeout(60)
class StatusCommandTest {
    private final ResultId id = ResultId.create("test");
    private final ScriptedOrigin origin = new ScriptedOrigin(ScriptedOrigin.sending(List.of()));

    StatusCommandTest() throws IOException {}

    @AfterEach
    void stop() {
        origin.close();
    }

    private ResultInfo info(ResultState state, Optional<ResultFailure> failure) {
        return new ResultInfo(
                id,
                "books",
                state,
                new Position(1234, 50, 0x0a0b0c0d),
                Replay.LOG,
                OptionalLong.of(60),
                Optional.of(Instant.parse("2026-01-31T12:00:30.123Z")),
                failure);
    }

    private CommandRun run(Object command, String result) {
        return CommandRun.of(command, result, "--origin", origin.target());
    }

    private String lines(String state, String failure) {
        return """
                result    test.%s…
                stream    books
                state     %s
                rows      50
                bytes     1234
                crc32c    0a0b0c0d
                estimate  60
                replay    log
                expires   2026-01-31T12:00:30Z
                %s""".formatted(id.shortName(), state, failure);
    }

    @Test
    void statusSaysWhatIsTrueOfAResult() {
        origin.knowing(info(ResultState.COMPLETE, Optional.empty()));
        assertEquals(new CommandRun(0, lines("complete", ""), ""), run(new StatusCommand(), id.text()));
    }

    @Test
    void aFailedResultIsAnAnswerToo() {
        ResultFailure why = new ResultFailure(Reason.SOURCE_FAILED, "row 50: division by zero\nLINE 1");
        origin.knowing(info(ResultState.FAILED, Optional.of(why)));
        assertEquals(
                new CommandRun(0, lines("failed", "failure   SOURCE_FAILED row 50: division by zero LINE 1\n"), ""),
                run(new StatusCommand(), id.text()));
    }

    @Test
    void whatIsNotKnownIsLeftOut() {
        origin.knowing(new ResultInfo(
                id,
                "books",
                ResultState.RUNNING,
                Position.START,
                Replay.NONE,
                OptionalLong.empty(),
                Optional.empty(),
                Optional.empty()));
        CommandRun run = run(new StatusCommand(), id.text());
        assertTrue(run.out().endsWith("crc32c    00000000\nreplay    none\n"), run.out());
    }

    @Test
    void cancelEndsAResultAndLeavesOneThatHasEnded() {
        origin.knowing(info(ResultState.RUNNING, Optional.empty()));
        assertEquals(new CommandRun(0, lines("cancelled", ""), ""), run(new CancelCommand(), id.text()));
        assertEquals(new CommandRun(0, lines("cancelled", ""), ""), run(new StatusCommand(), id.text()));
        origin.knowing(info(ResultState.COMPLETE, Optional.empty()));
        assertEquals(new CommandRun(0, lines("complete", ""), ""), run(new CancelCommand(), id.text()));
    }

    @Test
    void aResultThatIsNotKnownIsOneLine() {
        assertEquals(
                new CommandRun(1, "", "spillway status: UNKNOWN_RESULT result: not known, or not any more\n"),
                run(new StatusCommand(), id.text()));
        assertEquals(
                new CommandRun(1, "", "spillway cancel: UNKNOWN_RESULT result: not known, or not any more\n"),
                run(new CancelCommand(), id.text()));
    }

    @Test
    void anOriginThatDoesNotAnswerIsOneLine() {
        String target = origin.target();
        origin.kill();
        CommandRun run = CommandRun.of(new StatusCommand(), id.text(), "--origin", target);
        assertEquals(1, run.exitCode());
        assertTrue(run.err().startsWith("spillway status: UNAVAILABLE " + target + ": "), run.err());
    }

    @Test
    void whatIsNoResultIdIsUsageAndNotShown() {
        CommandRun run = run(new StatusCommand(), "secret");
        assertEquals(2, run.exitCode());
        assertTrue(
                run.err().startsWith("Invalid value for positional parameter at index 0 (RESULT): result id: no owner"),
                run.err());
        assertFalse(run.err().contains("secret"), run.err());
        assertEquals(2, CommandRun.of(new CancelCommand()).exitCode());
    }
}
