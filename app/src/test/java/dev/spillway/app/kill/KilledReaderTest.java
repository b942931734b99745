package dev.spillway.app.kill;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spillway.testkit.ChildProcess;
import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code spillway get -o} that is killed: {@code -Dspillway.kills=1000} kills it so often. */
@Timeout(3_600)
class KilledReaderTest {
    private static final int KILLS = Integer.getInteger("spillway.kills", 10);
    private static final long SEED = Long.getLong("spillway.seed", 1);
    private static final long ROWS = 6_000_000;

    @TempDir
    Path folder;

    @Test
    void theFileIsWholeHoweverOftenItsGetIsKilled() throws Exception {
        Program program = new Program(folder, "1GiB");
        Random random = new Random(SEED);
        Path file = folder.resolve("numbers.ndjson");
        Path part = folder.resolve("numbers.ndjson.part");
        Path state = folder.resolve("numbers.ndjson.part.state");
        try (ChildProcess origin = program.serve()) {
            assertTrue(origin.isAlive());
            int killed = 0;
            while (killed < KILLS) {
                try (ChildProcess get = get(program, file)) {
                    long before = sizeOf(part);
                    long more = 1 + random.nextLong(64 << 20);
                    while (get.isAlive() && sizeOf(part) < before + more) {
                        Thread.onSpinWait();
                    }
                    if (get.kill() == 137) {
                        killed++;
                    } else {
                        assertRows(file);
                        Files.delete(file);
                    }
                }
            }
            boolean hasBegun = Files.exists(state) && Files.readString(state).contains("\ntoken ");
            try (ChildProcess get = get(program, file)) {
                assertEquals(0, get.exitCode(), () -> String.join("\n", get.lines()));
                assertEquals(
                        hasBegun,
                        get.lines().stream().anyMatch(each -> each.contains(", the last ")),
                        () -> String.join("\n", get.lines()));
            }
        }
        assertRows(file);
        assertFalse(Files.exists(part));
    }

    private static ChildProcess get(Program program, Path file) throws Exception {
        return program.run("get", "numbers", "-p", "rows=" + ROWS, "-o", file.toString(), "--origin", program.target());
    }

    private static long sizeOf(Path file) {
        return file.toFile().length();
    }

    private static void assertRows(Path file) throws Exception {
        try (BufferedReader lines = Files.newBufferedReader(file)) {
            for (long row = 0; row < ROWS; row++) {
                String expected = "{\"id\":" + row + ",\"text\":\"" + Program.text(row) + "\"}";
                assertEquals(expected, lines.readLine(), "seed " + SEED);
            }
            assertEquals(-1, lines.read());
        }
    }
}
