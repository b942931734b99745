package dev.spillway.result;

import dev.spillway.wire.Position;
import dev.spillway.wire.ResultFailure;

/** How a run ended. */
public sealed interface RunEnd {
    /** The reader was given every row and the end. */
    record Complete(Position total) implements RunEnd {}

    /** The reader was given as much as it asked for. */
    record LimitReached(Position next) implements RunEnd {}

    /** The source failed, or the server is stopping. */
    record Failed(ResultFailure failure) implements RunEnd {}

    /** The reader went away before the end. */
    record ReaderLeft() implements RunEnd {}
}
