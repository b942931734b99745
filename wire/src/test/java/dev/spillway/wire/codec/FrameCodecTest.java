package dev.spillway.wire.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.Duration;
import com.google.protobuf.UnsafeByteOperations;
import dev.spillway.wire.Chunk;
import dev.spillway.wire.ColumnKind;
import dev.spillway.wire.Content;
import dev.spillway.wire.Frame;
import dev.spillway.wire.Position;
import dev.spillway.wire.Reason;
import dev.spillway.wire.Replay;
import dev.spillway.wire.ResultFailure;
import dev.spillway.wire.ResultId;
import dev.spillway.wire.ResumeToken;
import dev.spillway.wire.RowSchema;
import dev.spillway.wire.Seeds;
import dev.spillway.wire.Slice;
import dev.spillway.wire.WaitingFor;
import dev.spillway.wire.v1.Codec;
import dev.spillway.wire.v1.End;
import dev.spillway.wire.v1.Header;
import dev.spillway.wire.v1.Progress;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FrameCodecTest {
    private static final ResultId ID = new ResultId("origin", "0123456789abcdef0123456789abcdef");
    private static final Slice TOKEN = new ResumeToken(ID, new Position(10, 3, 7), 2).toBytes();
    private static final RowSchema BOOKS = RowSchema.derive("Book")
            .column("id", ColumnKind.INT32)
            .column("title", ColumnKind.STRING)
            .build();

    static Stream<Frame> frames() {
        Position far = new Position(Long.MAX_VALUE, Long.MAX_VALUE - 1, -1);
        return Stream.of(
                new Frame.Header(
                        0,
                        ID,
                        new Content.Bytes("text/csv", OptionalLong.of(0), "\"tag\""),
                        Position.START,
                        Replay.NONE,
                        OptionalLong.empty(),
                        Optional.empty()),
                new Frame.Header(
                        0,
                        ID,
                        new Content.Bytes("", OptionalLong.empty(), ""),
                        far,
                        Replay.LOG,
                        OptionalLong.of(Long.MAX_VALUE),
                        Optional.of(Instant.parse("2026-01-31T12:00:00.000000001Z"))),
                new Frame.Heartbeat(1),
                new Frame.Progress(2, 0, 0, OptionalLong.empty(), WaitingFor.SOURCE),
                new Frame.Progress(3, 5, 100, OptionalLong.of(0), WaitingFor.READER),
                new Frame.Progress(Long.MAX_VALUE, Long.MAX_VALUE, 1, OptionalLong.of(7), WaitingFor.BUDGET),
                new Frame.End(4, Position.START, java.time.Duration.ZERO),
                new Frame.End(5, far, java.time.Duration.ofSeconds(3, 999_999_999)),
                new Frame.Other(6),
                new Frame.Drain(8, Slice.EMPTY, java.time.Duration.ZERO),
                new Frame.Drain(8, TOKEN, java.time.Duration.ofSeconds(2)),
                new Frame.Limit(9, far, TOKEN, java.time.Duration.ofMillis(1)),
                data(0, 0, 0, 0, 1),
                data(7, 3, 0, 10, 300),
                data(Long.MAX_VALUE, Long.MAX_VALUE, 1, Long.MAX_VALUE, 1 << 18));
    }

    private static Frame data(long sequence, long firstRow, long rows, long offset, int length) {
        byte[] bytes = new byte[length + 2];
        new Random(length).nextBytes(bytes);
        Slice data = Slice.of(bytes, 1, length);
        Slice token = length % 2 == 0 ? TOKEN : Slice.EMPTY;
        return new Frame.Data(sequence, new Chunk(firstRow, rows, offset, data, data.crc32c()), token);
    }

    @ParameterizedTest
    @MethodSource("frames")
    void comesBackAsItWas(Frame frame) throws IOException, ResultFailure {
        assertEquals(frame, FrameCodec.decode(dev.spillway.wire.v1.Frame.parseFrom(encoded(frame, 0))));
    }

    @ParameterizedTest
    @MethodSource("frames")
    void isWrittenAsProtobufWritesIt(Frame frame) throws IOException {
        byte[] encoded = encoded(frame, 0);
        assertArrayEquals(dev.spillway.wire.v1.Frame.parseFrom(encoded).toByteArray(), encoded);
    }

    @Test
    void writesChunksAsProtobufWritesThem() {
        Seeds.each(300, random -> {
            byte[] bytes = new byte[1 + random.nextInt(1 << random.nextInt(18))];
            random.nextBytes(bytes);
            long sequence = random.nextLong() >>> (1 + random.nextInt(63));
            Chunk chunk = new Chunk(
                    random.nextLong() >>> (1 + random.nextInt(63)),
                    random.nextInt(3),
                    random.nextLong() >>> (1 + random.nextInt(63)),
                    Slice.of(bytes),
                    random.nextInt(4) == 0 ? 0 : random.nextInt());
            byte[] expected = dev.spillway.wire.v1.Frame.newBuilder()
                    .setSequence(sequence)
                    .setChunk(dev.spillway.wire.v1.Chunk.newBuilder()
                            .setFirstRow(chunk.firstRow())
                            .setRowCount(chunk.rowCount())
                            .setByteOffset(chunk.offset())
                            .setCodec(Codec.CODEC_IDENTITY)
                            .setCrc32C(chunk.crc32c())
                            .setData(ByteString.copyFrom(bytes)))
                    .build()
                    .toByteArray();
            assertArrayEquals(expected, encoded(new Frame.Data(sequence, chunk, Slice.EMPTY), 0));
        });
    }

    @ParameterizedTest
    @MethodSource("frames")
    void leavesRoomForWhatATransportPutsBefore(Frame frame) {
        byte[] head = FrameCodec.encodeHead(frame, 5);
        assertArrayEquals(new byte[5], Arrays.copyOf(head, 5));
        assertArrayEquals(FrameCodec.encodeHead(frame, 0), Arrays.copyOfRange(head, 5, head.length));
    }

    @Test
    void carriesTheSchemaOfTheRows() throws ResultFailure, IOException {
        Frame frame = new Frame.Header(
                0, ID, new Content.Rows(BOOKS), Position.START, Replay.SOURCE, OptionalLong.empty(), Optional.empty());
        byte[] encoded = encoded(frame, 0);
        Frame.Header back =
                assertInstanceOf(Frame.Header.class, FrameCodec.decode(dev.spillway.wire.v1.Frame.parseFrom(encoded)));
        RowSchema schema = assertInstanceOf(Content.Rows.class, back.content()).schema();
        assertEquals(BOOKS.columns().toString(), schema.columns().toString());
        assertEquals(BOOKS.message().getFullName(), schema.message().getFullName());
        assertEquals(Replay.SOURCE, back.replay());
    }

    @Test
    void copiesTheBytesOfAChunkInNeitherDirection() throws IOException, ResultFailure {
        Frame frame = data(7, 3, 2, 10, 50_000);
        Slice data = ((Frame.Data) frame).chunk().data();
        assertSame(data, FrameCodec.tail(frame));

        byte[] received = encoded(frame, 0);
        CodedInputStream in = UnsafeByteOperations.unsafeWrap(received).newCodedInput();
        in.enableAliasing(true);
        Frame.Data back =
                assertInstanceOf(Frame.Data.class, FrameCodec.decode(dev.spillway.wire.v1.Frame.parseFrom(in)));
        assertSame(received, back.chunk().data().array());
        assertEquals(data, back.chunk().data());
    }

    @Test
    void passesAKindThatItDoesNotKnow() throws ResultFailure {
        assertEquals(
                new Frame.Other(4),
                FrameCodec.decode(
                        dev.spillway.wire.v1.Frame.newBuilder().setSequence(4).build()));
    }

    static List<dev.spillway.wire.v1.Frame> broken() {
        Header header = Header.newBuilder()
                .setResultId(ID.text())
                .setReplay(dev.spillway.wire.v1.Replay.REPLAY_NONE)
                .setRows(DescriptionCodec.toMessage(new Content.Rows(BOOKS)))
                .build();
        dev.spillway.wire.v1.Chunk chunk = dev.spillway.wire.v1.Chunk.newBuilder()
                .setCodec(Codec.CODEC_IDENTITY)
                .setData(ByteString.copyFromUtf8("x"))
                .build();
        End end = End.newBuilder().setReason(End.Reason.COMPLETE).build();
        return Stream.of(
                        frame().setHeader(header.toBuilder().setResultId("x")),
                        frame().setHeader(header.toBuilder().clearRows()),
                        frame().setHeader(header.toBuilder().clearReplay()),
                        frame().setHeader(header.toBuilder().setReplayValue(99)),
                        frame().setHeader(header.toBuilder()
                                .setEffectivePosition(dev.spillway.wire.v1.Position.newBuilder()
                                        .setBytes(-1))),
                        frame().setHeader(header.toBuilder()
                                .setRows(header.getRows().toBuilder().setMessageName("Other"))),
                        frame().setChunk(chunk.toBuilder().clearCodec()),
                        frame().setChunk(chunk.toBuilder().setCodecValue(99)),
                        frame().setEnd(end.toBuilder().clearReason()),
                        frame().setEnd(end.toBuilder().setReason(End.Reason.LIMIT)),
                        frame().setEnd(end.toBuilder()
                                .setReason(End.Reason.LIMIT)
                                .setTotalRows(1)
                                .setNext(dev.spillway.wire.v1.Position.getDefaultInstance())),
                        frame().setEnd(end.toBuilder().setTotalRows(-1)),
                        frame().setEnd(end.toBuilder()
                                .setElapsed(Duration.newBuilder()
                                        .setSeconds(Long.MAX_VALUE)
                                        .setNanos(Integer.MAX_VALUE))))
                .map(dev.spillway.wire.v1.Frame.Builder::build)
                .toList();
    }

    private static dev.spillway.wire.v1.Frame.Builder frame() {
        return dev.spillway.wire.v1.Frame.newBuilder().setSequence(12);
    }

    @ParameterizedTest
    @MethodSource("broken")
    void refusesWhatBreaksTheSpecification(dev.spillway.wire.v1.Frame message) {
        ResultFailure failure = assertThrows(ResultFailure.class, () -> FrameCodec.decode(message));
        assertEquals(Reason.DATA_LOSS, failure.reason());
        assertEquals("frame 12: ", failure.text().substring(0, 10));
    }

    @Test
    void takesWhoIsWaitedForFromANewerServerAsTheSource() throws ResultFailure {
        Frame.Progress progress = assertInstanceOf(
                Frame.Progress.class,
                FrameCodec.decode(frame().setProgress(Progress.newBuilder().setWaitingForValue(99))
                        .build()));
        assertEquals(WaitingFor.SOURCE, progress.waitingFor());
    }

    private static byte[] encoded(Frame frame, int reserve) {
        byte[] head = FrameCodec.encodeHead(frame, reserve);
        byte[] tail = FrameCodec.tail(frame).toByteArray();
        byte[] whole = Arrays.copyOf(head, head.length + tail.length);
        System.arraycopy(tail, 0, whole, head.length, tail.length);
        return whole;
    }
}
