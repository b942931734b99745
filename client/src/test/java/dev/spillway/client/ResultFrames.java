package dev.spillway.client;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.spillway.wire.Chunk;
import dev.spillway.wire.ColumnKind;
import dev.spillway.wire.Content;
import dev.spillway.wire.Frame;
import dev.spillway.wire.Position;
import dev.spillway.wire.ReadSpec;
import dev.spillway.wire.Reason;
import dev.spillway.wire.Replay;
import dev.spillway.wire.ResultFailure;
import dev.spillway.wire.ResultId;
import dev.spillway.wire.ResumeToken;
import dev.spillway.wire.RowSchema;
import dev.spillway.wire.Slice;
import dev.spillway.wire.Start;
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

    /** The same result, kept by its origin: each chunk has the token of the place behind it. */
    public static List<Frame> kept(List<Frame> frames) {
        List<Frame> kept = new ArrayList<>();
        Position place = Position.START;
        long intoRow = 0;
        ResultId result = ((Frame.Header) frames.get(0)).resultId();
        for (Frame frame : frames) {
            if (frame instanceof Frame.Header header) {
                kept.add(at(header, Position.START));
            } else if (frame instanceof Frame.Data data) {
                Chunk chunk = data.chunk();
                place = place.after(chunk);
                intoRow = chunk.rowCount() > 0 ? 0 : intoRow + chunk.data().length();
                kept.add(new Frame.Data(frame.sequence(), chunk, new ResumeToken(result, place, intoRow).toBytes()));
            } else {
                kept.add(frame);
            }
        }
        return kept;
    }

    private static Frame.Header at(Frame.Header header, Position effective) {
        return new Frame.Header(
                0,
                header.resultId(),
                header.content(),
                effective,
                Replay.LOG,
                header.estimatedRows(),
                header.leaseExpiry());
    }

    /**
     * What an origin that keeps the result answers to a read of it: all of it, or what follows a chunk.
     *
     * @param kept frames of {@link #kept}
     */
    public static List<Frame> answer(List<Frame> kept, ReadSpec spec) throws ResultFailure {
        Frame.Header header = (Frame.Header) kept.get(0);
        Position from = Position.START;
        List<Frame> answer = new ArrayList<>();
        for (Frame frame : kept) {
            Position place = frame instanceof Frame.Data data
                    ? ResumeToken.of(data.token()).position()
                    : Position.START;
            if (isBefore(place, header.resultId(), spec.start())) {
                from = place;
            } else if (!(frame instanceof Frame.Header)) {
                answer.add(frame);
            }
        }
        answer.add(0, at(header, from));
        return renumbered(answer);
    }

    private static boolean isBefore(Position place, ResultId id, Start start) throws ResultFailure {
        if (start instanceof Start.Token at) {
            ResumeToken token = ResumeToken.of(at.token());
            requireSame(id, token.result());
            return place.bytes() > 0 && place.bytes() <= token.position().bytes();
        } else if (start instanceof Start.Row at) {
            requireSame(id, at.result());
            return place.bytes() > 0 && place.rows() <= at.row();
        }
        return false;
    }

    private static void requireSame(ResultId id, ResultId asked) throws ResultFailure {
        if (!id.equals(asked)) {
            throw new ResultFailure(Reason.UNKNOWN_RESULT, "result: " + asked + " (expected: one that is kept)");
        }
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
