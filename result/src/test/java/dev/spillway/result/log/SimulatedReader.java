package dev.spillway.result.log;

import dev.spillway.client.SteppedReads;
import dev.spillway.testkit.Auditor;
import dev.spillway.testkit.FakeClock;
import dev.spillway.testkit.Verdict;
import dev.spillway.wire.Chunk;
import dev.spillway.wire.ChunkFeed;
import dev.spillway.wire.Frame;
import dev.spillway.wire.FrameReader;
import dev.spillway.wire.Position;
import dev.spillway.wire.Query;
import dev.spillway.wire.ReadSpec;
import dev.spillway.wire.Reason;
import dev.spillway.wire.Replay;
import dev.spillway.wire.ResultFailure;
import dev.spillway.wire.ResultId;
import dev.spillway.wire.ResumeToken;
import dev.spillway.wire.Slice;
import dev.spillway.wire.Start;
import dev.spillway.wire.WaitingFor;
import dev.spillway.wire.codec.FrameCodec;
import dev.spillway.wire.frame.FrameStamper;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** A reader of the result of a {@link SimulatedOrigin}, over a connection that breaks as scheduled. One thread. */
final class SimulatedReader implements SteppedReads.World {
    private static final Duration FIRST_DELAY = Duration.ofMillis(20);
    private static final Duration LAST_DELAY = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Random random;
    private final FakeClock clock;
    private final SimulatedOrigin origin;
    private final FaultSchedule schedule;
    private final SteppedReads.Fault fault;
    private final Auditor auditor;
    private final int window;

    private FrameReader reader;
    private @Nullable Slice token;
    private Position kept = Position.START;

    private @Nullable FrameStamper attempt;
    private @Nullable LogCursor cursor;
    private @Nullable ResultFailure refused;
    private boolean silent;
    private boolean otherResult;
    private boolean begun;
    private @Nullable Long backAt;
    private boolean stopping;
    private final Deque<byte[]> onTheWay = new ArrayDeque<>();

    private Duration nextDelay = FIRST_DELAY;
    private @Nullable Long troubleSince;
    private boolean over;
    private @Nullable ResultFailure failure;
    private @Nullable String misbehaviour;

    SimulatedReader(
            Random random,
            FakeClock clock,
            SimulatedOrigin origin,
            FaultSchedule schedule,
            SteppedReads.Fault fault,
            Auditor auditor)
            throws ResultFailure {
        this.random = random;
        this.clock = clock;
        this.origin = origin;
        this.schedule = schedule;
        this.fault = fault;
        this.auditor = auditor;
        this.window = 1 + random.nextInt(5);
        this.reader = SteppedReads.open(ReadSpec.of(new Query("rows", Map.of(), "this one")), fault, this);
    }

    boolean isOver() {
        return over;
    }

    /** Asks for the next frame, and records it. */
    void step() throws InterruptedException {
        try {
            Frame frame = reader.next();
            if (frame instanceof Frame.Data data) {
                auditor.bytes(data.chunk().data());
                kept = kept.after(data.chunk());
                token = data.token();
                nextDelay = FIRST_DELAY;
                if (schedule.fires(ScheduledFault.READER_KILLED)) {
                    dieAndComeBack();
                }
            } else if (frame instanceof Frame.Drain drain) {
                backAt = clock.getAsLong() + drain.reconnectAfter().toNanos();
            } else if (frame instanceof Frame.End end) {
                auditor.end(end.total());
                over = true;
            }
            if (frame instanceof Frame.Header) {
                begun = true;
            } else {
                troubleSince = null;
            }
        } catch (ResultFailure e) {
            auditor.failed(e.reason() + " " + e.text());
            failure = e;
            over = true;
        }
        if (over) {
            reader.close();
        }
    }

    private void dieAndComeBack() throws ResultFailure {
        reader.close();
        Slice from = token;
        if (from == null) {
            return;
        }
        boolean betweenRows = ResumeToken.of(from).intoRow() == 0;
        Start start =
                betweenRows && random.nextBoolean() ? new Start.Row(origin.id, kept.rows()) : new Start.Token(from);
        nextDelay = FIRST_DELAY;
        troubleSince = null;
        backAt = null;
        begun = false;
        reader = SteppedReads.open(ReadSpec.from(start), fault, this);
    }

    @Override
    public void open(ReadSpec spec) {
        close();
        silent = false;
        stopping = false;
        if (!origin.isUp() || schedule.fires(ScheduledFault.REFUSE)) {
            refused = unavailable();
            return;
        }
        if (schedule.fires(ScheduledFault.BUSY)) {
            refused =
                    new ResultFailure(Reason.BUSY, "busy").retryAfter(Duration.ofMillis(1_500 + random.nextInt(5_000)));
            return;
        }
        otherResult = !(spec.start() instanceof Start.New) && schedule.fires(ScheduledFault.OTHER_RESULT);
        try {
            attempt = attempt(spec.start());
        } catch (ResultFailure e) {
            refused = e;
        } catch (MemoryDisk.ProcessDied e) {
            die();
        }
    }

