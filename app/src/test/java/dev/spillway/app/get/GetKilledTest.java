package dev.spillway.app.get;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spillway.app.get.DyingDisk.Killed;
import dev.spillway.client.ScriptedOrigin;
import dev.spillway.testkit.FakeClock;
import dev.spillway.wire.Crc32c;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A run that ends between any two things that it does to files. */
@Timeout(120)
class GetKilledTest {
    private static final String OLD = "of yesterday";

    @TempDir
    private Path folder = Path.of("");

    @SuppressWarnings("NullAway.Init")
    private PartFiles files;

    private byte[] whole = new byte[0];

    @BeforeEach
    void start() throws Exception {
        files = new PartFiles(folder);
        files.answer(ScriptedOrigin.keeping(files.kept));
        whole = PartFiles.uninterrupted(files.kept, "json");
    }

    @AfterEach
    void stop() {
        files.close();
    }

    private Path file() {
        return files.file("books.json");
    }

    /** Whether it got to its end. */
    private boolean run(DyingDisk disk) {
        try {
            CommandRun run = files.get(disk, disk.clock(), file());
            assertEquals(0, run.exitCode(), run.err());
            return true;
        } catch (Killed e) {
            return false;
        }
    }

    private void assertOldOrWhole() throws IOException {
        byte[] there = Files.readAllBytes(file());
        boolean old = Arrays.equals(OLD.getBytes(StandardCharsets.UTF_8), there);
        assertTrue(old || Arrays.equals(whole, there), "neither old nor whole");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void wheneverItIsKilledTheNextRunEndsWithTheSameFile(boolean withMachine) throws Exception {
        boolean ended = false;
        int goneOn = 0;
        for (int steps = 0; !ended; steps++) {
            Files.writeString(file(), OLD);
            ended = run(new DyingDisk(steps, withMachine));
            assertOldOrWhole();
            files.origin.requests().clear();
            assertTrue(run(new DyingDisk(Long.MAX_VALUE, false)));
            goneOn += files.origin.requests().remove().hasResumeToken() ? 1 : 0;
            assertArrayEquals(whole, Files.readAllBytes(file()));
            assertEquals(List.of("books.json"), files.names());
        }
        assertTrue(goneOn > 20, "gone on: " + goneOn);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void howeverOftenItIsKilledItEndsWithTheSameFile(boolean withMachine) throws Exception {
        for (int seed = 0; seed < 30; seed++) {
            Random random = new Random(seed);
            Files.writeString(file(), OLD);
            while (!run(new DyingDisk(random.nextInt(60), withMachine))) {
                assertOldOrWhole();
            }
            assertArrayEquals(whole, Files.readAllBytes(file()), "seed " + seed);
            assertEquals(List.of("books.json"), files.names(), "seed " + seed);
        }
    }

    @Test
    void wheneverItIsKilledASidecarNeverSaysThatARightFileIsDifferent() throws Exception {
        boolean ended = false;
        for (int steps = 0; !ended; steps++) {
            Files.writeString(file(), OLD);
            Checksum old = new Checksum(OLD.length(), Crc32c.of(OLD.getBytes(StandardCharsets.UTF_8), 0, OLD.length()));
            Files.writeString(Sidecar.beside(file()), new Sidecar(1, old).toText());
            Files.deleteIfExists(files.file("books.json.part"));
            DyingDisk disk = new DyingDisk(steps, true);
            try {
                CommandRun run = files.get(disk, disk.clock(), file(), "--sidecar");
                assertEquals(0, run.exitCode(), run.err());
                ended = true;
            } catch (Killed e) {
                CommandRun verify = CommandRun.of(new VerifyCommand(), file().toString());
                assertTrue(verify.exitCode() <= 1, verify.err());
            }
        }
        assertEquals(0, CommandRun.of(new VerifyCommand(), file().toString()).exitCode());
    }

    /** A disk that takes its time for a part, and notes when a state gets its name. */
    private static final class SlowDisk extends LocalDisk {
        private final FakeClock clock = new FakeClock();
        private final Duration perWrite;
        private final Duration perForce;
        private final List<Long> renamed = new ArrayList<>();
        private @Nullable FileChannel part;

        SlowDisk(Duration perWrite, Duration perForce) {
            this.perWrite = perWrite;
            this.perForce = perForce;
        }

        @Override
        public FileChannel open(Path file) throws IOException {
            part = super.open(file);
            return part;
        }

        @Override
        public void write(FileChannel file, ByteBuffer bytes) throws IOException {
            clock.advance(file.equals(part) ? perWrite : Duration.ZERO);
            super.write(file, bytes);
        }

        @Override
        public void force(FileChannel file) throws IOException {
            clock.advance(file.equals(part) ? perForce : Duration.ZERO);
            super.force(file);
        }

        @Override
        public void rename(Path from, Path to) throws IOException {
            renamed.add(Duration.ofNanos(clock.getAsLong()).toMillis());
            super.rename(from, to);
        }
    }

    @Test
    void checkpointsAreASecondApart() {
        SlowDisk disk = new SlowDisk(Duration.ofMillis(400), Duration.ZERO);
        assertEquals(0, files.get(disk, disk.clock, file()).exitCode());
        assertEquals(List.of(0L, 1200L, 2400L), disk.renamed.subList(0, 3));
    }

    @Test
    void aSlowDiskIsAskedForATenthOfTheTime() {
        SlowDisk disk = new SlowDisk(Duration.ofSeconds(2), Duration.ofSeconds(1));
        assertEquals(0, files.get(disk, disk.clock, file()).exitCode());
        assertEquals(List.of(0L, 3000L, 14000L), disk.renamed.subList(0, 3));
    }

    /** A disk that is full after some writes. */
    private static final class FullDisk extends LocalDisk {
        private int room;

        FullDisk(int writes) {
            this.room = writes;
        }

        @Override
        public void write(FileChannel file, ByteBuffer bytes) throws IOException {
            if (room-- <= 0) {
                super.write(file, bytes.slice(0, bytes.remaining() / 2));
                throw new IOException("No space left on device");
            }
            super.write(file, bytes);
        }
    }

    @Test
    void aFullDiskKeepsWhatWasSure() throws Exception {
        FakeClock clock = new FakeClock();
        LongSupplier everyChunkIsWorthACheckpoint = () -> {
            clock.advance(Duration.ofSeconds(1));
            return clock.getAsLong();
        };
        CommandRun run = files.get(new FullDisk(5), everyChunkIsWorthACheckpoint, file());
        assertEquals(3, run.exitCode(), run.err());
        assertTrue(run.err().startsWith("spillway get: " + file() + ".part: No space left on device ("), run.err());
        files.origin.requests().clear();
        assertEquals(0, files.get(file()).exitCode());
        assertTrue(files.origin.requests().remove().hasResumeToken());
        assertArrayEquals(whole, Files.readAllBytes(file()));
    }

    /** A disk that is not sure of a part the second time, and says the third time that it is. */
    private static final class FickleDisk extends LocalDisk {
        private final Path state;
        private int forced;
        private String stateThen = "";

        FickleDisk(Path state) {
            this.state = state;
        }

        @Override
        public void force(FileChannel file) throws IOException {
            boolean isPart = file.size() > 0 && Files.exists(state) && !Files.exists(SmallFile.beside(state, ".new"));
            if (isPart && ++forced == 2) {
                stateThen = Files.readString(state);
                throw new IOException("Input/output error");
            }
            super.force(file);
        }
    }

    @Test
    void whatADiskWasOnceNotSureOfIsNeverGoneOnFrom() throws Exception {
        FakeClock clock = new FakeClock();
        FickleDisk disk = new FickleDisk(files.file("books.json.part.state"));
        LongSupplier everyChunkIsWorthACheckpoint = () -> {
            clock.advance(Duration.ofSeconds(1));
            return clock.getAsLong();
        };
        CommandRun run = files.get(disk, everyChunkIsWorthACheckpoint, file());
        assertEquals(3, run.exitCode(), run.err());
        assertTrue(disk.stateThen.contains("\ntoken "), disk.stateThen);
        assertEquals(disk.stateThen, Files.readString(disk.state));
    }
}
