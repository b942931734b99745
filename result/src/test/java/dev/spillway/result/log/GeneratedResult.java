package dev.spillway.result.log;

import dev.spillway.testkit.Auditor;
import dev.spillway.testkit.GeneratedRows;
import dev.spillway.testkit.Verdict;
import dev.spillway.wire.Chunk;
import dev.spillway.wire.Content;
import dev.spillway.wire.Crc32c;
import dev.spillway.wire.Position;
import dev.spillway.wire.Query;
import dev.spillway.wire.Replay;
import dev.spillway.wire.ResultFailure;
import dev.spillway.wire.ResultId;
import dev.spillway.wire.ResultInfo;
import dev.spillway.wire.ResultState;
import dev.spillway.wire.Slice;
import dev.spillway.wire.row.ChunkBuilder;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** A whole result of generated rows, some of which are cut over several chunks. */
final class GeneratedResult {
    private final GeneratedRows rows = new GeneratedRows(1, 7, 600);
    private final List<Chunk> chunks = new ArrayList<>();
    private final List<Position> rowStarts = new ArrayList<>();
    private final byte[] bytes;

    GeneratedResult(long totalRows, int chunkBytes) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (long row = 0; row < totalRows; row++) {
            rowStarts.add(new Position(all.size(), row, Crc32c.of(all.toByteArray(), 0, all.size())));
            all.writeBytes(rows.row(row).toByteArray());
        }
        bytes = all.toByteArray();
        rowStarts.add(new Position(bytes.length, totalRows, Crc32c.of(bytes, 0, bytes.length)));
        try {
            cut(totalRows, new ChunkBuilder(rows.schema(), Position.START, chunkBytes, 1 << 20, () -> false));
        } catch (ResultFailure e) {
            throw new IllegalStateException(e);
        }
    }

    private void cut(long totalRows, ChunkBuilder builder) throws ResultFailure {
        for (long row = 0; row < totalRows; ) {
            while (!builder.isFull() && row < totalRows) {
                rows.write(row++, builder);
            }
            while (builder.isFull() || (row == totalRows && !builder.isEmpty())) {
                chunks.add(builder.take());
            }
        }
    }

    List<Chunk> chunks() {
        return chunks;
    }

    /** Where each row starts, and the end. */
    List<Position> rowStarts() {
        return rowStarts;
    }

    /** Where each chunk starts, and the end. */
    List<Position> chunkStarts() {
        List<Position> starts = new ArrayList<>(List.of(Position.START));
        chunks.forEach(each -> starts.add(starts.getLast().after(each)));
        return starts;
    }

    Position total() {
        return rowStarts.getLast();
    }

    static Manifest manifest() {
        return manifest(ResultId.create("test"));
    }

    static Manifest manifest(ResultId id) {
        return manifest(id, new Content.Rows(new GeneratedRows(1).schema()));
    }

    static Manifest manifest(ResultId id, Content content) {
        ResultInfo info = new ResultInfo(
                id,
                "rows",
                ResultState.RUNNING,
                Position.START,
                Replay.LOG,
                OptionalLong.empty(),
                Optional.empty(),
                Optional.empty());
        return new Manifest("", new Query("rows", Map.of()), content, info);
    }

    /** An auditor who has seen everything before that place. */
    Auditor auditor(Position from) {
        Auditor auditor = new Auditor(rows, total().rows());
        auditor.bytes(Slice.of(bytes, 0, Math.toIntExact(from.bytes())));
        return auditor;
    }

    /** Reads on until the end, a failure, which is told by its reason, or until nothing is there. */
    Verdict read(LogCursor cursor) {
        Auditor auditor = auditor(cursor.position());
        try {
            while (readOne(cursor, auditor)) {}
        } catch (ResultFailure e) {
            auditor.failed(e.reason().name());
        }
        return auditor.verdict();
    }

    /** Reads a chunk; false if there is none. */
    static boolean readOne(LogCursor cursor, Auditor auditor) throws ResultFailure {
        Position before = cursor.position();
        switch (cursor.next()) {
            case LogCursor.Step.Next next -> {
                auditor.bytes(next.chunk().data());
                if (!before.after(next.chunk()).equals(cursor.position())) {
                    throw new AssertionError("at " + cursor.position() + " after " + next.chunk() + " at " + before);
                }
                return true;
            }
            case LogCursor.Step.End end -> auditor.end(end.total());
            case LogCursor.Step.Nothing _ -> {}
        }
        return false;
    }
}