    private @Nullable FrameStamper attempt(Start start) throws ResultFailure {
        ResultLog log = origin.log();
        LogCursor at = new LogCursor(log);
        cursor = at;
        boolean misplaced = !(start instanceof Start.New) && schedule.fires(ScheduledFault.MISPLACED);
        if (start instanceof Start.Token from && !misplaced) {
            seek(() -> at.seek(ResumeToken.of(from.token()).position()));
        } else if (start instanceof Start.Row from) {
            seek(() -> at.seekRow(misplaced ? from.row() / 2 : from.row()));
        } else {
            seek(() -> at.seek(Position.START));
        }
        return new FrameStamper(
                new SteppedFeed(at),
                origin.id,
                origin.content,
                at.position(),
                at.intoRow(),
                Replay.LOG,
                OptionalLong.empty(),
                Optional.empty(),
                clock);
    }

    private interface Seek {
        boolean done() throws ResultFailure;
    }

    private void seek(Seek seek) throws ResultFailure {
        for (int tries = 0; !seek.done(); tries++) {
            if (tries > 10_000) {
                throw new IllegalStateException("a place that never comes");
            }
            origin.work();
        }
    }

    private void die() {
        origin.kill(Duration.ofMillis(random.nextInt(3_000)));
        refused = unavailable();
    }

    private static ResultFailure unavailable() {
        return new ResultFailure(Reason.UNAVAILABLE, "connection refused");
    }

    @Override
    public @Nullable Frame next(Duration atMost) throws ResultFailure {
        try {
            return arrived(atMost);
        } catch (ResultFailure e) {
            // Who never heard of its result is told at once; a read that is begun is not in such a hurry.
            throw !begun && e.reason() == Reason.UNAVAILABLE ? e.retryAfter(Duration.ofMillis(1_500)) : e;
        }
    }

    private @Nullable Frame arrived(Duration atMost) throws ResultFailure {
        if (silent) {
            clock.advance(atMost);
            return null;
        }
        if (refused != null) {
            throw refused;
        }
        for (int work = random.nextInt(3); work > 0; work--) {
            origin.work();
        }
        if (begun) {
            breakConnection();
        }
        if (silent) {
            return arrived(atMost);
        }
        send();
        byte[] message = onTheWay.poll();
        if (message == null) {
            if (refused != null) {
                throw refused;
            }
            throw new IllegalStateException("read on after the end");
        }
        Frame frame = decode(damage(message));
        if (frame instanceof Frame.Data data && schedule.fires(ScheduledFault.EARLY_END)) {
            Position total = Position.START.after(data.chunk());
            return new Frame.End(data.sequence(), total, Duration.ZERO);
        }
        if (frame instanceof Frame.Drain) {
            stopping = true;
        }
        return frame;
    }

    private void breakConnection() throws ResultFailure {
        if (schedule.fires(ScheduledFault.ORIGIN_KILLED)) {
            die();
        } else if (schedule.fires(ScheduledFault.OUTAGE)) {
            origin.kill(Duration.ofMinutes(5));
        }
        if (!origin.isUp() || stopping || schedule.fires(ScheduledFault.CUT)) {
            onTheWay.clear();
            throw unavailable();
        }
        if (schedule.fires(ScheduledFault.CLEAN_END)) {
            onTheWay.clear();
            throw new ResultFailure(Reason.TRUNCATED, "over");
        }
        silent = schedule.fires(ScheduledFault.STALL);
    }

