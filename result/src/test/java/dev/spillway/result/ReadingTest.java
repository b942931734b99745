package dev.spillway.result;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.spillway.testkit.FakeClock;
import dev.spillway.wire.ByteBudget;
import dev.spillway.wire.Caller;
import dev.spillway.wire.Content;
import dev.spillway.wire.Reason;
import dev.spillway.wire.Replay;
import dev.spillway.wire.ResultFailure;
import dev.spillway.wire.ResultId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** How a read ended, where its reader left before it was told. */
class ReadingTest {
    private final FakeClock clock = new FakeClock();
    private final Handover handover = new Handover(new ByteBudget(1 << 20, 1 << 20), clock, () -> {});
    private final List<RunEnd> ends = new ArrayList<>();
    private final Reading reading = new Reading(
            new Reading.Subject(
                    ResultId.create("local"),
                    "items",
                    "",
                    new Content.Bytes("", OptionalLong.empty(), ""),
                    Replay.NONE,
                    OptionalLong.empty()),
            new Caller("test", "test"),
            SourceFeed.atRow(handover, 0),
            Optional::empty,
            clock,
            (read, end) -> ends.add(end));

    @Test
    void aSourceThatFailedHasFailed() {
        handover.fail(new ResultFailure(Reason.SOURCE_FAILED, "division by zero"));
        reading.close();
        RunEnd.Failed failed = assertInstanceOf(RunEnd.Failed.class, ends.getFirst());
        assertEquals("division by zero", failed.failure().text());
    }

    @Test
    void aSourceThatRanIsLeft() {
        reading.close();
        assertInstanceOf(RunEnd.ReaderLeft.class, ends.getFirst());
    }

    @Test
    void aReadThatTheServerEndedHasFailedForItsReason() {
        reading.cancel(Reason.DEADLINE_EXCEEDED);
        reading.close();
        RunEnd.Failed failed = assertInstanceOf(RunEnd.Failed.class, ends.getFirst());
        assertEquals(Reason.DEADLINE_EXCEEDED, failed.failure().reason());
    }

    @Test
    void itEndsOnce() {
        reading.close();
        reading.close();
        assertEquals(1, ends.size());
    }
}
