package dev.spillway.client;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.spillway.wire.Chunk;
import dev.spillway.wire.ColumnKind;
import dev.spillway.wire.Content;
import dev.spillway.wire.Frame;
import dev.spillway.wire.Position;
import dev.spillway.wire.Replay;
import dev.spillway.wire.ResultFailure;
import dev.spillway.wire.ResultId;
import dev.spillway.wire.RowSchema;
import dev.spillway.wire.Slice;
import dev.spillway.wire.codec.FrameCodec;
import dev.spillway.wire.row.ChunkBuilder;
import dev.spillway.wire.row.RowWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** The frames of a result, as a right origin sends them. */
public final class ResultFrames {
    /** Books: {@code id} and {@code title}. */
    public static final RowSchema BOOKS = RowSchema.derive("Book")
            .column("id", ColumnKind.INT32)
            .column("title", ColumnKind.STRING)
            .build();

    private static final int MAX_VALUE_BYTES = 16 << 20;

    private ResultFrames() {}

    /** Writes a row. */
    @FunctionalInterface
    public interface RowContent {
        void write(int row, RowWriter out) throws ResultFailure;
    }

    /** A whole result. */
    public static List<Frame> of(RowSchema schema, int chunkBytes, int rows, RowContent content) throws ResultFailure {
        ChunkBuilder builder = new ChunkBuilder(schema, Position.START, chunkBytes, MAX_VALUE_BYTES, () -> false);
        List<Frame> frames = new ArrayList<>();
        frames.add(header(schema, rows));
        for (int row = 0; row < rows; row++) {
            content.write(row, builder);
            builder.endRow();
            while (builder.isFull()) {
                frames.add(new Frame.Data(frames.size(), builder.take(), Slice.EMPTY));
            }
        }
        while (!builder.isEmpty()) {
            frames.add(new Frame.Data(frames.size(), builder.take(), Slice.EMPTY));
        }
        frames.add(new Frame.End(frames.size(), builder.position(), Duration.ZERO));
        return frames;
    }

    /** A result of books whose title is {@code Book} and the id, a few to each chunk. */
    public static List<Frame> books(int rows) throws ResultFailure {
        return of(BOOKS, 100, rows, ResultFrames::book);
    }

    /** Writes book {@code id}. */
    public static void book(int id, RowWriter out) throws ResultFailure {
        out.int64(1, id);
        out.string(2, "Book " + id);
    }

    /** The header of a result of rows. */
    public static Frame.Header header(RowSchema schema, int estimatedRows) {
        return new Frame.Header(
                0,
                ResultId.create("test"),
                new Content.Rows(schema),
                Position.START,
                Replay.NONE,
                OptionalLong.of(estimatedRows),
                Optional.empty());
    }

    /** The same frames, numbered anew. */
    static List<Frame> renumbered(List<Frame> frames) {
        List<Frame> renumbered = new ArrayList<>();
        for (Frame frame : frames) {
            renumbered.add(withSequence(frame, renumbered.size()));
        }
        return renumbered;
    }

    static Frame withSequence(Frame frame, long sequence) {
        if (frame instanceof Frame.Header header) {
            return new Frame.Header(
                    sequence,
                    header.resultId(),
                    header.content(),
                    header.effective(),
                    header.replay(),
                    header.estimatedRows(),
                    header.leaseExpiry());
        } else if (frame instanceof Frame.Data data) {
            return new Frame.Data(sequence, data.chunk(), data.token());
        } else if (frame instanceof Frame.End end) {
            return new Frame.End(sequence, end.total(), end.elapsed());
        } else if (frame instanceof Frame.Progress progress) {
            return new Frame.Progress(
                    sequence, progress.rows(), progress.bytes(), progress.estimatedRows(), progress.waitingFor());
        }
        return frame instanceof Frame.Drain drain
                ? new Frame.Drain(sequence, drain.token(), drain.reconnectAfter())
                : new Frame.Heartbeat(sequence);
    }

    /** The same chunk with one bit of its bytes turned. */
    static Chunk corrupted(Chunk chunk) {
        byte[] bytes = chunk.data().toByteArray();
        bytes[bytes.length / 2] ^= 0x10;
        return new Chunk(chunk.firstRow(), chunk.rowCount(), chunk.offset(), Slice.of(bytes), chunk.crc32c());
    }

    /** The frame as a message. */
    public static dev.spillway.wire.v1.Frame message(Frame frame) {
        byte[] head = FrameCodec.encodeHead(frame, 0);
        Slice tail = FrameCodec.tail(frame);
        byte[] whole = Arrays.copyOf(head, head.length + tail.length());
        System.arraycopy(tail.array(), tail.offset(), whole, head.length, tail.length());
        try {
            return dev.spillway.wire.v1.Frame.parseFrom(whole);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException("frame " + frame.sequence(), e);
        }
    }
}
