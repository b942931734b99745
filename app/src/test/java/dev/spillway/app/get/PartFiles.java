package dev.spillway.app.get;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.spillway.client.ResultFrames;
import dev.spillway.client.ScriptedOrigin;
import dev.spillway.client.ScriptedOrigin.Script;
import dev.spillway.wire.Frame;
import dev.spillway.wire.ResultFailure;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/** A folder in which runs of {@code get books -o FILE} leave what they leave, and an origin that is told what to do. */
final class PartFiles implements AutoCloseable {
    /** The result that the origin keeps at first, and cuts after a few chunks. */
    final List<Frame> kept = ResultFrames.kept(ResultFrames.books(50));

    final ScriptedOrigin origin = new ScriptedOrigin((request, out) -> script().run(request, out));

    private final Path folder;
    private volatile Script script = ScriptedOrigin.keeping(kept, 3);

    PartFiles(Path folder) throws IOException, ResultFailure {
        this.folder = folder;
    }

    private Script script() {
        return script;
    }

    void answer(Script with) {
        script = with;
    }

    Path file(String name) {
        return folder.resolve(name);
    }

    Path part() {
        return file("books.ndjson.part");
    }

    Path state() {
        return file("books.ndjson.part.state");
    }

    List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(each -> String.valueOf(each.getFileName()))
                    .sorted()
                    .toList();
        }
    }

    /** Of {@code books.ndjson}. */
    CommandRun get(String... more) {
        return get(file("books.ndjson"), more);
    }

    CommandRun get(Path file, String... more) {
        return get(new LocalDisk(), System::nanoTime, file, more);
    }

    /** Takes the first cut for the end, unless it is told for how long to try. */
    CommandRun get(Disk disk, LongSupplier clock, Path file, String... more) {
        boolean told = Arrays.asList(more).contains("--give-up-after");
        List<String> arguments = new ArrayList<>(List.of("books", "-o", file.toString(), "--origin", origin.target()));
        arguments.addAll(List.of(more));
        arguments.addAll(told ? List.of() : List.of("--give-up-after", "0"));
        return CommandRun.of(
                new GetCommand(new ByteArrayOutputStream(), disk, clock), arguments.toArray(String[]::new));
    }

    /** A run of {@code books.ndjson} that is cut. */
    CommandRun cut(String... more) {
        CommandRun run = get(more);
        assertEquals(3, run.exitCode(), run.err());
        return run;
    }

    /** What one run writes that nothing happens to. */
    static byte[] uninterrupted(List<Frame> frames, String format) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ScriptedOrigin origin = new ScriptedOrigin(ScriptedOrigin.sending(frames))) {
            GetCommand get = new GetCommand(out, new LocalDisk(), System::nanoTime);
            CommandRun run = CommandRun.of(get, "books", "--format", format, "--origin", origin.target());
            assertEquals(0, run.exitCode(), run.err());
        }
        return out.toByteArray();
    }

    @Override
    public void close() {
        origin.close();
    }
}
