package dev.spillway.app.get;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spillway.client.ResultFrames;
import dev.spillway.client.ScriptedOrigin;
import dev.spillway.render.Format;
import dev.spillway.wire.Frame;
import dev.spillway.wire.Reason;
import dev.spillway.wire.ResultFailure;
import dev.spillway.wire.codec.RequestCodec;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A file that is fetched in several runs. */
@Timeout(60)
class GetResumeTest {
    @TempDir
    private Path folder = Path.of("");

    @SuppressWarnings("NullAway.Init")
    private PartFiles files;

    @BeforeEach
    void start() throws Exception {
        files = new PartFiles(folder);
    }

    @AfterEach
    void stop() {
        files.close();
    }

    private void assertPartKept(byte[] before) throws IOException {
        assertArrayEquals(before, Files.readAllBytes(files.part()));
        assertEquals(List.of("books.ndjson.part", "books.ndjson.part.state"), files.names());
    }

    @ParameterizedTest
    @EnumSource
    void whatSeveralRunsWriteIsWhatOneWrites(Format format) throws Exception {
        String name = "books." + format;
        CommandRun run = files.get(files.file(name));
        int runs = 1;
        for (; run.exitCode() == 3; runs++) {
            assertEquals(List.of(name + ".part", name + ".part.state"), files.names());
            run = files.get(files.file(name));
        }
        assertEquals(0, run.exitCode(), run.err());
        assertTrue(runs > 2, "runs: " + runs);
        assertEquals(
                1,
                files.origin.requests().stream().filter(each -> each.hasQuery()).count());
        assertArrayEquals(PartFiles.uninterrupted(files.kept, format.toString()), Files.readAllBytes(files.file(name)));
        assertEquals(List.of(name), files.names());
    }

    @Test
    void aRunThatGoesOnSaysWhatIsWholeAndWhatItDid() throws Exception {
        files.cut();
        files.answer(ScriptedOrigin.keeping(files.kept));
        CommandRun run = files.get();
        assertTrue(
                run.err().matches("books: 50 rows, 0\\.0 MB, the last \\d\\d rows in .* complete, crc32c .*\n"),
                run.err());
    }

    @Test
    void aCutWithinALargeRowGoesOnBeforeThatRow() throws Exception {
        String title = "long ".repeat(1000);
        List<Frame> large = ResultFrames.kept(ResultFrames.of(ResultFrames.BOOKS, 100, 4, (row, out) -> {
            out.int64(1, row);
            out.string(2, row == 2 ? title : "short");
        }));
        files.answer(ScriptedOrigin.keeping(large, 20));
        files.cut();
        assertTrue(Files.readString(files.state()).contains("\nrows 2\n"));
        files.answer(ScriptedOrigin.keeping(large));
        assertEquals(0, files.get().exitCode());
        assertArrayEquals(PartFiles.uninterrupted(large, "ndjson"), Files.readAllBytes(files.file("books.ndjson")));
    }

    @Test
    void theCommandThatGoesOnIsSaid() throws Exception {
        CommandRun run = files.cut("-p", "q=it's", "-p", "n=1");
        assertEquals(
                "spillway get: UNAVAILABLE cut after 3 chunks (" + files.part() + " keeps the first "
                        + Files.size(files.part()) + " bytes)\nto go on:  spillway get books -p 'q=it'\\''s' -p n=1 -o "
                        + files.file("books.ndjson") + " --origin " + files.origin.target() + "\n",
                run.err());
    }

