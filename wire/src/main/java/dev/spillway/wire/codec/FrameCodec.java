package dev.spillway.wire.codec;

import com.google.protobuf.ByteOutput;
import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.UnsafeByteOperations;
import com.google.protobuf.WireFormat;
import dev.spillway.wire.Chunk;
import dev.spillway.wire.Content;
import dev.spillway.wire.Frame;
import dev.spillway.wire.Position;
import dev.spillway.wire.Reason;
import dev.spillway.wire.Replay;
import dev.spillway.wire.ResultFailure;
import dev.spillway.wire.ResultId;
import dev.spillway.wire.Slice;
import dev.spillway.wire.WaitingFor;
import dev.spillway.wire.v1.Codec;
import dev.spillway.wire.v1.Drain;
import dev.spillway.wire.v1.End;
import dev.spillway.wire.v1.Header;
import dev.spillway.wire.v1.Heartbeat;
import dev.spillway.wire.v1.Progress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/** Frames as {@code spillway.v1.Frame}. The bytes of a chunk are not copied, in neither direction. */
public final class FrameCodec {
    private FrameCodec() {}

    /**
     * The message of a frame up to the data of its chunk, which follows it to make the message whole; of other frames,
     * the whole message.
     *
     * @param reserve bytes to leave free at the front, for what a transport puts before a message
     */
    public static byte[] encodeHead(Frame frame, int reserve) {
        try {
            return frame instanceof Frame.Data data
                    ? encodeDataHead(data, reserve)
                    : encodeWhole(message(frame), reserve);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The bytes that follow {@link #encodeHead}. */
    public static Slice tail(Frame frame) {
        return frame instanceof Frame.Data data ? data.chunk().data() : Slice.EMPTY;
    }

    private static byte[] encodeWhole(dev.spillway.wire.v1.Frame message, int reserve) throws IOException {
        byte[] bytes = new byte[reserve + message.getSerializedSize()];
        CodedOutputStream out = CodedOutputStream.newInstance(bytes, reserve, bytes.length - reserve);
        message.writeTo(out);
        out.checkNoSpaceLeft();
        return bytes;
    }

    private static byte[] encodeDataHead(Frame.Data frame, int reserve) throws IOException {
        Chunk chunk = frame.chunk();
        dev.spillway.wire.v1.Chunk head = dev.spillway.wire.v1.Chunk.newBuilder()
                .setFirstRow(chunk.firstRow())
                .setRowCount(chunk.rowCount())
                .setByteOffset(chunk.offset())
                .setCodec(Codec.CODEC_IDENTITY)
                .setCrc32C(chunk.crc32c())
                .setResumeToken(bytes(frame.token()))
                .build();
        int dataLength = chunk.data().length();
        int dataTag = (dev.spillway.wire.v1.Chunk.DATA_FIELD_NUMBER << 3) | WireFormat.WIRETYPE_LENGTH_DELIMITED;
        int chunkTag = (dev.spillway.wire.v1.Frame.CHUNK_FIELD_NUMBER << 3) | WireFormat.WIRETYPE_LENGTH_DELIMITED;
        int chunkHeadLength = head.getSerializedSize()
                + CodedOutputStream.computeUInt32SizeNoTag(dataTag)
                + CodedOutputStream.computeUInt32SizeNoTag(dataLength);
        int length = (frame.sequence() == 0
                        ? 0
                        : CodedOutputStream.computeInt64Size(
                                dev.spillway.wire.v1.Frame.SEQUENCE_FIELD_NUMBER, frame.sequence()))
                + CodedOutputStream.computeUInt32SizeNoTag(chunkTag)
                + CodedOutputStream.computeUInt32SizeNoTag(chunkHeadLength + dataLength)
                + chunkHeadLength;
        byte[] bytes = new byte[reserve + length];
        CodedOutputStream out = CodedOutputStream.newInstance(bytes, reserve, length);
        if (frame.sequence() != 0) {
            out.writeInt64(dev.spillway.wire.v1.Frame.SEQUENCE_FIELD_NUMBER, frame.sequence());
        }
        out.writeUInt32NoTag(chunkTag);
        out.writeUInt32NoTag(chunkHeadLength + dataLength);
        head.writeTo(out);
        out.writeUInt32NoTag(dataTag);
        out.writeUInt32NoTag(dataLength);
        out.checkNoSpaceLeft();
        return bytes;
    }

    private static dev.spillway.wire.v1.Frame message(Frame frame) {
        dev.spillway.wire.v1.Frame.Builder message =
                dev.spillway.wire.v1.Frame.newBuilder().setSequence(frame.sequence());
        if (frame instanceof Frame.Header header) {
            message.setHeader(header(header));
        } else if (frame instanceof Frame.Heartbeat) {
            message.setHeartbeat(Heartbeat.getDefaultInstance());
        } else if (frame instanceof Frame.Progress progress) {
            message.setProgress(progress(progress));
        } else if (frame instanceof Frame.Drain drain) {
            message.setDrain(Drain.newBuilder()
                    .setResumeToken(bytes(drain.token()))
                    .setReconnectAfter(ProtoDuration.of(drain.reconnectAfter())));
        } else if (frame instanceof Frame.Limit limit) {
            message.setEnd(End.newBuilder()
                    .setReason(End.Reason.LIMIT)
                    .setTotalRows(limit.next().rows())
                    .setTotalBytes(limit.next().bytes())
                    .setCrc32C(limit.next().crc32c())
                    .setElapsed(ProtoDuration.of(limit.elapsed()))
                    .setNext(DescriptionCodec.toMessage(limit.next()))
                    .setNextToken(bytes(limit.token())));
        } else if (frame instanceof Frame.End end) {
            message.setEnd(End.newBuilder()
                    .setReason(End.Reason.COMPLETE)
                    .setTotalRows(end.total().rows())
                    .setTotalBytes(end.total().bytes())
                    .setCrc32C(end.total().crc32c())
                    .setElapsed(ProtoDuration.of(end.elapsed())));
        }
        return message.build();
    }

    private static Header header(Frame.Header header) {
        Header.Builder message = Header.newBuilder()
                .setResultId(header.resultId().text())
                .setEffectivePosition(DescriptionCodec.toMessage(header.effective()))
                .setReplay(DescriptionCodec.toMessage(header.replay()));
        header.estimatedRows().ifPresent(message::setEstimatedRows);
        header.leaseExpiry().ifPresent(expiry -> message.setLeaseExpiry(ProtoTimestamp.of(expiry)));
        if (header.content() instanceof Content.Rows rows) {
            message.setRows(DescriptionCodec.toMessage(rows));
        } else if (header.content() instanceof Content.Bytes bytes) {
            message.setBytes(DescriptionCodec.toMessage(bytes));
        }
        return message.build();
    }

    private static Progress progress(Frame.Progress progress) {
        Progress.Builder message = Progress.newBuilder()
                .setRows(progress.rows())
                .setBytes(progress.bytes())
                .setWaitingFor(dev.spillway.wire.v1.WaitingFor.valueOf(
                        "WAITING_FOR_" + progress.waitingFor().name()));
        progress.estimatedRows().ifPresent(message::setEstimatedRows);
        return message.build();
    }

    /**
     * The frame of a message.
     *
     * @throws ResultFailure DATA_LOSS: the message breaks its specification
     */
    public static Frame decode(dev.spillway.wire.v1.Frame message) throws ResultFailure {
        long sequence = message.getSequence();
        try {
            return switch (message.getKindCase()) {
                case HEADER -> header(sequence, message.getHeader());
                case CHUNK ->
                    new Frame.Data(
                            sequence,
                            chunk(message.getChunk()),
                            token(message.getChunk().getResumeToken()));
                case HEARTBEAT -> new Frame.Heartbeat(sequence);
                case PROGRESS -> progress(sequence, message.getProgress());
                case DRAIN ->
                    new Frame.Drain(
                            sequence,
                            token(message.getDrain().getResumeToken()),
                            ProtoDuration.toJava(message.getDrain().getReconnectAfter()));
                case END -> end(sequence, message.getEnd());
                default -> new Frame.Other(sequence);
            };
        } catch (IllegalArgumentException e) {
            throw new ResultFailure(Reason.DATA_LOSS, "frame " + sequence + ": " + e.getMessage(), e);
        }
    }

    private static Frame header(long sequence, Header header) {
        Content content = switch (header.getContentCase()) {
            case ROWS -> DescriptionCodec.rows(header.getRows());
            case BYTES -> DescriptionCodec.bytes(header.getBytes());
            case CONTENT_NOT_SET -> throw new IllegalArgumentException("header: no content");
        };
        Replay replay = DescriptionCodec.replay(header.getReplay());
        return new Frame.Header(
                sequence,
                ResultId.parse(header.getResultId()),
                content,
                DescriptionCodec.position(header.getEffectivePosition()),
                replay,
                header.hasEstimatedRows() ? OptionalLong.of(header.getEstimatedRows()) : OptionalLong.empty(),
                header.hasLeaseExpiry()
                        ? Optional.of(ProtoTimestamp.toJava(header.getLeaseExpiry()))
                        : Optional.empty());
    }

    private static Chunk chunk(dev.spillway.wire.v1.Chunk chunk) {
        if (chunk.getCodec() != Codec.CODEC_IDENTITY) {
            throw new IllegalArgumentException("codec: " + chunk.getCodec() + " (expected: CODEC_IDENTITY)");
        }
        return new Chunk(
                chunk.getFirstRow(),
                chunk.getRowCount(),
                chunk.getByteOffset(),
                slice(chunk.getData()),
                chunk.getCrc32C());
    }

    private static Frame progress(long sequence, Progress progress) {
        return new Frame.Progress(
                sequence,
                progress.getRows(),
                progress.getBytes(),
                progress.hasEstimatedRows() ? OptionalLong.of(progress.getEstimatedRows()) : OptionalLong.empty(),
                waitingFor(progress.getWaitingFor()));
    }

    private static WaitingFor waitingFor(dev.spillway.wire.v1.WaitingFor waitingFor) {
        return switch (waitingFor) {
            case WAITING_FOR_READER -> WaitingFor.READER;
            case WAITING_FOR_BUDGET -> WaitingFor.BUDGET;
            default -> WaitingFor.SOURCE;
        };
    }

    private static Frame end(long sequence, End end) {
        Position total = new Position(end.getTotalBytes(), end.getTotalRows(), end.getCrc32C());
        Duration elapsed = ProtoDuration.toJava(end.getElapsed());
        return switch (end.getReason()) {
            case COMPLETE -> new Frame.End(sequence, total, elapsed);
            case LIMIT -> {
                if (!end.hasNext() || !DescriptionCodec.position(end.getNext()).equals(total)) {
                    throw new IllegalArgumentException("end: next is not its totals");
                }
                yield new Frame.Limit(sequence, total, token(end.getNextToken()), elapsed);
            }
            default -> throw new IllegalArgumentException("end: " + end.getReason() + " (expected: COMPLETE or LIMIT)");
        };
    }

    private static ByteString bytes(Slice slice) {
        return UnsafeByteOperations.unsafeWrap(slice.array(), slice.offset(), slice.length());
    }

    /** A copy: whoever keeps a token should not keep the message that it came with. */
    private static Slice token(ByteString bytes) {
        return bytes.isEmpty() ? Slice.EMPTY : Slice.of(bytes.toByteArray());
    }

    private static Slice slice(ByteString bytes) {
        SliceOutput out = new SliceOutput();
        try {
            UnsafeByteOperations.unsafeWriteTo(bytes, out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.slice;
    }

    /** Takes the array that a {@link ByteString} in one piece lies in. */
    private static final class SliceOutput extends ByteOutput {
        private Slice slice = Slice.EMPTY;

        @Override
        public void write(byte value) {
            write(new byte[] {value}, 0, 1);
        }

        @Override
        public void write(byte[] value, int offset, int length) {
            append(value.clone(), offset, length);
        }

        @Override
        public void writeLazy(byte[] value, int offset, int length) {
            append(value, offset, length);
        }

        @Override
        public void write(ByteBuffer value) {
            byte[] copy = new byte[value.remaining()];
            value.get(copy);
            append(copy, 0, copy.length);
        }

        @Override
        public void writeLazy(ByteBuffer value) {
            write(value);
        }

        private void append(byte[] value, int offset, int length) {
            if (!slice.isEmpty()) {
                throw new IllegalArgumentException("chunk: data in several pieces (expected: parsed from one array)");
            }
            slice = Slice.of(value, offset, length);
        }
    }
}
