package dev.spillway.client;

import dev.spillway.wire.Frame;
import dev.spillway.wire.ResultFailure;

/** What happened to a read. Times are nanoseconds of one clock. */
sealed interface ResumeEvent {
    /** A pause is over. */
    record Ready() implements ResumeEvent {}

    /** A frame of the attempt. */
    record Arrived(Frame frame, long now) implements ResumeEvent {}

    /** The attempt failed, or was never made. */
    record Broke(ResultFailure why, long now) implements ResumeEvent {}

    /** Nothing came for the stall time-out. */
    record Silent(long now) implements ResumeEvent {}
}
