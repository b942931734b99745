package dev.spillway.result.log;

import dev.spillway.result.log.SegmentRecord.Head;
import dev.spillway.wire.Chunk;
import dev.spillway.wire.ResultFailure;
import dev.spillway.wire.Slice;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the chunks of one log from its segment files, of which it holds one open. One thread. */
class SegmentReader implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SegmentReader.class);

    private final ResultLog log;
    private @Nullable Segment segment;
    private Disk.@Nullable DiskFile file;
    /** Where in the file the head is that was read last, or the first one if none was. */
    private long at;

    private @Nullable Head head;

    SegmentReader(ResultLog log) {
        this.log = log;
    }

    /** The head of the chunk that starts at that byte of the result. */
    Head headAt(Segment in, long offset) throws ResultFailure {
        try {
            if (in != segment || head == null || head.offset() > offset) {
                open(in);
            }
            while (head == null || head.offset() < offset) {
                if (head != null) {
                    at += SegmentRecord.RECORD_HEAD_BYTES + head.length();
                    head = null;
                }
                ByteBuffer bytes = ByteBuffer.allocate(SegmentRecord.RECORD_HEAD_BYTES);
                var _ = read(bytes, at);
                head = SegmentRecord.readRecordHead(bytes.flip(), in.salt());
                if (head == null) {
                    throw log.damaged(in, offset);
                }
            }
            if (head.offset() != offset) {
                throw log.damaged(in, offset);
            }
            return head;
        } catch (IOException e) {
            throw log.spool().failed(e);
        }
    }

    /** The chunk of the head that was read last. */
    Chunk chunk(Head of) throws ResultFailure {
        if (!of.equals(head) || segment == null) {
            throw new IllegalStateException("chunk: not of the head that was read last");
        }
        try {
            byte[] array = new byte[of.length()];
            int read = read(ByteBuffer.wrap(array), at + SegmentRecord.RECORD_HEAD_BYTES);
            Slice data = Slice.of(array);
            Chunk chunk = new Chunk(of.firstRow(), of.rowCount(), of.offset(), data, of.crc32c());
            if (read != of.length()) {
                throw log.damaged(segment, of.offset());
            }
            return checked(chunk, segment);
        } catch (IOException e) {
            throw log.spool().failed(e);
        }
    }

    Chunk checked(Chunk chunk, Segment from) throws ResultFailure {
        if (chunk.data().crc32c() != chunk.crc32c()) {
            throw log.damaged(from, chunk.offset());
        }
        return chunk;
    }

    private void open(Segment in) throws IOException {
        close();
        file = log.spool().disk().open(in.file());
        segment = in;
        at = SegmentRecord.SEGMENT_HEAD_BYTES;
    }

    private int read(ByteBuffer into, long from) throws IOException {
        return file == null ? 0 : file.read(into, from);
    }

    @Override
    public void close() {
        segment = null;
        head = null;
        if (file != null) {
            try {
                file.close();
            } catch (IOException e) {
                LOG.warn(
                        "spool {}: a segment that was read does not close",
                        log.spool().disk(),
                        e);
            }
            file = null;
        }
    }
}
