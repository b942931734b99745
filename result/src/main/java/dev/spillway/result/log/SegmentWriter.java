package dev.spillway.result.log;

import dev.spillway.wire.Chunk;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Appends chunks to a segment file. One thread. */
final class SegmentWriter {
    private final Disk.DiskFile file;
    private final Segment segment;

    private SegmentWriter(Disk.DiskFile file, Segment segment) {
        this.file = file;
        this.segment = segment;
    }

    static SegmentWriter create(Disk disk, Segment segment) throws IOException {
        Disk.DiskFile file = disk.create(segment.file());
        try {
            file.append(SegmentRecord.segmentHead(segment.start()));
        } catch (IOException e) {
            file.close();
            throw e;
        }
        return new SegmentWriter(file, segment);
    }

    void append(Chunk chunk) throws IOException {
        ByteBuffer data = ByteBuffer.wrap(
                chunk.data().array(), chunk.data().offset(), chunk.data().length());
        file.append(SegmentRecord.recordHead(SegmentRecord.Head.of(chunk)), data);
    }

    Segment segment() {
        return segment;
    }

    void force() throws IOException {
        file.force();
    }

    void close() throws IOException {
        file.close();
    }
}
