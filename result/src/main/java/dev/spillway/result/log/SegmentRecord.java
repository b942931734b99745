package dev.spillway.result.log;

import dev.spillway.wire.Chunk;
import dev.spillway.wire.Crc32c;
import dev.spillway.wire.Position;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The layout of a segment file, big-endian. Its head: magic {@code SPWS}, version, the place where it starts (bytes, rows,
 * CRC32C, bytes into an unfinished row), CRC32C of what comes before. Then records: a head of offset, first row, row count,
 * length, CRC32C of the data and CRC32C of what comes before in the record; then the data of a chunk.
 *
 * <p>Files are written over. The checksums of heads are combined (XOR) with a salt that belongs to the name of the file:
 * behind the last record there may be whole ones of another result, and they are none of this one.
 */
final class SegmentRecord {
    static final int SEGMENT_HEAD_BYTES = 40;
    static final int RECORD_HEAD_BYTES = 36;

    private static final int MAGIC = 0x53505753;
    private static final int VERSION = 1;

    private SegmentRecord() {}

    /** The head of a record. */
    record Head(long offset, long firstRow, long rowCount, int length, int crc32c) {
        static Head of(Chunk chunk) {
            return new Head(
                    chunk.offset(),
                    chunk.firstRow(),
                    chunk.rowCount(),
                    chunk.data().length(),
                    chunk.crc32c());
        }

        long end() {
            return offset + length;
        }

        Position after(Position start) {
            return new Position(end(), firstRow + rowCount, Crc32c.combine(start.crc32c(), crc32c, length));
        }
    }

    static ByteBuffer segmentHead(LogPlace start, int salt) {
        ByteBuffer head = ByteBuffer.allocate(SEGMENT_HEAD_BYTES)
                .putInt(MAGIC)
                .putInt(VERSION)
                .putLong(start.position().bytes())
                .putLong(start.position().rows())
                .putInt(start.position().crc32c())
                .putLong(start.intoRow());
        return sealed(head, salt);
    }

    static ByteBuffer recordHead(Head record, int salt) {
        ByteBuffer head = ByteBuffer.allocate(RECORD_HEAD_BYTES)
                .putLong(record.offset())
                .putLong(record.firstRow())
                .putLong(record.rowCount())
                .putInt(record.length())
                .putInt(record.crc32c());
        return sealed(head, salt);
    }

    private static ByteBuffer sealed(ByteBuffer head, int salt) {
        return head.putInt(Crc32c.of(head.slice(0, head.position())) ^ salt).flip();
    }

    /** Where a segment starts; null if this is no whole head of one. */
    static @Nullable LogPlace readSegmentHead(ByteBuffer head, int salt) {
        if (!isWhole(head, SEGMENT_HEAD_BYTES, salt) || head.getInt() != MAGIC || head.getInt() != VERSION) {
            return null;
        }
        return new LogPlace(new Position(head.getLong(), head.getLong(), head.getInt()), head.getLong());
    }

    /** Null if this is no whole head of a record. */
    static @Nullable Head readRecordHead(ByteBuffer head, int salt) {
        return isWhole(head, RECORD_HEAD_BYTES, salt)
                ? new Head(head.getLong(), head.getLong(), head.getLong(), head.getInt(), head.getInt())
                : null;
    }

    private static boolean isWhole(ByteBuffer head, int length, int salt) {
        int checked = length - Integer.BYTES;
        return head.remaining() == length
                && (Crc32c.of(head.slice(head.position(), checked)) ^ salt) == head.getInt(head.position() + checked);
    }
}
