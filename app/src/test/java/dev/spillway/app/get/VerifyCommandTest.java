package dev.spillway.app.get;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spillway.client.ScriptedOrigin;
import dev.spillway.render.Format;
import dev.spillway.wire.Crc32c;
import dev.spillway.wire.Frame;
import dev.spillway.wire.Reason;
import dev.spillway.wire.ResultFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class VerifyCommandTest {
    @TempDir
    private Path folder = Path.of("");

    @SuppressWarnings("NullAway.Init")
    private PartFiles files;

    private String result = "";

    @BeforeEach
    void start() throws Exception {
        files = new PartFiles(folder);
        files.answer(ScriptedOrigin.keeping(files.kept));
        result = ((Frame.Header) files.kept.getFirst()).resultId().text();
    }

    @AfterEach
    void stop() {
        files.close();
    }

    private Path file() {
        return files.file("books.ndjson");
    }

    private Path sidecar() {
        return files.file("books.ndjson.spillway");
    }

    private CommandRun verify(Path file, String... more) {
        return CommandRun.of(
                new VerifyCommand(),
                Stream.concat(Stream.of(file.toString(), "--origin", files.origin.target()), Stream.of(more))
                        .toArray(String[]::new));
    }

    private void assertSays(int exitCode, String message, CommandRun run) {
        assertEquals("spillway verify: " + file() + ": " + message + "\n", run.err());
        assertEquals(exitCode, run.exitCode());
        assertEquals("", run.out());
    }

    /** That one byte, or one byte less, is noticed. */
    private void assertNoticesEveryChange(String... more) throws IOException {
        byte[] right = Files.readAllBytes(file());
        String crc = Crc32c.toHex(Crc32c.of(right, 0, right.length));
        byte[] other = right.clone();
        other[right.length / 2] ^= 1;
        Files.write(file(), other);
        String otherCrc = Crc32c.toHex(Crc32c.of(other, 0, other.length));
        assertSays(4, "crc32c " + otherCrc + " (expected: " + crc + ")", verify(file(), more));
        Files.write(file(), Arrays.copyOf(right, right.length - 1));
        assertSays(4, (right.length - 1) + " bytes (expected: " + right.length + ")", verify(file(), more));
    }

    @Test
    void aFileIsComparedWithWhatGetNotedBesideIt() throws Exception {
        assertEquals(0, files.get("--sidecar").exitCode());
        assertEquals(List.of("books.ndjson", "books.ndjson.spillway"), files.names());
        CommandRun run = verify(file());
        assertEquals(0, run.exitCode(), run.err());
        assertTrue(
                run.out()
                        .matches(
                                "\\Q" + file()
                                        + "\\E: 50 rows, complete, checksum equal \\(crc32c [0-9a-f]{8}, books\\.ndjson\\.spillway\\)\n"),
                run.out());
        assertNoticesEveryChange();
    }

    @Test
    void aFileOfSeveralRunsHasTheSameSidecar() throws Exception {
        assertEquals(0, files.get("--sidecar").exitCode());
        String once = Files.readString(sidecar());
        files.answer(ScriptedOrigin.keeping(files.kept, 3));
        CommandRun run = files.get("--sidecar");
        assertTrue(run.err().contains(" --sidecar"), run.err());
        while (run.exitCode() == 3) {
            run = files.get("--sidecar");
        }
        assertEquals(once, Files.readString(sidecar()));
    }

    @Test
    void aFileWithoutASidecarCannotBeVerified() {
        assertEquals(0, files.get().exitCode());
        assertSays(
                1,
                "cannot be verified: no books.ndjson.spillway beside it (get --sidecar writes one), and neither URL nor"
                        + " --result",
                verify(file()));
    }

    @Test
    void aSidecarGoesWithItsFile() throws Exception {
        assertEquals(0, files.get("--sidecar").exitCode());
        assertEquals(0, files.get().exitCode());
        assertEquals(List.of("books.ndjson"), files.names());
    }

    @Test
    void aDamagedSidecarVerifiesNothing() throws Exception {
        assertEquals(0, files.get("--sidecar").exitCode());
        Files.writeString(sidecar(), Files.readString(sidecar()).replace("rows 50", "rows 51"));
        assertSays(1, "cannot be verified: " + sidecar() + ": its checksum does not fit", verify(file()));
    }

    @Test
    void aFileThatIsNotThereCannotBeVerified() {
        assertSays(1, "cannot be verified: no such file", verify(file()));
    }

    @ParameterizedTest
    @EnumSource
    void aFileIsComparedWithItsResultInItsFormat(Format format) {
        Path file = files.file("books." + format);
        assertEquals(0, files.get(file).exitCode());
        CommandRun run = verify(file, "--result", result);
        assertEquals(0, run.exitCode(), run.err());
        assertTrue(run.out().contains(": 50 rows, complete, checksum equal "), run.out());
        assertFalse(run.out().contains(result), run.out());
        assertEquals(
                4,
                verify(file, "--result", result, "--format", format == Format.CSV ? "json" : "csv")
                        .exitCode());
    }

    @Test
    void whatDiffersFromTheResultIsNamed() throws Exception {
        assertEquals(0, files.get().exitCode());
        assertNoticesEveryChange("--result", result);
    }

    @Test
    void aResultThatIsGoneVerifiesNothing() {
        assertEquals(0, files.get().exitCode());
        files.answer(ScriptedOrigin.failing(List.of(), new ResultFailure(Reason.UNKNOWN_RESULT, "result: gone")));
        assertSays(1, "cannot be verified: UNKNOWN_RESULT result: gone", verify(file(), "--result", result));
    }

    @Test
    void whatIsNoResultIdIsNotShown() {
        CommandRun run = verify(file(), "--result", "secret");
        assertEquals(2, run.exitCode());
        assertTrue(
                run.err()
                        .startsWith("Invalid value for option '--result': result id: no owner"
                                + " (expected: OWNER.32 hex digits)\n"),
                run.err());
        assertFalse(run.err().contains("secret"), run.err());
    }

    @Test
    void aSidecarNeedsAFile() {
        CommandRun run = CommandRun.of(new GetCommand(), "books", "--sidecar");
        assertEquals(2, run.exitCode());
        assertTrue(run.err().startsWith("--sidecar: without -o FILE\n"), run.err());
    }
}
