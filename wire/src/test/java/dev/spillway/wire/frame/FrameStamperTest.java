package dev.spillway.wire.frame;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spillway.wire.ChunkFeed;
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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class FrameStamperTest {
    private static final ResultId ID = ResultId.create("origin");
    private static final Content CONTENT = new Content.Bytes("", OptionalLong.empty(), "");
    private static final OptionalLong ESTIMATE = OptionalLong.of(1_000);
    private static final byte[] DATA = {1, 2, 3};

    private final ScriptedFeed feed = new ScriptedFeed();

    static FrameStamper stamper(ScriptedFeed feed, Position from) {
        return stamper(feed, CONTENT, from, 0, Replay.SOURCE);
    }

    private static FrameStamper stamper(
            ScriptedFeed feed, Content content, Position from, long intoRow, Replay replay) {
        return new FrameStamper(feed, ID, content, from, intoRow, replay, ESTIMATE, Optional.empty(), feed::nanoTime);
    }

    /** All frames up to the end, with the second at which each left. */
    private List<String> timeline() throws InterruptedException, ResultFailure {
        List<String> timeline = new ArrayList<>();
        FrameStamper stamper = stamper(feed, Position.START);
        Frame frame;
        do {
            frame = stamper.next();
            assertEquals(timeline.size(), frame.sequence());
            timeline.add(feed.nanoTime() / 1_000_000 + " " + frame.getClass().getSimpleName());
        } while (!(frame instanceof Frame.End));
        return timeline;
    }

    @Test
    void theHeaderComesFirstAndAtOnce() throws InterruptedException, ResultFailure {
        Position from = new Position(70, 7, 0x77);
        FrameStamper stamper = stamper(feed.after(Duration.ofHours(1)).done(), from);
        assertEquals(new Frame.Header(0, ID, CONTENT, from, Replay.SOURCE, ESTIMATE, Optional.empty()), stamper.next());
        assertEquals(0, feed.nanoTime());
    }

    @Test
    void chunksLeaveAsTheyComeAndTheEndGivesTheTotals() throws InterruptedException, ResultFailure {
        feed.chunk(DATA, 1).chunk(DATA, 2).after(Duration.ofMillis(1_500)).done();
        FrameStamper stamper = stamper(feed, Position.START);
        assertInstanceOf(Frame.Header.class, stamper.next());
        Frame.Data first = assertInstanceOf(Frame.Data.class, stamper.next());
        Frame.Data second = assertInstanceOf(Frame.Data.class, stamper.next());
        assertEquals(new Frame.Progress(3, 3, 6, ESTIMATE, WaitingFor.SOURCE), stamper.next());
        Position total = Position.START.after(first.chunk()).after(second.chunk());
        assertEquals(new Frame.End(4, total, Duration.ofMillis(1_500)), stamper.next());
    }

    @Test
    void everyChunkHasTheTokenOfThePlaceBehindIt() throws InterruptedException, ResultFailure {
        RowSchema schema =
                RowSchema.derive("Item").column("id", ColumnKind.INT64).build();
        feed.chunk(DATA, 0).chunk(DATA, 1).chunk(DATA, 0).done();
        FrameStamper stamper = stamper(feed, new Content.Rows(schema), Position.START, 0, Replay.LOG);
        assertInstanceOf(Frame.Header.class, stamper.next());
        Position at = Position.START;
        for (long intoRow : List.of(3L, 0L, 3L)) {
            Frame.Data data = assertInstanceOf(Frame.Data.class, stamper.next());
            at = at.after(data.chunk());
            assertEquals(new ResumeToken(ID, at, intoRow), ResumeToken.of(data.token()));
        }
    }

    @Test
    void anAttemptThatStartsWithinARowGoesOnToCount() throws InterruptedException, ResultFailure {
        RowSchema schema =
                RowSchema.derive("Item").column("id", ColumnKind.INT64).build();
        Position from = new Position(100, 3, 0x77);
        FrameStamper stamper = stamper(feed.chunk(DATA, 0).done(), new Content.Rows(schema), from, 5, Replay.LOG);
        assertInstanceOf(Frame.Header.class, stamper.next());
        Frame.Data data = assertInstanceOf(Frame.Data.class, stamper.next());
        assertEquals(8, ResumeToken.of(data.token()).intoRow());
    }

    @Test
    void whatCannotBeContinuedHasNoToken() throws InterruptedException, ResultFailure {
        FrameStamper stamper = stamper(feed.chunk(DATA, 1).done(), CONTENT, Position.START, 0, Replay.NONE);
        assertInstanceOf(Frame.Header.class, stamper.next());
        assertEquals(
                Slice.EMPTY, assertInstanceOf(Frame.Data.class, stamper.next()).token());
    }

    @Test
    void aLimitAndADrainSayWhereToGoOn() throws InterruptedException, ResultFailure {
        feed.chunk(DATA, 1).add(new ChunkFeed.Next.Drain(Duration.ofSeconds(2))).add(new ChunkFeed.Next.Limit());
        FrameStamper stamper = stamper(feed, Position.START);
        assertInstanceOf(Frame.Header.class, stamper.next());
        Frame.Data data = assertInstanceOf(Frame.Data.class, stamper.next());
        assertEquals(new Frame.Drain(2, data.token(), Duration.ofSeconds(2)), stamper.next());
        Position next = Position.START.after(data.chunk());
        assertEquals(new Frame.Limit(3, next, data.token(), Duration.ZERO), stamper.next());
    }

    @Test
    void progressLeavesOnceASecondWhileTheResultMoves() throws InterruptedException, ResultFailure {
        for (int i = 0; i < 8; i++) {
            feed.after(Duration.ofMillis(400)).chunk(DATA, 1);
        }
        feed.done();
        assertEquals(
                List.of(
                        "0 Header",
                        "400 Data",
                        "800 Data",
                        "1000 Progress",
                        "1200 Data",
                        "1600 Data",
                        "2000 Data",
                        "2000 Progress",
                        "2400 Data",
                        "2800 Data",
                        "3000 Progress",
                        "3200 Data",
                        "3200 End"),
                timeline());
    }

    @Test
    void progressSaysHowFarTheResultIs() {
        Seeds.each(50, random -> {
            ScriptedFeed scripted = new ScriptedFeed();
            for (int i = 0; i < 200; i++) {
                scripted.after(Duration.ofMillis(random.nextInt(300)))
                        .chunk(new byte[1 + random.nextInt(9)], random.nextInt(3));
            }
            scripted.done();
            FrameStamper stamper = stamper(scripted, Position.START);
            int progress = 0;
            for (Frame frame = stamper.next(); !(frame instanceof Frame.End); frame = stamper.next()) {
                if (frame instanceof Frame.Progress now) {
                    progress++;
                    assertEquals(scripted.position.rows(), now.rows());
                    assertEquals(scripted.position.bytes(), now.bytes());
                }
            }
            assertTrue(progress > 5, progress + " in " + scripted.nanoTime() + " ns");
        });
    }

    @Test
    void silenceIsBrokenByAHeartbeatEveryTenSecondsAndByNothingElse() throws InterruptedException, ResultFailure {
        feed.after(Duration.ofSeconds(35)).done();
        assertEquals(
                List.of("0 Header", "10000 Heartbeat", "20000 Heartbeat", "30000 Heartbeat", "35000 End"), timeline());
    }

    @Test
    void theLastChunkIsFollowedByOneProgressAndThenByHeartbeats() throws InterruptedException, ResultFailure {
        feed.after(Duration.ofMillis(500))
                .chunk(DATA, 1)
                .after(Duration.ofSeconds(22))
                .done();
        assertEquals(
                List.of("0 Header", "500 Data", "1000 Progress", "11000 Heartbeat", "21000 Heartbeat", "22500 End"),
                timeline());
    }

    @Test
    void progressLeavesWhenSomebodyElseIsWaitedFor() throws InterruptedException, ResultFailure {
        feed.waitingFor = WaitingFor.BUDGET;
        feed.after(Duration.ofMillis(3_500)).done();
        FrameStamper stamper = stamper(feed, Position.START);
        assertInstanceOf(Frame.Header.class, stamper.next());
        assertEquals(new Frame.Progress(1, 0, 0, ESTIMATE, WaitingFor.BUDGET), stamper.next());
        feed.waitingFor = WaitingFor.READER;
        assertEquals(new Frame.Progress(2, 0, 0, ESTIMATE, WaitingFor.READER), stamper.next());
        assertEquals(2_000_000_000, feed.nanoTime());
        assertInstanceOf(Frame.End.class, stamper.next());
    }

    @Test
    void progressOfAContinuedAttemptCountsFromTheStart() throws InterruptedException, ResultFailure {
        FrameStamper stamper =
                stamper(feed.after(Duration.ofMillis(1_200)).done(), new Position(Integer.MAX_VALUE, 5, 0x55));
        assertInstanceOf(Frame.Header.class, stamper.next());
        assertInstanceOf(Frame.End.class, stamper.next(), "nothing moved, so no progress");
    }

    @Test
    void aFailureOfTheFeedIsTheFailureOfTheAttempt() throws InterruptedException, ResultFailure {
        ResultFailure failure = new ResultFailure(Reason.SOURCE_FAILED, "row 1: division by zero");
        FrameStamper stamper = stamper(feed.chunk(DATA, 1).failure(failure), Position.START);
        assertInstanceOf(Frame.Header.class, stamper.next());
        assertInstanceOf(Frame.Data.class, stamper.next());
        assertSame(failure, assertThrows(ResultFailure.class, stamper::next));
    }

    @Test
    void cancelAndCloseReachTheFeed() {
        FrameStamper stamper = stamper(feed, Position.START);
        stamper.cancel(Reason.CANCELLED);
        assertEquals(List.of(Reason.CANCELLED), feed.cancelled);
        assertFalse(feed.closed);
        stamper.close();
        assertTrue(feed.closed);
    }
}
