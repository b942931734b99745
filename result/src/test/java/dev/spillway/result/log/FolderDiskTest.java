package dev.spillway.result.log;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spillway.testkit.ChildProcess;
import dev.spillway.testkit.Verdict;
import dev.spillway.wire.Chunk;
import dev.spillway.wire.Position;
import dev.spillway.wire.Reason;
import dev.spillway.wire.ResultFailure;
import dev.spillway.wire.ResultInfo;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class FolderDiskTest {
    private static final GeneratedResult RESULT = new GeneratedResult(40, 200);
    private static final SpoolSettings SETTINGS = new SpoolSettings(0, 0, 1 << 30, 1 << 30, 1_000);

    private final Path root;

    FolderDiskTest(@TempDir Path folder) {
        this.root = folder.resolve("some").resolve("spool");
    }

    private static ResultLog complete(Spool spool) throws ResultFailure {
        ResultLog log = spool.create(GeneratedResult.manifest());
        for (Chunk each : RESULT.chunks()) {
            assertTrue(log.append(each));
        }
        log.complete(RESULT.total());
        return log;
    }

    private static void assertWhole(ResultLog log, Position from) throws ResultFailure {
        try (LogCursor cursor = new LogCursor(log)) {
            assertTrue(cursor.seek(from));
            assertEquals(new Verdict.Whole(RESULT.total()), RESULT.read(cursor));
        }
    }

    @Test
    void theFolderIsMadeForItsOwnerAloneWhenItIsFirstNeeded() throws Exception {
        try (Spool spool = Spool.in(root, SETTINGS)) {
            assertEquals(List.of(), spool.recover());
            assertFalse(Files.exists(root));
            ResultLog log = complete(spool);
            assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(root)));
            assertWhole(log, Position.START);
            log.remove();
            assertEquals(List.of("lock"), names(root));
        }
    }

    private static List<String> names(Path folder) throws IOException {
        try (var entries = Files.list(folder)) {
            return entries.map(each -> each.getFileName().toString()).toList();
        }
    }

    @Test
    void theNextSpoolServesACompleteResult() throws Exception {
        ResultInfo before;
        try (Spool first = Spool.in(root, SETTINGS)) {
            before = complete(first).info();
        }
        try (Spool second = Spool.in(root, SETTINGS)) {
            ResultLog log = second.recover().getFirst();
            assertEquals(before, log.info());
            for (Position each : RESULT.chunkStarts()) {
                assertWhole(log, each);
            }
            log.remove();
            assertEquals(List.of("lock"), names(root));
        }
    }

    @Test
    void aTornTailIsCut() throws Exception {
        try (Spool first = Spool.in(root, SETTINGS)) {
            complete(first);
        }
        Path folder = root.resolve(names(root).stream()
                .filter(each -> !each.equals("lock"))
                .findFirst()
                .orElseThrow());
        Path last = folder.resolve(names(folder).stream()
                .filter(Segment::isName)
                .max(String::compareTo)
                .orElseThrow());
        byte[] whole = Files.readAllBytes(last);
        byte[] torn = Arrays.copyOf(whole, whole.length + 10);
        Files.write(last, torn);
        try (Spool second = Spool.in(root, SETTINGS)) {
            assertWhole(second.recover().getFirst(), Position.START);
        }
        assertArrayEquals(whole, Files.readAllBytes(last));
    }

    @Test
    void aFolderHasOneSpool() throws Exception {
        try (Spool second = Spool.in(root, SETTINGS)) {
            try (Spool first = Spool.in(root, SETTINGS)) {
                ResultLog log = complete(first);
                assertRefused(second);
                assertRefused(Spool.in(root.resolve("..").resolve("spool"), SETTINGS));
                assertWhole(log, Position.START);
            }
            assertWhole(second.recover().getFirst(), Position.START);
            assertRefused(Spool.in(root, SETTINGS));
        }
    }

    private void assertRefused(Spool spool) {
        String why = "another process keeps its results there";
        IOException recover = assertThrows(IOException.class, spool::recover);
        assertTrue(message(recover).endsWith("spool: " + why), message(recover));
        ResultFailure create = assertThrows(ResultFailure.class, () -> spool.create(GeneratedResult.manifest()));
        assertEquals(Reason.SPOOL_FAILED, create.reason());
        assertTrue(create.text().contains(root.getFileName() + ": " + why), create.text());
    }

    private static String message(Exception e) {
        return String.valueOf(e.getMessage());
    }

    private ChildProcess owner() throws IOException {
        return ChildProcess.java(List.of("-XX:TieredStopAtLevel=1", FolderOwner.class.getName(), root.toString()));
    }

    @Test
    void anotherProcessIsRefusedUntilTheFirstHasDied() throws Exception {
        try (ChildProcess first = owner()) {
            first.awaitLine("owns it");
            try (Spool spool = Spool.in(root, SETTINGS)) {
                assertRefused(spool);
                first.kill();
                assertEquals(1, spool.recover().size());
            }
        }
    }

    @Test
    void aSecondSpoolThatIsRefusedDoesNotGiveTheFolderAway() throws Exception {
        try (Spool spool = Spool.in(root, SETTINGS)) {
            complete(spool);
            assertRefused(Spool.in(root, SETTINGS));
            try (ChildProcess other = owner()) {
                String why = "another process keeps its results there";
                assertEquals(why, other.awaitLine(why + "|owns it").group());
            }
        }
    }

    @Test
    void theFileIsTheSumOfItsParts() throws Exception {
        try (FolderDisk disk = new FolderDisk(root)) {
            disk.makeFolder("folder");
            byte[] expected = new byte[3 << 20];
            new Random(1).nextBytes(expected);
            ByteBuffer all = ByteBuffer.wrap(expected);
            try (Disk.DiskFile file = disk.create("folder/file")) {
                file.append(all.slice(0, 0), all.slice(0, 1), all.slice(1, 2 << 20));
                file.append(all.slice(1 + (2 << 20), (1 << 20) - 1));
            }
            assertArrayEquals(
                    expected, Files.readAllBytes(root.resolve("folder").resolve("file")));
            try (Disk.DiskFile file = disk.open("folder/file")) {
                assertEquals(expected.length, file.size());
                ByteBuffer behind = ByteBuffer.allocate(10);
                assertEquals(4, file.read(behind, expected.length - 4L));
                assertEquals(0, file.read(behind, expected.length));
                assertArrayEquals(
                        Arrays.copyOfRange(expected, expected.length - 4, expected.length),
                        Arrays.copyOf(behind.array(), 4));
            }
        }
    }
}
