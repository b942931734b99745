package dev.spillway.result.log;

import dev.spillway.result.log.SegmentRecord.Head;
import dev.spillway.wire.Crc32c;
import dev.spillway.wire.Reason;
import dev.spillway.wire.Replay;
import dev.spillway.wire.ResultFailure;
import dev.spillway.wire.ResultInfo;
import dev.spillway.wire.ResultState;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds out what is left of a result whose process died. */
class Recovery {
    private static final String LOST = "the source died with its process, after ";

    private final Spool spool;
    private final String folder;

    Recovery(Spool spool, String folder) {
        this.spool = spool;
        this.folder = folder;
    }

    /** The log of the result; null if nothing can be done with what is there. */
    @Nullable
    ResultLog recover() throws IOException {
        Manifest manifest = manifest();
        if (manifest == null
                || !Spool.folderOf(manifest.info().id()).equals(folder)
                || manifest.info().state() == ResultState.CANCELLED) {
            return null;
        }
        List<Segment> segments = segments();
        LogPlace end = segments.isEmpty() ? LogPlace.START : cutTornTail(segments);
        return new ResultLog(spool, judged(manifest, end), segments, end);
    }

    private @Nullable Manifest manifest() throws IOException {
        if (!spool.disk().files(folder).contains(Spool.MANIFEST)) {
            return null;
        }
        try (Disk.DiskFile file = spool.disk().open(folder + "/" + Spool.MANIFEST)) {
            return Manifest.read(bytes(file, 0, Math.toIntExact(file.size())));
        }
    }

    /** Segments whose heads can be read, up to the first gap. */
    private List<Segment> segments() throws IOException {
        List<Segment> segments = new ArrayList<>();
        for (String name : spool.disk().files(folder)) {
            if (!Segment.isName(name)) {
                continue;
            }
            String path = folder + "/" + name;
            try (Disk.DiskFile file = spool.disk().open(path)) {
                LogPlace start = SegmentRecord.readSegmentHead(
                        ByteBuffer.wrap(bytes(file, 0, SegmentRecord.SEGMENT_HEAD_BYTES)), Segment.salt(path));
                if (start == null) {
                    break;
                }
                Segment segment = new Segment(path, start);
                if (!segments.isEmpty()
                        && segment.number() != segments.getLast().number() + 1) {
                    break;
                }
                segment.grow(file.size());
                segments.add(segment);
            }
        }
        return segments;
    }

    /** Where the last whole chunk ends; what stands behind it in its file is cut off. */
    private LogPlace cutTornTail(List<Segment> segments) throws IOException {
        Segment last = segments.getLast();
        LogPlace end = last.start();
        long at = SegmentRecord.SEGMENT_HEAD_BYTES;
        try (Disk.DiskFile file = spool.disk().open(last.file())) {
            long size = file.size();
            while (at < size) {
                Head head = SegmentRecord.readRecordHead(
                        ByteBuffer.wrap(bytes(file, at, SegmentRecord.RECORD_HEAD_BYTES)), last.salt());
                if (head == null || head.offset() != end.bytes() || !isWhole(file, at, head)) {
                    break;
                }
                end = end.after(head);
                at += SegmentRecord.RECORD_HEAD_BYTES + head.length();
            }
            if (at < size) {
                file.truncate(at);
                last.grow(at - size);
            }
        }
        return end;
    }

    boolean isWhole(Disk.DiskFile file, long at, Head head) throws IOException {
        byte[] data = bytes(file, at + SegmentRecord.RECORD_HEAD_BYTES, head.length());
        return data.length == head.length() && Crc32c.of(data, 0, data.length) == head.crc32c();
    }

    /** As many bytes as there are, but not more than that. */
    private static byte[] bytes(Disk.DiskFile file, long at, int length) throws IOException {
        byte[] bytes = new byte[length];
        int read = file.read(ByteBuffer.wrap(bytes), at);
        return read == length ? bytes : Arrays.copyOf(bytes, read);
    }

    Manifest judged(Manifest manifest, LogPlace end) {
        ResultInfo was = manifest.info();
        boolean isLogged = was.replay() == Replay.LOG;
        boolean isWhole = was.state() == ResultState.COMPLETE && was.position().equals(end.position());
        if (!isLogged || isWhole) {
            return manifest;
        }
        ResultFailure why = was.state() == ResultState.COMPLETE
                ? new ResultFailure(
                        Reason.SPOOL_FAILED,
                        "spool: the result ended at " + was.position() + ", and is kept to " + end.position())
                : was.failure()
                        .orElseGet(() -> new ResultFailure(Reason.SOURCE_LOST, LOST + end.position() + " was kept"));
        return manifest.with(was.with(ResultState.FAILED, end.position(), Optional.of(why)));
    }
}
