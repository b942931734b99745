package dev.spillway.result.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spillway.testkit.Auditor;
import dev.spillway.testkit.Verdict;
import dev.spillway.wire.Chunk;
import dev.spillway.wire.Position;
import dev.spillway.wire.Reason;
import dev.spillway.wire.ResultFailure;
import dev.spillway.wire.ResultId;
import dev.spillway.wire.ResultState;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ResultLogTest {
    private static final GeneratedResult RESULT = new GeneratedResult(40, 200);
    private static final List<Chunk> CHUNKS = RESULT.chunks();
    private static final Verdict WHOLE = new Verdict.Whole(RESULT.total());
    private static final int LARGEST_RECORD = 200 + SegmentRecord.RECORD_HEAD_BYTES;
    private static final long PLENTY = 1 << 30;

    private final MemoryDisk disk = new MemoryDisk();
    private Spool spool = spool(Kept.ON_DISK);

    /** Where results are kept. */
    enum Kept {
        IN_MEMORY(PLENTY),
        ON_DISK(0),
        ON_DISK_AND_THE_NEWEST_IN_MEMORY(4_000);

        private final long memory;

        Kept(long memory) {
            this.memory = memory;
        }

        SpoolSettings settings() {
            return new SpoolSettings(memory, PLENTY, PLENTY, PLENTY, 1_000);
        }
    }

    private Spool spool(Kept kept) {
        return spool(kept.settings());
    }

    private Spool spool(SpoolSettings settings) {
        spool = new Spool(disk, settings);
        return spool;
    }

    /** A spool without memory. */
    private Spool onDisk(long perResult, long total) {
        return spool(new SpoolSettings(0, 0, perResult, total, 1_000));
    }

    private static ResultLog running(Spool in, List<Chunk> chunks) throws ResultFailure {
        ResultLog log = in.create(GeneratedResult.manifest());
        append(log, chunks);
        return log;
    }

    private static ResultLog complete(Spool in) throws ResultFailure {
        ResultLog log = running(in, CHUNKS);
        log.complete(RESULT.total());
        return log;
    }

    private static void append(ResultLog log, List<Chunk> chunks) throws ResultFailure {
        for (Chunk each : chunks) {
            assertTrue(log.append(each), "no room");
        }
    }

    private static Verdict read(ResultLog log) {
        try (LogCursor cursor = new LogCursor(log)) {
            return RESULT.read(cursor);
        }
    }

    private static ResultFailure failure(Reason expected, Executable what) {
        ResultFailure failure = assertThrows(ResultFailure.class, what);
        assertEquals(expected, failure.reason(), failure.text());
        return failure;
    }

    private List<String> segments() {
        return disk.all().stream().filter(each -> each.endsWith(".segment")).toList();
    }

    private List<String> segmentsOf(ResultLog log) {
        String folder = Spool.folderOf(log.manifest().info().id()) + "/";
        return segments().stream().filter(each -> each.startsWith(folder)).toList();
    }

    private ResultLog recovered(MemoryDisk from) throws IOException {
        List<ResultLog> logs = new Spool(from, Kept.ON_DISK.settings()).recover();
        assertEquals(1, logs.size());
        return logs.getFirst();
    }

    @Test
    void aSmallResultNeverTouchesASegmentFile() throws Exception {
        ResultLog log = complete(spool(SpoolSettings.DEFAULT));
        assertEquals(WHOLE, read(log));
        assertEquals(List.of(Spool.folderOf(log.manifest().info().id()) + "/manifest"), disk.all());
        assertEquals(0, spool.diskBytes());
        assertTrue(spool.memoryBytes() >= RESULT.total().bytes());
    }

    @Test
    void beyondItsMemoryAResultGoesToSegmentFiles() throws Exception {
        long most = 2_000;
        ResultLog log = running(spool(new SpoolSettings(most, PLENTY, PLENTY, PLENTY, 1_000)), List.of());
        long held = 0;
        for (Chunk each : CHUNKS) {
            held += RecentChunks.held(each);
            append(log, List.of(each));
            assertEquals(held > most, log.diskBytes() > 0, "with " + held + " bytes");
            assertTrue(held <= most || log.diskBytes() > log.info().position().bytes(), "all of it is there");
            assertTrue(spool.memoryBytes() <= most);
        }
        log.complete(RESULT.total());
        assertEquals(WHOLE, read(log));
    }

    @Test
    void aSegmentIsClosedWhenItIsFull() throws Exception {
        complete(spool);
        List<String> names = segments();
        assertTrue(names.size() > 4, names.toString());
        for (String each : names) {
            long size = disk.size(each);
            assertTrue(size >= 1_000 || each.equals(names.getLast()), each + ": " + size);
            assertTrue(size < 1_000 + LARGEST_RECORD, each + ": " + size);
        }
        assertEquals(names.stream().mapToLong(disk::size).sum(), spool.diskBytes());
    }

    @Test
    void allResultsTogetherKeepToTheirMemory() throws Exception {
        long most = 3_000;
        spool(new SpoolSettings(2_000, most, PLENTY, PLENTY, 1_000));
        List<ResultLog> logs = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            logs.add(running(spool, List.of()));
        }
        for (Chunk chunk : CHUNKS) {
            for (ResultLog log : logs) {
                append(log, List.of(chunk));
                assertTrue(spool.memoryBytes() <= most, "in memory: " + spool.memoryBytes());
            }
        }
        for (ResultLog log : logs) {
            log.complete(RESULT.total());
            assertEquals(WHOLE, read(log));
            log.remove();
        }
        assertEquals(0, spool.memoryBytes());
    }

    @Test
    void whereMemoryIsShortWhatIsNewGoesToTheDiskAndWhatWasReadStays() throws Exception {
        long one = CHUNKS.stream().mapToLong(RecentChunks::held).sum();
        spool(new SpoolSettings(one, one, PLENTY, PLENTY, 1_000));
        ResultLog wasRead = complete(spool);
        assertEquals(WHOLE, read(wasRead));
        assertEquals(0, spool.diskBytes());
        ResultLog fresh = complete(spool);
        assertEquals(one, spool.memoryBytes());
        assertEquals(fresh.diskBytes(), spool.diskBytes());
        // What was handed to a reader may not have arrived.
        assertEquals(WHOLE, read(wasRead));
        assertEquals(WHOLE, read(fresh));
    }

    @Test
    void neitherLimitOfTheDiskIsEverExceeded() throws Exception {
        long perResult = 3_000;
        long total = 5_000;
        onDisk(perResult, total);
        List<ResultLog> logs = List.of(running(spool, List.of()), running(spool, List.of()), running(spool, List.of()));
        List<LogCursor> readers = logs.stream().map(LogCursor::new).toList();
        List<Auditor> auditors =
                logs.stream().map(each -> RESULT.auditor(Position.START)).toList();
        int full = 0;
        for (Chunk chunk : CHUNKS) {
            for (int i = 0; i < logs.size(); i++) {
                while (!logs.get(i).append(chunk)) {
                    full++;
                    boolean any = false;
                    for (int reader = 0; reader < logs.size(); reader++) {
                        any |= GeneratedResult.readOne(readers.get(reader), auditors.get(reader));
                    }
                    assertTrue(any, "all is read, and there is no room");
                }
                assertTrue(
                        logs.get(i).diskBytes() <= perResult,
                        "of one: " + logs.get(i).diskBytes());
                assertTrue(spool.diskBytes() <= total, "of all: " + spool.diskBytes());
                assertEquals(segments().stream().mapToLong(disk::size).sum(), spool.diskBytes());
            }
        }
        assertTrue(full > 10, "full: " + full);
        for (int i = 0; i < logs.size(); i++) {
            logs.get(i).complete(RESULT.total());
            while (GeneratedResult.readOne(readers.get(i), auditors.get(i))) {}
            assertEquals(WHOLE, auditors.get(i).verdict());
        }
    }

    @Test
    void aSegmentThatIsNotNeededIsWrittenOverAndWhatItHeldIsNoPartOfTheNewResult() throws Exception {
        ResultLog measured = complete(spool);
        long one = spool.diskBytes();
        measured.remove();
        long total = one + 1_000;
        onDisk(PLENTY, total);
        assertEquals(WHOLE, read(complete(spool)));
        ResultLog fresh = running(spool, List.of());
        int[] created = {0};
        disk.trouble((call, name) -> {
            created[0] += call == MemoryDisk.Call.CREATE && name.endsWith(".segment") ? 1 : 0;
            return null;
        });
        Position at = Position.START;
        for (Chunk chunk : CHUNKS) {
            append(fresh, List.of(chunk));
            at = at.after(chunk);
            assertTrue(spool.diskBytes() <= total, "on disk: " + spool.diskBytes());
            assertEquals(segments().stream().mapToLong(disk::size).sum(), spool.diskBytes());
            ResultLog left = recovered(disk.copy(), fresh.info().id());
            assertEquals(at, left.info().position());
            assertEquals(new Verdict.Incomplete(at.rows(), "SOURCE_LOST"), read(left));
        }
        assertTrue(created[0] < segmentsOf(fresh).size() / 2, created[0] + " files were made: " + segments());
        fresh.complete(RESULT.total());
        assertEquals(WHOLE, read(fresh));
        assertEquals(segments().stream().mapToLong(disk::size).sum(), spool.diskBytes());
    }

    private ResultLog recovered(MemoryDisk from, ResultId id) throws IOException {
        return new Spool(from, Kept.ON_DISK.settings())
                .recover().stream()
                        .filter(each -> each.info().id().equals(id))
                        .findFirst()
                        .orElseThrow();
    }

    @Test
    void aFullResultGoesOnWhenItsReaderHasAdvanced() throws Exception {
        ResultLog log = running(onDisk(3_000, PLENTY), List.of());
        int appended = appendUntilFull(log);
        try (LogCursor reader = new LogCursor(log)) {
            for (int read = 0; !log.append(CHUNKS.get(appended)); read++) {
                long version = spool.roomVersion();
                assertInstanceOf(LogCursor.Step.Next.class, reader.next());
                assertTrue(spool.roomVersion() > version, "who waits for room hears of it");
                assertTrue(read < appended);
            }
        }
    }

    @Test
    void aFullResultGoesOnWhenItsSlowReaderHasLeft() throws Exception {
        ResultLog log = running(onDisk(3_000, PLENTY), List.of());
        LogCursor slow = new LogCursor(log);
        try (LogCursor fast = new LogCursor(log)) {
            int appended = appendUntilFull(log);
            for (int i = 0; i < appended; i++) {
                assertInstanceOf(LogCursor.Step.Next.class, fast.next());
            }
            assertFalse(log.append(CHUNKS.get(appended)), "the slow reader needs it");
            long version = spool.roomVersion();
            slow.close();
            assertTrue(spool.roomVersion() > version, "who waits for room hears of it");
            assertTrue(log.append(CHUNKS.get(appended)));
        }
    }

    @Test
    void whoOnlyLooksConsumesNothing() throws Exception {
        ResultLog log = running(onDisk(3_000, PLENTY), List.of());
        int appended = appendUntilFull(log);
        LogCursor aside = LogCursor.aside(log);
        for (int i = 0; i < appended; i++) {
            assertInstanceOf(LogCursor.Step.Next.class, aside.next());
            assertFalse(log.append(CHUNKS.get(appended)), "no reader has it yet");
        }
        aside.close();
        assertFalse(log.append(CHUNKS.get(appended)), "no reader had it");
    }

    @Test
    void howeverAReaderAdvancesWhoWaitsForRoomHearsOfIt() throws Exception {
        ResultLog log = complete(spool);
        try (LogCursor reader = new LogCursor(log)) {
            long version = spool.roomVersion();
            assertTrue(reader.seek(RESULT.rowStarts().get(20)));
            assertTrue(spool.roomVersion() > version, "to a token");
            version = spool.roomVersion();
            assertTrue(reader.seekRow(21));
            assertTrue(spool.roomVersion() > version, "to a row");
            version = spool.roomVersion();
            assertInstanceOf(LogCursor.Step.Next.class, reader.next());
            assertTrue(spool.roomVersion() > version, "the rest of a chunk");
        }
    }

    /** How many chunks there was room for, in 3,000 bytes. */
    private static int appendUntilFull(ResultLog log) throws ResultFailure {
        int appended = 0;
        while (log.append(CHUNKS.get(appended))) {
            appended++;
            assertTrue(log.diskBytes() <= 3_000, "on disk: " + log.diskBytes());
        }
        assertTrue(log.diskBytes() > 3_000 - LARGEST_RECORD - SegmentRecord.SEGMENT_HEAD_BYTES, "some is left");
        assertFalse(log.append(CHUNKS.get(appended)), "still full");
        assertEquals(CHUNKS.get(appended).offset(), log.info().position().bytes());
        return appended;
    }

    @Test
    void theOldestResultMakesRoomFirstAndItsLastSegmentLast() throws Exception {
        complete(spool).remove();
        ResultLog measured = complete(spool);
        long one = spool.diskBytes();
        measured.remove();
        ResultLog older = complete(onDisk(PLENTY, 2 * one));
        ResultLog newer = complete(spool);
        assertEquals(WHOLE, read(newer));
        assertEquals(WHOLE, read(older));
        List<String> expected = new ArrayList<>();
        for (ResultLog each : List.of(older, newer)) {
            List<String> segments = segmentsOf(each);
            expected.addAll(segments.subList(0, segments.size() - 1));
        }
        ResultLog next = running(spool, List.of());
        List<String> dropped = new ArrayList<>();
        for (int i = 0; dropped.size() < expected.size(); i++) {
            if (i == CHUNKS.size()) {
                next = running(spool, List.of());
            }
            append(next, List.of(CHUNKS.get(i % CHUNKS.size())));
            expected.stream()
                    .filter(each -> !disk.all().contains(each) && !dropped.contains(each))
                    .forEach(dropped::add);
            assertTrue(spool.diskBytes() <= 2 * one);
            assertTrue(!segmentsOf(older).isEmpty() && !segmentsOf(newer).isEmpty());
        }
        assertEquals(expected, dropped);
    }

    @Test
    void aDroppedPositionIsOutOfRangeAndNamesTheEarliestRow() throws Exception {
        ResultLog log = running(onDisk(3_000, PLENTY), List.of());
        try (LogCursor reader = new LogCursor(log)) {
            for (Chunk each : CHUNKS) {
                append(log, List.of(each));
                assertInstanceOf(LogCursor.Step.Next.class, reader.next());
                assertEarliestRow(log);
            }
        }
    }

    private static void assertEarliestRow(ResultLog log) throws ResultFailure {
        try (LogCursor from = new LogCursor(log)) {
            if (from.seekRow(0)) {
                return;
            }
        } catch (ResultFailure e) {
            assertEquals(Reason.OUT_OF_RANGE, e.reason());
            long earliest = Long.parseLong(e.details().getOrDefault("earliest_row", ""));
            assertTrue(e.text().contains("(expected: row " + earliest + " or later"), e.text());
            try (LogCursor from = new LogCursor(log)) {
                assertEquals(
                        e.text().replace("row 0 ", "byte 0 "),
                        failure(Reason.OUT_OF_RANGE, from::next).text());
                failure(Reason.OUT_OF_RANGE, () -> from.seek(Position.START));
                failure(Reason.OUT_OF_RANGE, () -> from.seekRow(earliest - 1));
                boolean isThere = from.seekRow(earliest);
                assertEquals(log.info().position().rows() >= earliest, isThere);
                assertTrue(
                        !isThere || from.position().rows() == earliest,
                        from.position().toString());
            }
            return;
        }
        throw new AssertionError("row 0 is not there yet");
    }

    @ParameterizedTest
    @EnumSource
    void everyTokenGivesWhatFollowsIt(Kept kept) throws Exception {
        assertTokens(complete(spool(kept)));
    }

    private static void assertTokens(ResultLog log) throws ResultFailure {
        for (Position from : Stream.concat(RESULT.chunkStarts().stream(), RESULT.rowStarts().stream())
                .toList()) {
            try (LogCursor cursor = new LogCursor(log)) {
                assertTrue(cursor.seek(from));
                assertEquals(from, cursor.position());
                Position rowStart = RESULT.rowStarts().get(Math.toIntExact(from.rows()));
                assertEquals(from.bytes() - rowStart.bytes(), cursor.intoRow());
                assertEquals(WHOLE, RESULT.read(cursor), from.toString());
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyRowGivesWhatFollowsIt(Kept kept) throws Exception {
        assertRows(complete(spool(kept)));
    }

    private static void assertRows(ResultLog log) throws ResultFailure {
        for (Position from : RESULT.rowStarts()) {
            try (LogCursor cursor = new LogCursor(log)) {
                assertTrue(cursor.seekRow(from.rows()));
                assertEquals(from, cursor.position());
                assertEquals(0, cursor.intoRow());
                assertEquals(WHOLE, RESULT.read(cursor), from.toString());
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aPlaceBehindTheEndIsOutOfRange(Kept kept) throws Exception {
        ResultLog log = complete(spool(kept));
        Position end = RESULT.total();
        try (LogCursor cursor = new LogCursor(log)) {
            failure(Reason.OUT_OF_RANGE, () -> cursor.seekRow(end.rows() + 1));
            failure(Reason.OUT_OF_RANGE, () -> cursor.seek(new Position(end.bytes() + 1, end.rows(), end.crc32c())));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aPlaceThatARunningResultHasNotReachedComesLater(Kept kept) throws Exception {
        int half = CHUNKS.size() / 2;
        ResultLog log = running(spool(kept), CHUNKS.subList(0, half));
        try (LogCursor token = new LogCursor(log);
                LogCursor row = new LogCursor(log)) {
            Position wanted = RESULT.rowStarts().getLast();
            assertFalse(token.seek(wanted));
            assertFalse(row.seekRow(wanted.rows()));
            assertInstanceOf(LogCursor.Step.Nothing.class, token.next());
            append(log, CHUNKS.subList(half, CHUNKS.size()));
            assertTrue(token.seek(wanted));
            assertTrue(row.seekRow(wanted.rows()));
            log.complete(RESULT.total());
            assertEquals(WHOLE, RESULT.read(token));
            assertEquals(WHOLE, RESULT.read(row));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aTokenOfOtherBytesIsInvalid(Kept kept) throws Exception {
        ResultLog log = complete(spool(kept));
        for (Position right : Stream.concat(RESULT.chunkStarts().stream(), RESULT.rowStarts().stream())
                .toList()) {
            try (LogCursor cursor = new LogCursor(log)) {
                long bytes = right.bytes();
                long rows = right.rows();
                failure(Reason.INVALID_TOKEN, () -> cursor.seek(new Position(bytes, rows, right.crc32c() ^ 1)));
                failure(Reason.INVALID_TOKEN, () -> cursor.seek(new Position(bytes, rows + 1, right.crc32c())));
                if (bytes > 0) {
                    failure(Reason.INVALID_TOKEN, () -> cursor.seek(new Position(bytes - 1, rows, right.crc32c())));
                }
                assertTrue(cursor.seek(right));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void cursorsReadAtPlacesOfTheirOwn(Kept kept) throws Exception {
        ResultLog log = complete(spool(kept));
        List<LogCursor> cursors = new ArrayList<>();
        List<Auditor> auditors = new ArrayList<>();
        for (Position from : RESULT.rowStarts()) {
            LogCursor cursor = new LogCursor(log);
            assertTrue(cursor.seek(from));
            cursors.add(cursor);
            auditors.add(RESULT.auditor(from));
        }
        List<LogCursor> reading = new ArrayList<>(cursors);
        while (!reading.isEmpty()) {
            for (LogCursor each : List.copyOf(reading)) {
                if (!GeneratedResult.readOne(each, auditors.get(cursors.indexOf(each)))) {
                    each.close();
                    reading.remove(each);
                }
            }
        }
        auditors.forEach(each -> assertEquals(WHOLE, each.verdict()));
        assertEquals(0, disk.openFiles());
    }

    @Test
    void aDamagedByteIsNeverReadAsData() throws Exception {
        ResultLog log = complete(spool);
        String file = segments().get(1);
        for (int at = 0; at < disk.size(file); at++) {
            disk.rot(file, at * 8L);
            if (at >= SegmentRecord.SEGMENT_HEAD_BYTES) {
                Verdict.Incomplete verdict = assertInstanceOf(Verdict.Incomplete.class, read(log), "byte " + at);
                assertEquals(Reason.SPOOL_FAILED.name(), verdict.failure());
                try (LogCursor cursor = new LogCursor(log)) {
                    ResultFailure failure = failure(Reason.SPOOL_FAILED, () -> readAll(cursor));
                    assertTrue(failure.text().contains(file), failure.text());
                }
            } else {
                assertEquals(WHOLE, read(log), "byte " + at + ", of the head: it was read before");
            }
            disk.rot(file, at * 8L);
        }
        assertEquals(WHOLE, read(log));
    }

    private static void readAll(LogCursor cursor) throws ResultFailure {
        while (cursor.next() instanceof LogCursor.Step.Next) {}
    }

    @Test
    void aCursorReadsOnWhenTheDiskWorksAgain() throws Exception {
        ResultLog log = complete(spool);
        try (LogCursor cursor = new LogCursor(log)) {
            Auditor auditor = RESULT.auditor(Position.START);
            for (boolean more = true; more; ) {
                for (MemoryDisk.Call broken : List.of(MemoryDisk.Call.OPEN, MemoryDisk.Call.READ)) {
                    disk.trouble(
                            (call, name) -> call == broken ? MemoryDisk.Failure.io("input/output error", 0) : null);
                    Position before = cursor.position();
                    try {
                        more = GeneratedResult.readOne(cursor, auditor);
                    } catch (ResultFailure e) {
                        assertTrue(e.text().endsWith("input/output error"), e.text());
                        assertEquals(before, cursor.position());
                    }
                }
                disk.trouble((call, name) -> null);
                more = more && GeneratedResult.readOne(cursor, auditor);
            }
            assertEquals(WHOLE, auditor.verdict());
        }
    }

    @ParameterizedTest
    @EnumSource
    void aCancelledResultIsGone(Kept kept) throws Exception {
        ResultLog log = running(spool(kept), CHUNKS);
        try (LogCursor reader = new LogCursor(log)) {
            assertInstanceOf(LogCursor.Step.Next.class, reader.next());
            log.cancel();
            failure(Reason.CANCELLED, reader::next);
            failure(Reason.CANCELLED, () -> reader.seek(Position.START));
            failure(Reason.CANCELLED, () -> reader.seek(RESULT.total()));
            failure(Reason.CANCELLED, () -> reader.seekRow(0));
            failure(Reason.CANCELLED, () -> reader.seekRow(RESULT.total().rows()));
        }
        failure(Reason.CANCELLED, () -> log.append(CHUNKS.getFirst()));
        failure(Reason.CANCELLED, () -> log.complete(RESULT.total()));
        failure(Reason.CANCELLED, log::persist);
        assertNothingLeft();
    }

    @Test
    void aResultThatIsCancelledWhileItIsWrittenIsGone() throws Exception {
        SpoolSettings settings = new SpoolSettings(2_000, PLENTY, PLENTY, PLENTY, 1_000);
        List<Chunk> inMemory = CHUNKS.subList(0, 6);
        ResultLog counted = running(spool(settings), inMemory);
        List<MemoryDisk.Call> calls = new ArrayList<>();
        disk.trouble((call, name) -> {
            calls.add(call);
            return null;
        });
        append(counted, CHUNKS.subList(6, 12));
        int count = calls.size();
        assertTrue(calls.contains(MemoryDisk.Call.CREATE) && calls.contains(MemoryDisk.Call.CLOSE), calls.toString());
        counted.remove();
        failure(Reason.UNKNOWN_RESULT, () -> append(counted, CHUNKS.subList(12, 13)));
        failure(Reason.UNKNOWN_RESULT, counted::persist);
        for (int n = 0; n < count; n++) {
            disk.trouble((call, name) -> null);
            ResultLog log = running(spool(settings), inMemory);
            calls.clear();
            int at = n;
            disk.trouble((call, name) -> {
                calls.add(call);
                if (calls.size() == at + 1) {
                    log.cancel();
                }
                return null;
            });
            failure(Reason.CANCELLED, () -> append(log, CHUNKS.subList(6, 13)));
            assertNothingLeft();
        }
    }

    private void assertNothingLeft() {
        assertEquals(0, spool.memoryBytes());
        assertEquals(0, spool.diskBytes());
        assertTrue(disk.isEmpty(), () -> "left: " + disk.all());
        assertEquals(0, disk.openFiles());
    }

    @Test
    void aTornTailIsCutAtTheLastWholeChunk() throws Exception {
        running(spool, CHUNKS);
        String last = segments().getLast();
        for (int size = Math.toIntExact(disk.size(last)); size >= 0; size--) {
            MemoryDisk torn = disk.copy();
            torn.cut(last, size);
            ResultLog log = recovered(torn);
            long whole = log.info().position().bytes();
            Position expected = RESULT.chunkStarts().stream()
                    .filter(each -> each.bytes() == whole)
                    .findFirst()
                    .orElseThrow();
            assertEquals(expected, log.info().position());
            assertEquals(new Verdict.Incomplete(expected.rows(), "SOURCE_LOST"), read(log));
            long kept = torn.size(last);
            assertTrue(kept <= size && (size - kept < LARGEST_RECORD), kept + " of " + size);
            if (size >= SegmentRecord.SEGMENT_HEAD_BYTES) {
                assertEquals(segments().stream().mapToLong(torn::size).sum(), log.diskBytes());
            }
        }
        assertEquals(RESULT.total(), recovered(disk.copy()).info().position(), "not torn");
    }

    @ParameterizedTest
    @EnumSource
    void aCompleteResultIsServedFromTheSamePlacesAfterARestart(Kept kept) throws Exception {
        ResultLog before = complete(spool(kept));
        before.persist();
        ResultLog log = recovered(disk);
        assertEquals(before.info(), log.info());
        assertEquals(before.manifest().query(), log.manifest().query());
        assertTokens(log);
        assertRows(log);
    }

    @Test
    void foldersThatHoldNoResultAreDeleted() throws Exception {
        ResultLog log = complete(spool);
        Map<String, String> foreign = Map.of(
                "lost",
                "00000000.segment",
                "0".repeat(32),
                "manifest",
                "1".repeat(32),
                "manifest.new",
                "2".repeat(32),
                "core");
        for (Map.Entry<String, String> each : foreign.entrySet()) {
            disk.makeFolder(each.getKey());
            disk.write(each.getKey() + "/" + each.getValue(), new byte[100]);
        }
        disk.makeFolder("empty");
        assertEquals(WHOLE, read(recovered(disk)));
        String folder = Spool.folderOf(log.manifest().info().id());
        assertEquals(List.of(folder), disk.folders());
        assertTrue(
                disk.all().stream().allMatch(each -> each.startsWith(folder)),
                disk.all().toString());
    }

    @Test
    void filesThatAreNoneOfAResultAreLeftAloneAndGoWithIt() throws Exception {
        ResultLog before = complete(spool);
        String folder = Spool.folderOf(before.manifest().info().id()) + "/";
        disk.write(folder + "00000000-copy.segment", disk.read(segments().getFirst()));
        disk.write(folder + "copy.segment", disk.read(segments().getFirst()));
        disk.write(folder + ".segment", new byte[0]);
        disk.write(folder + "notes", new byte[1]);
        spool(Kept.ON_DISK);
        ResultLog log = spool.recover().getFirst();
        assertEquals(WHOLE, read(log));
        log.remove();
        assertNothingLeft();
    }

    @Test
    void aResultWithoutAReadableManifestIsDeleted() throws Exception {
        ResultLog log = complete(spool);
        String manifest = Spool.folderOf(log.manifest().info().id()) + "/" + Spool.MANIFEST;
        for (int at = 0; at < disk.size(manifest); at++) {
            MemoryDisk damaged = disk.copy();
            damaged.rot(manifest, at * 8L);
            MemoryDisk cut = disk.copy();
            cut.cut(manifest, at);
            for (MemoryDisk each : List.of(damaged, cut)) {
                assertEquals(List.of(), new Spool(each, Kept.ON_DISK.settings()).recover(), "byte " + at);
                assertTrue(each.isEmpty());
            }
        }
    }

    @Test
    void aManifestInTheFolderOfAnotherResultIsNotBelieved() throws Exception {
        ResultLog log = running(spool, List.of());
        String manifest = Spool.folderOf(log.manifest().info().id()) + "/" + Spool.MANIFEST;
        String other = Spool.folderOf(ResultId.create("test"));
        disk.makeFolder(other);
        disk.write(other + "/" + Spool.MANIFEST, disk.read(manifest));
        assertEquals(log.info().id(), recovered(disk).info().id());
        assertFalse(disk.folders().contains(other));
    }

    @Test
    void aCompleteResultWithoutOneOfItsSegmentsEndsThere() throws Exception {
        complete(spool);
        for (String missing : segments().subList(1, segments().size())) {
            Position start = Objects.requireNonNull(SegmentRecord.readSegmentHead(
                            ByteBuffer.wrap(disk.read(missing), 0, SegmentRecord.SEGMENT_HEAD_BYTES),
                            Segment.salt(missing)))
                    .position();
            MemoryDisk without = disk.copy();
            without.delete(missing);
            ResultLog log = recovered(without);
            assertEquals(ResultState.FAILED, log.info().state());
            assertEquals(start, log.info().position());
            assertEquals(new Verdict.Incomplete(start.rows(), "SPOOL_FAILED"), read(log));
        }
    }

    @Test
    void aCompleteResultWithoutItsTailIsNotComplete() throws Exception {
        complete(spool);
        String last = segments().getLast();
        MemoryDisk cut = disk.copy();
        cut.cut(last, Math.toIntExact(disk.size(last)) - 1);
        ResultFailure why = recovered(cut).info().failure().orElseThrow();
        assertEquals(Reason.SPOOL_FAILED, why.reason());
        assertTrue(why.text().contains("ended at " + RESULT.total()), why.text());
    }

    @Test
    void afterARestartADamagedByteIsNeverReadAsDataEither() throws Exception {
        complete(spool);
        for (String file : segments()) {
            for (int at = 0; at < disk.size(file); at += 7) {
                MemoryDisk damaged = disk.copy();
                damaged.rot(file, at * 8L);
                Verdict.Incomplete verdict =
                        assertInstanceOf(Verdict.Incomplete.class, read(recovered(damaged)), file + ", byte " + at);
                assertEquals(Reason.SPOOL_FAILED.name(), verdict.failure());
            }
        }
    }
}
