package dev.spillway.client;

import dev.spillway.wire.Frame;
import dev.spillway.wire.Position;
import dev.spillway.wire.ReadSpec;
import dev.spillway.wire.ResultFailure;
import java.time.Duration;

/** What to do next for a read. */
sealed interface ResumeStep {
    /** Make an attempt, and read its first frame. */
    record Connect(ReadSpec spec) implements ResumeStep {}

    /** Hand the frame to the reader; when it asks again, read the next one, unless this was the last. */
    record Deliver(Frame frame) implements ResumeStep {}

    /** The attempt goes on where the last one stopped: read its next frame. */
    record GoOn(Position at) implements ResumeStep {}

    /**
     * Give the attempt up, and be {@link ResumeEvent.Ready} after that time.
     *
     * @param told whether the origin said how long
     */
    record Pause(Duration delay, boolean told, ResultFailure why) implements ResumeStep {}

    /** The read failed. */
    record GiveUp(ResultFailure why) implements ResumeStep {}
}