    @Test
    void theTokenIsForTheOwnerOnly() throws Exception {
        files.cut();
        assertTrue(Files.readString(files.state()).contains("\ntoken "));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(files.state())));
    }

    @Test
    void aCutIsSaidAndGotOverWithinARun() throws Exception {
        CommandRun run = files.get("--give-up-after", "1m");
        assertEquals(0, run.exitCode(), run.err());
        List<String> lines = run.err().lines().toList();
        assertEquals("spillway get: interrupted: UNAVAILABLE cut after 3 chunks", lines.get(0));
        assertTrue(lines.get(1).matches("spillway get: goes on at row \\d+"), lines.get(1));
        assertArrayEquals(
                PartFiles.uninterrupted(files.kept, "ndjson"), Files.readAllBytes(files.file("books.ndjson")));
    }

    @Test
    void whatWentToStdoutIsNothingToGoOnFrom() {
        GetCommand get = new GetCommand(new ByteArrayOutputStream(), new LocalDisk(), System::nanoTime);
        CommandRun run = CommandRun.of(get, "books", "--give-up-after", "0", "--origin", files.origin.target());
        assertEquals(1, run.exitCode());
        assertEquals("spillway get: UNAVAILABLE cut after 3 chunks\n", run.err());
    }

    @Test
    void anotherGetOfTheFileIsRefusedAndSaysWhatIsOther() throws Exception {
        files.cut("-p", "n=1", "-p", "q=x");
        byte[] before = Files.readAllBytes(files.part());
        files.origin.requests().clear();
        assertRefused("-p n: 2 (expected: 1)", "-p", "n=2", "-p", "q=x");
        assertRefused("-p q: not given (expected: x)", "-p", "n=1");
        assertRefused(
                "-p m: 3 (expected: not given); --format: csv (expected: ndjson)",
                "-p",
                "n=1",
                "-p",
                "q=x",
                "-p",
                "m=3",
                "--format",
                "csv");
        assertTrue(files.origin.requests().isEmpty());
        assertPartKept(before);
        files.cut("-p", "q=x", "-p", "n=1");
    }

    private void assertRefused(String difference, String... more) {
        CommandRun run = files.get(more);
        assertEquals(
                "spillway get: " + files.part() + " is of another get: " + difference + "; --restart starts anew\n",
                run.err());
        assertEquals(2, run.exitCode());
    }

    @Test
    void anotherStreamOrOriginForTheFileIsRefused() throws Exception {
        files.cut();
        CommandRun run = CommandRun.of(
                new GetCommand(), "films", "-o", files.file("books.ndjson").toString(), "--origin", "localhost:1");
        assertEquals(2, run.exitCode());
        String difference =
                "STREAM: films (expected: books); --origin: localhost:1 (expected: " + files.origin.target() + ")";
        assertTrue(run.err().contains(difference), run.err());
    }

    @Test
    void restartStartsAnewWhateverIsThere() throws Exception {
        files.cut("-p", "n=1");
        Files.writeString(files.state(), "damaged");
        files.origin.requests().clear();
        files.cut("-p", "n=2", "--restart");
        assertTrue(files.origin.requests().remove().hasQuery());
        files.cut("-p", "n=2");
        assertTrue(files.origin.requests().remove().hasResumeToken());
    }

    @Test
    void whatNeedsAFileSaysSo() {
        GetCommand get = new GetCommand();
        CommandRun run = CommandRun.of(get, "books", "--restart");
        assertEquals(2, run.exitCode());
        assertTrue(run.err().startsWith("--restart: without -o FILE\n"), run.err());
    }

    @Test
    void aTimeThatIsNoneSaysSo() {
        CommandRun run = files.get("--give-up-after", "soon");
        assertEquals(2, run.exitCode());
        assertTrue(run.err().startsWith("--give-up-after: 'soon' (expected: "), run.err());
    }

    @ParameterizedTest
    @EnumSource(names = {"UNKNOWN_RESULT", "OUT_OF_RANGE", "INVALID_TOKEN", "UNIMPLEMENTED"})
    void aResultThatIsGoneIsSaidAndThePartIsKept(Reason reason) throws Exception {
        files.cut();
        byte[] before = Files.readAllBytes(files.part());
        files.answer(ScriptedOrigin.failing(List.of(), new ResultFailure(reason, "result: gone")));
        CommandRun run = files.get();
        assertEquals(
                "spillway get: " + reason + " result: gone (" + files.part() + " keeps the first " + before.length
                        + " bytes; --restart starts anew)\n",
                run.err());
        assertEquals(1, run.exitCode());
        assertPartKept(before);
    }

    @Test
    void anOriginThatIsNotThereYetLeavesAllAsItIs() throws Exception {
        files.cut();
        byte[] before = Files.readAllBytes(files.part());
        files.answer(ScriptedOrigin.failing(List.of(), new ResultFailure(Reason.UNAVAILABLE, "starting")));
        assertEquals(3, files.get().exitCode());
        assertPartKept(before);
    }

    @Test
    void anotherResultIsNeverPutBehindThePart() throws Exception {
        files.cut();
        byte[] before = Files.readAllBytes(files.part());
        Frame.Header other = ResultFrames.header(ResultFrames.BOOKS, 50);
        files.answer((request, out) -> {
            try {
                List<Frame> answer = new ArrayList<>(ResultFrames.answer(files.kept, RequestCodec.spec(request)));
                Frame.Header right = (Frame.Header) answer.getFirst();
                answer.set(
                        0,
                        new Frame.Header(
                                0,
                                other.resultId(),
                                right.content(),
                                right.effective(),
                                right.replay(),
                                right.estimatedRows(),
                                right.leaseExpiry()));
                ScriptedOrigin.sending(answer).run(request, out);
            } catch (ResultFailure e) {
                throw new IllegalStateException(e);
            }
        });
        CommandRun run = files.get();
        assertEquals(4, run.exitCode());
        assertTrue(
                run.err().startsWith("spillway get: DATA_LOSS result: " + other.resultId() + " (expected: "),
                run.err());
        assertPartKept(before);
    }

    @Test
    void aDamagedStateIsRefused() throws Exception {
        files.cut();
        byte[] before = Files.readAllBytes(files.part());
        byte[] right = Files.readAllBytes(files.state());
        for (int i = 0; i < right.length; i++) {
            byte[] damaged = right.clone();
            damaged[i] ^= 1;
            assertDamaged(damaged, files.state() + ": ");
            assertDamaged(Arrays.copyOf(right, i), files.state() + ": ");
        }
        assertDamaged(
                "spillway part 2\n".getBytes(StandardCharsets.UTF_8),
                "'spillway part 2' (expected: 'spillway part 1')");
        assertPartKept(before);
    }

    private void assertDamaged(byte[] state, String message) throws IOException {
        Files.write(files.state(), state);
        CommandRun run = files.get();
        assertEquals(4, run.exitCode(), run.err());
        assertTrue(run.err().contains(message), run.err());
        assertTrue(run.err().endsWith("; --restart starts anew\n"), run.err());
    }

    @Test
    void aPartThatIsNotWhatItsStateSaysIsRefused() throws Exception {
        files.cut();
        byte[] right = Files.readAllBytes(files.part());
        for (int i = 0; i < right.length; i += 7) {
            byte[] damaged = right.clone();
            damaged[i] ^= 1;
            assertDamagedPart(damaged, ": crc32c ");
        }
        assertDamagedPart(
                Arrays.copyOf(right, right.length - 1),
                ": " + (right.length - 1) + " bytes (expected: " + right.length + ")");
    }

    private void assertDamagedPart(byte[] part, String message) throws IOException {
        Files.write(files.part(), part);
        CommandRun run = files.get();
        assertEquals(4, run.exitCode(), run.err());
        assertTrue(run.err().startsWith("spillway get: " + files.part() + message), run.err());
        assertTrue(run.err().endsWith("; --restart starts anew\n"), run.err());
        assertPartKept(part);
    }

    @Test
    void whatLiesBehindThePlaceToGoOnFromIsCutOff() throws Exception {
        files.cut();
        Files.writeString(files.part(), Files.readString(files.part()) + "{\"id\":".repeat(1000));
        files.answer(ScriptedOrigin.keeping(files.kept));
        assertEquals(0, files.get().exitCode());
        assertArrayEquals(
                PartFiles.uninterrupted(files.kept, "ndjson"), Files.readAllBytes(files.file("books.ndjson")));
    }

    @Test
    void aPartOfSomebodyElseIsLeftAlone() throws Exception {
        Files.writeString(files.part(), "a download of a browser");
        CommandRun run = files.get();
        assertEquals(
                "spillway get: " + files.part()
                        + ": no books.ndjson.part.state beside it that says what it is of; --restart starts anew\n",
                run.err());
        assertEquals(2, run.exitCode());
        assertEquals("a download of a browser", Files.readString(files.part()));
        assertEquals(3, files.get("--restart").exitCode());
    }

    @Test
    void anEmptyPartIsNoPartWhateverItsStateSays() throws Exception {
        files.cut("-p", "n=1");
        Files.write(files.part(), new byte[0]);
        files.cut("-p", "n=2");
        Files.delete(files.part());
        files.cut("-p", "n=3");
        files.cut("-p", "n=3");
    }

    @Test
    void aResultThatNobodyKeepsStartsAnew() throws Exception {
        List<Frame> frames = ResultFrames.books(50);
        files.answer(ScriptedOrigin.sending(frames.subList(0, 4)));
        CommandRun run = files.get();
        assertEquals(1, run.exitCode());
        assertTrue(run.err().endsWith(" bytes; the next get starts anew)\n"), run.err());
        files.answer(ScriptedOrigin.sending(frames));
        assertEquals(0, files.get().exitCode());
        assertArrayEquals(PartFiles.uninterrupted(frames, "ndjson"), Files.readAllBytes(files.file("books.ndjson")));
    }

    @ParameterizedTest
    @EnumSource(names = {"SOURCE_FAILED", "SOURCE_LOST", "CANCELLED"})
    void aResultThatFailedForGoodStartsAnew(Reason reason) throws Exception {
        files.cut();
        files.answer((request, out) -> {
            try {
                List<Frame> answer = ResultFrames.answer(files.kept, RequestCodec.spec(request));
                ScriptedOrigin.failing(answer.subList(0, 3), new ResultFailure(reason, "row 9"))
                        .run(request, out);
            } catch (ResultFailure e) {
                throw new IllegalStateException(e);
            }
        });
        CommandRun run = files.get();
        assertEquals(1, run.exitCode());
        assertTrue(run.err().endsWith(" bytes; the next get starts anew)\n"), run.err());
        files.origin.requests().clear();
        files.answer(ScriptedOrigin.keeping(files.kept));
        assertEquals(0, files.get().exitCode());
        assertTrue(files.origin.requests().remove().hasQuery());
    }
}
