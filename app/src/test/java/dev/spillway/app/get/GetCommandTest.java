package dev.spillway.app.get;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spillway.client.ResultFrames;
import dev.spillway.client.ScriptedOrigin;
import dev.spillway.client.ScriptedOrigin.Script;
import dev.spillway.wire.Crc32c;
import dev.spillway.wire.Frame;
import dev.spillway.wire.Position;
import dev.spillway.wire.Reason;
import dev.spillway.wire.ResultFailure;
import dev.spillway.wire.Slice;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.Pipe;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

@Timeout(60)
class GetCommandTest {
    private static final int ROWS = 50;

    @TempDir
    private Path folder = Path.of("");

    private final List<Frame> frames = new ArrayList<>(ResultFrames.books(ROWS));
    private final ByteArrayOutputStream stdout = new ByteArrayOutputStream();
    private final StringWriter stderr = new StringWriter();

    GetCommandTest() throws ResultFailure {}

    private static String ndjson(int rows) {
        return IntStream.range(0, rows)
                .mapToObj(id -> "{\"id\":" + id + ",\"title\":\"Book " + id + "\"}\n")
                .collect(Collectors.joining());
    }

    private int run(OutputStream out, String... arguments) {
        return new CommandLine(new GetCommand(out, new LocalDisk(), System::nanoTime))
                .setErr(new PrintWriter(stderr, true))
                .execute(arguments);
    }

    private int get(Script script, String... options) throws IOException {
        try (ScriptedOrigin origin = new ScriptedOrigin(script)) {
            return run(
                    stdout,
                    Stream.concat(Stream.of("books", "--origin", origin.target()), Arrays.stream(options))
                            .toArray(String[]::new));
        }
    }

    private String printed() {
        return stdout.toString(StandardCharsets.UTF_8);
    }

