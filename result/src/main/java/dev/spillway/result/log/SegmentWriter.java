package dev.spillway.result.log;

import dev.spillway.wire.Chunk;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Writes chunks to a segment file. One thread. */
final class SegmentWriter {
    private final Disk.DiskFile file;
    private final Segment segment;
    private long written = SegmentRecord.SEGMENT_HEAD_BYTES;

    private SegmentWriter(Disk.DiskFile file, Segment segment) {
        this.file = file;
        this.segment = segment;
    }

    /** A writer of a file that is new, or is written over. */
    static SegmentWriter start(Disk.DiskFile file, Segment segment) throws IOException {
        try {
            file.append(SegmentRecord.segmentHead(segment.start(), segment.salt()));
        } catch (IOException e) {
            file.close();
            throw e;
        }
        return new SegmentWriter(file, segment);
    }

    void append(Chunk chunk) throws IOException {
        ByteBuffer data = ByteBuffer.wrap(
                chunk.data().array(), chunk.data().offset(), chunk.data().length());
        file.append(SegmentRecord.recordHead(SegmentRecord.Head.of(chunk), segment.salt()), data);
        written += SegmentRecord.RECORD_HEAD_BYTES + chunk.data().length();
    }

    Segment segment() {
        return segment;
    }

    /** Bytes that were written; what the file holds behind them is of no use. */
    long written() {
        return written;
    }

    void cutBehind() throws IOException {
        file.truncate(written);
    }

    void force() throws IOException {
        file.force();
    }

    void close() throws IOException {
        file.close();
    }
}