    private void send() throws ResultFailure {
        FrameStamper from = attempt;
        try {
            while (from != null && refused == null && onTheWay.size() < window && !isEnd(onTheWay.peekLast())) {
                onTheWay.add(encode(changed(from.next())));
            }
        } catch (ResultFailure e) {
            refused = e;
        } catch (MemoryDisk.ProcessDied e) {
            onTheWay.clear();
            die();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        if (onTheWay.isEmpty() && refused != null) {
            throw refused;
        }
    }

    private Frame changed(Frame frame) {
        if (!otherResult) {
            return frame;
        }
        if (frame instanceof Frame.Header header) {
            return new Frame.Header(
                    header.sequence(),
                    new ResultId("sim", "0".repeat(32)),
                    header.content(),
                    header.effective(),
                    header.replay(),
                    header.estimatedRows(),
                    header.leaseExpiry());
        }
        if (frame instanceof Frame.Data data) {
            byte[] bytes = data.chunk().data().toByteArray();
            bytes[bytes.length - 1] ^= 1;
            Slice other = Slice.of(bytes);
            Chunk chunk = data.chunk();
            return new Frame.Data(
                    data.sequence(),
                    new Chunk(chunk.firstRow(), chunk.rowCount(), chunk.offset(), other, other.crc32c()),
                    data.token());
        }
        return frame;
    }

    private static byte[] encode(Frame frame) {
        byte[] head = FrameCodec.encodeHead(frame, 0);
        Slice tail = FrameCodec.tail(frame);
        byte[] whole = Arrays.copyOf(head, head.length + tail.length());
        System.arraycopy(tail.array(), tail.offset(), whole, head.length, tail.length());
        return whole;
    }

    private static boolean isEnd(byte @Nullable [] message) {
        try {
            return message != null
                    && dev.spillway.wire.v1.Frame.parseFrom(message).hasEnd();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private byte[] damage(byte[] message) {
        if (schedule.fires(ScheduledFault.CORRUPT)) {
            byte[] damaged = message.clone();
            damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
            return damaged;
        }
        if (schedule.fires(ScheduledFault.TRUNCATE)) {
            return Arrays.copyOf(message, random.nextInt(message.length));
        }
        byte[] second = onTheWay.peek();
        if (second != null && schedule.fires(ScheduledFault.DROP)) {
            return onTheWay.remove();
        }
        if (schedule.fires(ScheduledFault.DOUBLE)) {
            onTheWay.addFirst(message);
        } else if (second != null && schedule.fires(ScheduledFault.SWAP)) {
            onTheWay.remove();
            onTheWay.addFirst(message);
            return second;
        }
        return message;
    }

    private static Frame decode(byte[] message) throws ResultFailure {
        try {
            return FrameCodec.decode(dev.spillway.wire.v1.Frame.parseFrom(message));
        } catch (IOException e) {
            throw new ResultFailure(Reason.DATA_LOSS, "no frame", e);
        }
    }

    @Override
    public void close() {
        onTheWay.clear();
        attempt = null;
        refused = null;
        LogCursor open = cursor;
        cursor = null;
        if (open != null) {
            try {
                open.close();
            } catch (MemoryDisk.ProcessDied e) {
                origin.kill(Duration.ofMillis(random.nextInt(3_000)));
            }
        }
    }

    @Override
    public long nanoTime() {
        return clock.getAsLong();
    }

    @Override
    public void pause(Duration delay) {
        clock.advance(delay);
        for (int work = random.nextInt(3); work > 0; work--) {
            origin.work();
        }
    }

    @Override
    public void interrupted(ResultFailure why, Duration delay, boolean told) {
        long now = clock.getAsLong();
        troubleSince = troubleSince == null ? now : troubleSince;
        if (now - troubleSince > PATIENCE.toNanos()) {
            misbehaviour = "went on after " + Duration.ofNanos(now - troubleSince) + " of trouble";
        }
        if (told) {
            Duration asked = why.retryAfter().orElseThrow();
            if (!delay.equals(asked)) {
                misbehaviour = "waited " + delay + " where it was told " + asked;
            }
            return;
        }
        Duration untilBack = backAt == null ? Duration.ZERO : Duration.ofNanos(backAt - now);
        backAt = null;
        Duration expected = untilBack.compareTo(nextDelay) > 0 ? untilBack : nextDelay;
        if (!delay.equals(expected)) {
            misbehaviour = "waited " + delay + " (expected: " + expected + ")";
        }
        Duration doubled = nextDelay.multipliedBy(2);
        nextDelay = doubled.compareTo(LAST_DELAY) < 0 ? doubled : LAST_DELAY;
    }

    /** What is wrong with how it went; null if nothing is. */
    @Nullable
    String violation() {
        if (misbehaviour != null) {
            return misbehaviour;
        }
        Verdict verdict = auditor.verdict();
        if (verdict instanceof Verdict.Violation violation) {
            return violation.toString();
        }
        if (failure != null && !schedule.excuses(failure.reason()) && !isDropped(failure)) {
            return "failed without a cause: " + failure.reason() + " " + failure.text();
        }
        return null;
    }

    private boolean isDropped(ResultFailure why) {
        return why.reason() == Reason.OUT_OF_RANGE && !origin.hasRoomForAll();
    }

    boolean isWhole() {
        return failure == null;
    }

    /** Waiting lets the source work, and time pass. */
    private final class SteppedFeed implements ChunkFeed {
        private final LogCursor from;

        SteppedFeed(LogCursor from) {
            this.from = from;
        }

        @Override
        public Next next(Duration wait) throws ResultFailure {
            if (begun && schedule.fires(ScheduledFault.DRAIN)) {
                return new Next.Drain(Duration.ofMillis(random.nextInt(3_000)));
            }
            LogCursor.Step step = from.next();
            if (step instanceof LogCursor.Step.Nothing) {
                origin.work();
                step = from.next();
            }
            return switch (step) {
                case LogCursor.Step.Next next -> new Next.Data(next.chunk());
                case LogCursor.Step.End end -> new Next.Done(end.total());
                case LogCursor.Step.Nothing _ -> {
                    clock.advance(wait.compareTo(Duration.ofMillis(100)) < 0 ? wait : Duration.ofMillis(100));
                    yield new Next.Idle();
                }
            };
        }

        @Override
        public WaitingFor waitingFor() {
            return WaitingFor.SOURCE;
        }

        @Override
        public void cancel(Reason why) {}

        @Override
        public void close() {}
    }
}