    private Path file(String name) {
        return folder.resolve(name);
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(each -> String.valueOf(each.getFileName()))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void rowsGoToStdoutAsNdjsonAndTheTotalsToStderr() throws Exception {
        assertEquals(0, get(ScriptedOrigin.sending(frames)));
        assertEquals(ndjson(ROWS), printed());
        Position total = ((Frame.End) frames.getLast()).total();
        assertTrue(stderr.toString().startsWith("books: 50 rows, "), stderr.toString());
        assertTrue(
                stderr.toString().endsWith("complete, crc32c " + Crc32c.toHex(total.crc32c()) + "\n"),
                stderr.toString());
    }

    @Test
    void theFormatIsTheOneAskedFor() throws Exception {
        assertEquals(0, get(ScriptedOrigin.sending(frames), "--format", "text"));
        assertTrue(printed().startsWith("0, Book 0\n1, Book 1\n"), printed());
    }

    @Test
    void theFormatIsTheExtensionOfTheFile() throws Exception {
        assertEquals(
                0, get(ScriptedOrigin.sending(frames), "-o", file("books.text").toString()));
        assertTrue(Files.readString(file("books.text")).startsWith("0, Book 0\n"));
        assertEquals(0, get(ScriptedOrigin.sending(frames), "-o", file("books").toString()));
        assertEquals(ndjson(ROWS), Files.readString(file("books")));
        assertEquals(List.of("books", "books.text"), files());
    }

    @Test
    void theCanonicalBytesAreTheFormatProto() throws Exception {
        assertEquals(
                0, get(ScriptedOrigin.sending(frames), "-o", file("books.proto").toString()));
        ByteArrayOutputStream sent = new ByteArrayOutputStream();
        for (Frame frame : frames) {
            if (frame instanceof Frame.Data data) {
                data.chunk().data().writeTo(sent);
            }
        }
        assertArrayEquals(sent.toByteArray(), Files.readAllBytes(file("books.proto")));
    }

    @Test
    void aRowLargerThanAChunkIsRenderedWhole() throws Exception {
        String title = "long ".repeat(1000);
        List<Frame> large = ResultFrames.of(ResultFrames.BOOKS, 100, 3, (row, out) -> {
            out.int64(1, row);
            out.string(2, row == 1 ? title : "short");
        });
        assertEquals(0, get(ScriptedOrigin.sending(large), "--format", "text"));
        assertEquals("0, short\n1, " + title + "\n2, short\n", printed());
    }

    @Test
    void anEmptyResultIsAnEmptyFile() throws Exception {
        assertEquals(
                0,
                get(
                        ScriptedOrigin.sending(ResultFrames.books(0)),
                        "-o",
                        file("books.ndjson").toString()));
        assertEquals("", Files.readString(file("books.ndjson")));
        assertEquals(List.of("books.ndjson"), files());
    }

    @Test
    void aFileIsReplacedOnlyByAWholeResult() throws Exception {
        Path file = file("books.ndjson");
        Files.writeString(file, "of yesterday");
        Iterator<List<Frame>> answers =
                List.of(frames.subList(0, frames.size() - 1), frames).iterator();
        try (ScriptedOrigin origin = new ScriptedOrigin(
                (request, out) -> ScriptedOrigin.sending(answers.next()).run(request, out))) {
            String[] get = {"books", "-o", file.toString(), "--origin", origin.target()};
            assertEquals(1, run(stdout, get));
            assertEquals("of yesterday", Files.readString(file));
            assertEquals(0, run(stdout, get));
        }
        assertEquals(ndjson(ROWS), Files.readString(file));
        assertEquals(List.of("books.ndjson"), files());
    }

    @Test
    void whatCameBeforeACutStaysInThePart() throws Exception {
        Path file = file("books.ndjson");
        List<Frame> cut = frames.subList(0, frames.size() - 1);
        assertEquals(1, get(ScriptedOrigin.sending(cut), "-o", file.toString()));
        assertEquals(List.of("books.ndjson.part", "books.ndjson.part.state"), files());
        assertEquals(ndjson(ROWS), Files.readString(file("books.ndjson.part")));
        assertTrue(stderr.toString().startsWith("spillway get: TRUNCATED "), stderr.toString());
        assertTrue(stderr.toString().contains("books.ndjson.part keeps the first "), stderr.toString());
        assertEquals(1, stderr.toString().lines().count());
    }

    @Test
    void aDamagedChunkIsExitCode4AndNoneOfItIsWritten() throws Exception {
        Frame.Data second = (Frame.Data) frames.get(2);
        frames.set(2, new Frame.Data(2, withOtherBytes(second), Slice.EMPTY));
        assertEquals(4, get(ScriptedOrigin.sending(frames)));
        assertEquals(ndjson((int) second.chunk().firstRow()), printed());
        assertTrue(stderr.toString().startsWith("spillway get: DATA_LOSS "), stderr.toString());
    }

    private static dev.spillway.wire.Chunk withOtherBytes(Frame.Data frame) {
        dev.spillway.wire.Chunk right = frame.chunk();
        byte[] bytes = right.data().toByteArray();
        bytes[3] ^= 1;
        return new dev.spillway.wire.Chunk(
                right.firstRow(), right.rowCount(), right.offset(), dev.spillway.wire.Slice.of(bytes), right.crc32c());
    }

    @Test
    void bytesThatAreNoRowsOfTheirSchemaAreExitCode4() throws Exception {
        dev.spillway.wire.Slice noRow = dev.spillway.wire.Slice.of(new byte[] {0x0A, 0x02, 0x08, (byte) 0x80});
        dev.spillway.wire.Chunk chunk = new dev.spillway.wire.Chunk(0, 1, 0, noRow, noRow.crc32c());
        List<Frame> wrong = List.of(
                frames.get(0),
                new Frame.Data(1, chunk, Slice.EMPTY),
                new Frame.End(2, Position.START.after(chunk), Duration.ZERO));
        assertEquals(4, get(ScriptedOrigin.sending(wrong)));
        assertEquals("", printed());
        assertTrue(stderr.toString().startsWith("spillway get: DATA_LOSS "), stderr.toString());
    }

    @Test
    void theWordsOfAFailedSourceAreOneLine() throws Exception {
        frames.removeLast();
        assertEquals(
                1,
                get(ScriptedOrigin.failing(
                        frames, new ResultFailure(Reason.SOURCE_FAILED, "row 50: division by zero\nLINE 1:\n  ^\n"))));
        assertEquals("spillway get: SOURCE_FAILED row 50: division by zero LINE 1: ^\n", stderr.toString());
        assertEquals(ndjson(ROWS), printed());
    }

    @Test
    void aRefusedQueryLeavesNoFile() throws Exception {
        assertEquals(
                1,
                get(
                        ScriptedOrigin.failing(List.of(), new ResultFailure(Reason.UNKNOWN_STREAM, "stream 'books'")),
                        "-o",
                        file("books.ndjson").toString()));
        assertEquals("spillway get: UNKNOWN_STREAM stream 'books'\n", stderr.toString());
        assertEquals(List.of(), files());
    }

    @Test
    void parametersTravelAsText() throws Exception {
        try (ScriptedOrigin origin = new ScriptedOrigin(ScriptedOrigin.sending(frames))) {
            assertEquals(0, run(stdout, "books", "-p", "n=10", "-p", "q=a=b", "--origin", origin.target()));
            dev.spillway.wire.v1.Query query = origin.requests().remove().getQuery();
            assertEquals("books", query.getStream());
            assertEquals("10", query.getParametersOrThrow("n").getString());
            assertEquals("a=b", query.getParametersOrThrow("q").getString());
        }
    }

    @Test
    void whatIsWrongWithTheCommandIsSaidBeforeAnythingIsFetched() throws Exception {
        try (ScriptedOrigin origin = new ScriptedOrigin(ScriptedOrigin.sending(frames))) {
            assertUsage("--format: no format 'xml' (expected: ndjson", origin, "--format", "xml");
            assertUsage("no format 'docx'", origin, "-o", file("books.docx").toString());
            assertUsage("-p: 'n' (expected: name=value)", origin, "-p", "n");
            assertUsage("-p: n twice", origin, "-p", "n=1", "-p", "n=2");
            assertEquals(2, run(stdout, "--origin", origin.target()));
            assertEquals(2, run(stdout, "books", "--origin", "not a target://"));
            assertTrue(origin.requests().isEmpty());
            assertEquals(List.of(), files());
        }
    }

    private void assertUsage(String message, ScriptedOrigin origin, String... options) {
        stderr.getBuffer().setLength(0);
        String[] arguments = Stream.concat(Stream.of("books", "--origin", origin.target()), Arrays.stream(options))
                .toArray(String[]::new);
        assertEquals(2, run(stdout, arguments));
        assertTrue(stderr.toString().contains(message), stderr.toString());
    }

    @Test
    void aFileThatCannotBeWrittenIsSaidBeforeAnythingIsFetched() throws Exception {
        Path taken = Files.createDirectory(file("taken.ndjson"));
        try (ScriptedOrigin origin = new ScriptedOrigin(ScriptedOrigin.sending(frames))) {
            Path lost = file("no").resolve("books.ndjson");
            assertEquals(1, run(stdout, "books", "--origin", origin.target(), "-o", lost.toString()));
            assertEquals("spillway get: " + lost + ".part: no such folder\n", stderr.toString());
            stderr.getBuffer().setLength(0);
            assertEquals(1, run(stdout, "books", "--origin", origin.target(), "-o", taken.toString()));
            assertEquals("spillway get: " + taken + ": no regular file\n", stderr.toString());
            assertTrue(origin.requests().isEmpty());
        }
    }

    @Test
    void aPartThatAnotherGetWritesIsLeftAlone() throws Exception {
        Path part = file("books.ndjson.part");
        Files.writeString(part, "rows of the other");
        try (FileChannel other = FileChannel.open(part, StandardOpenOption.WRITE)) {
            assertFalse(other.lock().isShared());
            assertEquals(
                    1,
                    get(
                            ScriptedOrigin.sending(frames),
                            "-o",
                            file("books.ndjson").toString()));
        }
        assertEquals("spillway get: " + part + ": another get writes to it\n", stderr.toString());
        assertEquals("rows of the other", Files.readString(part));
    }

    @Test
    void aReaderOfStdoutThatLeavesEndsItQuietlyAndTheOriginToo() throws Exception {
        Pipe pipe = Pipe.open();
        pipe.source().close();
        try (ScriptedOrigin origin = new ScriptedOrigin(ScriptedOrigin.silentAfter(frames.subList(0, 2)));
                OutputStream out = Channels.newOutputStream(pipe.sink())) {
            assertEquals(1, run(out, "books", "--origin", origin.target()));
            assertEquals("", stderr.toString());
            origin.cancelled().join();
        }
    }
}
