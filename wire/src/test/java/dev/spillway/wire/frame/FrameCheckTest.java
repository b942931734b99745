package dev.spillway.wire.frame;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spillway.wire.Chunk;
import dev.spillway.wire.Frame;
import dev.spillway.wire.Position;
import dev.spillway.wire.Reason;
import dev.spillway.wire.ResultFailure;
import dev.spillway.wire.Seeds;
import dev.spillway.wire.Slice;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FrameCheckTest {
    /** What the stamper makes of a random feed: chunks, progress, heartbeats, and the end. */
    private static List<Frame> frames(Random random) throws InterruptedException, ResultFailure {
        ScriptedFeed feed = new ScriptedFeed();
        feed.chunk(bytes(random), 1);
        for (int i = random.nextInt(20); i > 0; i--) {
            feed.after(Duration.ofMillis(random.nextInt(4) == 0 ? random.nextInt(30_000) : 0))
                    .chunk(bytes(random), random.nextInt(3));
        }
        feed.chunk(bytes(random), 1).done();
        FrameStamper stamper = FrameStamperTest.stamper(feed, Position.START);
        List<Frame> frames = new ArrayList<>();
        do {
            frames.add(stamper.next());
        } while (!(frames.get(frames.size() - 1) instanceof Frame.End));
        return frames;
    }

    private static byte[] bytes(Random random) {
        byte[] bytes = new byte[1 + random.nextInt(100)];
        random.nextBytes(bytes);
        return bytes;
    }

    @Test
    void acceptsWhatTheStamperMade() {
        Seeds.each(200, random -> {
            List<Frame> frames = frames(random);
            FrameCheck check = new FrameCheck(Position.START);
            for (Frame frame : frames) {
                assertFalse(check.isComplete());
                check.accept(frame);
            }
            assertTrue(check.isComplete());
            Frame.End end = assertInstanceOf(Frame.End.class, frames.get(frames.size() - 1));
            assertEquals(end.total(), check.position());
        });
    }

    @Test
    void acceptsAnAttemptThatGoesOnWhereItWasAsked() {
        Seeds.each(100, random -> {
            List<Frame> frames = frames(random);
            Position from = Position.START;
            int chunks = random.nextInt(4);
            int sequence = 1;
            FrameCheck check = null;
            for (Frame frame : frames) {
                if (frame instanceof Frame.Data data && chunks > 0) {
                    from = from.after(data.chunk());
                    chunks--;
                } else if (frame instanceof Frame.Data || frame instanceof Frame.End) {
                    if (check == null) {
                        check = new FrameCheck(from);
                        check.accept(withEffective((Frame.Header) frames.get(0), from));
                    }
                    check.accept(withSequence(frame, sequence++));
                }
            }
            assertTrue(check != null && check.isComplete());
        });
    }

    @Test
    void anAttemptAtARowTakesItsByteFromTheHeader() throws ResultFailure, InterruptedException {
        Frame.Header header = (Frame.Header) frames(new Random(1)).get(0);
        Position there = new Position(70, 7, 0x77);
        FrameCheck check = FrameCheck.atRow(7);
        check.accept(withEffective(header, there));
        assertEquals(there, check.position());
        ResultFailure other =
                assertThrows(ResultFailure.class, () -> FrameCheck.atRow(8).accept(withEffective(header, there)));
        assertEquals(Reason.DATA_LOSS, other.reason());
        assertThrows(
                ResultFailure.class,
                () -> FrameCheck.atRow(0).accept(withEffective(header, new Position(1, 0, 0))),
                "row 0 is byte 0");
    }

    @Test
    void theNextAttemptGoesOnWhereTheLastOneStopped() throws ResultFailure, InterruptedException {
        Frame.Header header = (Frame.Header) frames(new Random(1)).get(0);
        Slice piece = Slice.of(new byte[] {1, 2, 3});
        Chunk chunk = new Chunk(0, 0, 0, piece, piece.crc32c());
        FrameCheck check = new FrameCheck(Position.START);
        check.accept(header);
        check.accept(new Frame.Data(1, chunk, Slice.EMPTY));
        FrameCheck next = check.next();
        Position there = Position.START.after(chunk);
        assertThrows(ResultFailure.class, () -> check.next().accept(header));
        next.accept(withEffective(header, there));
        assertEquals(there, next.position());
    }

    @Test
    void nothingFollowsALimit() throws ResultFailure, InterruptedException {
        FrameCheck check = new FrameCheck(Position.START);
        check.accept(frames(new Random(1)).get(0));
        check.accept(new Frame.Limit(1, Position.START, Slice.EMPTY, Duration.ZERO));
        assertFalse(check.isComplete());
        assertThrows(ResultFailure.class, () -> check.accept(new Frame.Heartbeat(2)));
    }

    @Test
    void acceptsKindsThatItDoesNotKnow() throws ResultFailure, InterruptedException {
        FrameCheck check = new FrameCheck(Position.START);
        check.accept(frames(new Random(1)).get(0));
        check.accept(new Frame.Other(1));
        check.accept(new Frame.Heartbeat(2));
        assertEquals(Position.START, check.position());
    }

    /** One change to the frames of an attempt; the index is that of the frame that must be refused. */
    interface Mutation {
        int apply(List<Frame> frames, Random random);
    }

    record Named(String name, Mutation mutation) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Named> mutations() {
        return Stream.of(
                new Named("a frame is lost", (frames, random) -> {
                    int lost = random.nextInt(frames.size() - 1);
                    frames.remove(lost);
                    return lost;
                }),
                new Named("a frame comes twice", (frames, random) -> {
                    int doubled = random.nextInt(frames.size());
                    frames.add(doubled, frames.get(doubled));
                    return doubled + 1;
                }),
                new Named("two frames change places", (frames, random) -> {
                    int first = random.nextInt(frames.size() - 1);
                    frames.add(first, frames.remove(first + 1));
                    return first;
                }),
                new Named("the first frame has number 1", (frames, random) -> {
                    frames.set(0, withSequence(frames.get(0), 1));
                    return 0;
                }),
                new Named("no header", (frames, random) -> {
                    frames.remove(0);
                    frames.replaceAll(each -> withSequence(each, each.sequence() - 1));
                    return 0;
                }),
                new Named("a header again", (frames, random) -> {
                    int again = 1 + random.nextInt(frames.size() - 1);
                    frames.set(again, withSequence(frames.get(0), again));
                    return again;
                }),
                new Named("another effective position", (frames, random) -> {
                    Position other = List.of(new Position(1, 0, 0), new Position(0, 1, 0), new Position(0, 0, 1))
                            .get(random.nextInt(3));
                    frames.set(0, withEffective((Frame.Header) frames.get(0), other));
                    return 0;
                }),
                new Named("a chunk is lost, and the numbers close up", (frames, random) -> {
                    int lost = chunk(frames, random);
                    frames.remove(lost);
                    for (int i = lost; i < frames.size(); i++) {
                        frames.set(i, withSequence(frames.get(i), i));
                    }
                    return firstThatCounts(frames, lost);
                }),
                new Named("a chunk comes twice, and the numbers go on", (frames, random) -> {
                    int doubled = chunk(frames, random);
                    frames.add(doubled, frames.get(doubled));
                    for (int i = doubled; i < frames.size(); i++) {
                        frames.set(i, withSequence(frames.get(i), i));
                    }
                    return doubled + 1;
                }),
                new Named(
                        "another offset",
                        onChunk((chunk, random) -> new Chunk(
                                chunk.firstRow(),
                                chunk.rowCount(),
                                chunk.offset() + (random.nextBoolean() ? 1 : -1),
                                chunk.data(),
                                chunk.crc32c()))),
                new Named(
                        "another first row",
                        onChunk((chunk, random) -> new Chunk(
                                chunk.firstRow() + (random.nextBoolean() ? 1 : -1),
                                chunk.rowCount(),
                                chunk.offset(),
                                chunk.data(),
                                chunk.crc32c()))),
                new Named(
                        "a negative number of rows",
                        onChunk((chunk, random) ->
                                new Chunk(chunk.firstRow(), -1, chunk.offset(), chunk.data(), chunk.crc32c()))),
                new Named(
                        "no bytes",
                        onChunk((chunk, random) ->
                                new Chunk(chunk.firstRow(), chunk.rowCount(), chunk.offset(), Slice.EMPTY, 0))),
                new Named("a flipped bit", onChunk((chunk, random) -> {
                    byte[] bytes = chunk.data().toByteArray();
                    bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
                    return new Chunk(
                            chunk.firstRow(), chunk.rowCount(), chunk.offset(), Slice.of(bytes), chunk.crc32c());
                })),
                new Named("a byte is lost", onChunk((chunk, random) -> {
                    byte[] bytes = chunk.data().toByteArray();
                    Slice data = Slice.of(bytes, random.nextInt(2), bytes.length - 1);
                    return new Chunk(chunk.firstRow(), chunk.rowCount(), chunk.offset(), data, chunk.crc32c());
                })),
                new Named(
                        "another checksum",
                        onChunk((chunk, random) -> new Chunk(
                                chunk.firstRow(),
                                chunk.rowCount(),
                                chunk.offset(),
                                chunk.data(),
                                chunk.crc32c() ^ (1 << random.nextInt(32))))),
                new Named(
                        "an end with other bytes",
                        onEnd(total -> new Position(total.bytes() + 1, total.rows(), total.crc32c()))),
                new Named(
                        "an end with other rows",
                        onEnd(total -> new Position(total.bytes(), total.rows() + 1, total.crc32c()))),
                new Named(
                        "an end with another checksum",
                        onEnd(total -> new Position(total.bytes(), total.rows(), total.crc32c() + 1))),
                new Named("a frame after the end", (frames, random) -> {
                    int end = frames.size();
                    frames.add(List.of(
                                    new Frame.Heartbeat(end),
                                    new Frame.Other(end),
                                    withSequence(frames.get(0), end),
                                    withSequence(frames.get(end - 1), end))
                            .get(random.nextInt(4)));
                    return end;
                }));
    }

    @ParameterizedTest
    @MethodSource("mutations")
    void refuses(Named mutation) {
        Seeds.each(50, random -> {
            List<Frame> frames = frames(random);
            int refused = mutation.mutation().apply(frames, random);
            FrameCheck check = new FrameCheck(Position.START);
            for (Frame frame : frames.subList(0, refused)) {
                check.accept(frame);
            }
            Position before = check.position();
            ResultFailure failure = assertThrows(ResultFailure.class, () -> check.accept(frames.get(refused)));
            assertEquals(Reason.DATA_LOSS, failure.reason());
            assertTrue(failure.text().contains("(expected: "), failure.text());
            assertEquals(before, check.position(), "the position moved over bytes that were refused");
        });
    }

    private interface ChunkMutation {
        Chunk apply(Chunk chunk, Random random);
    }

    private static Mutation onChunk(ChunkMutation mutation) {
        return (frames, random) -> {
            int index = chunk(frames, random);
            Frame.Data data = (Frame.Data) frames.get(index);
            frames.set(index, new Frame.Data(data.sequence(), mutation.apply(data.chunk(), random), Slice.EMPTY));
            return index;
        };
    }

    private interface TotalMutation {
        Position apply(Position total);
    }

    private static Mutation onEnd(TotalMutation mutation) {
        return (frames, random) -> {
            int last = frames.size() - 1;
            Frame.End end = (Frame.End) frames.get(last);
            frames.set(last, new Frame.End(end.sequence(), mutation.apply(end.total()), end.elapsed()));
            return last;
        };
    }

    private static int chunk(List<Frame> frames, Random random) {
        while (true) {
            int index = random.nextInt(frames.size());
            if (frames.get(index) instanceof Frame.Data) {
                return index;
            }
        }
    }

    private static int firstThatCounts(List<Frame> frames, int from) {
        int index = from;
        while (!(frames.get(index) instanceof Frame.Data || frames.get(index) instanceof Frame.End)) {
            index++;
        }
        return index;
    }

    private static Frame withEffective(Frame.Header header, Position effective) {
        return new Frame.Header(
                header.sequence(),
                header.resultId(),
                header.content(),
                effective,
                header.replay(),
                header.estimatedRows(),
                Optional.empty());
    }

    private static Frame withSequence(Frame frame, long sequence) {
        if (frame instanceof Frame.Header header) {
            return new Frame.Header(
                    sequence,
                    header.resultId(),
                    header.content(),
                    header.effective(),
                    header.replay(),
                    header.estimatedRows(),
                    Optional.empty());
        }
        if (frame instanceof Frame.Data data) {
            return new Frame.Data(sequence, data.chunk(), Slice.EMPTY);
        }
        if (frame instanceof Frame.Progress progress) {
            return new Frame.Progress(
                    sequence, progress.rows(), progress.bytes(), progress.estimatedRows(), progress.waitingFor());
        }
        if (frame instanceof Frame.End end) {
            return new Frame.End(sequence, end.total(), end.elapsed());
        }
        return new Frame.Heartbeat(sequence);
    }
}
