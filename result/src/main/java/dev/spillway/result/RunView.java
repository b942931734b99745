package dev.spillway.result;

import dev.spillway.wire.Caller;
import dev.spillway.wire.Position;
import dev.spillway.wire.ResultId;
import dev.spillway.wire.WaitingFor;
import java.time.Duration;
import java.util.OptionalLong;

/** A run as people see it. Any thread; what changes is read at the moment of the call. */
public interface RunView {
    ResultId id();

    String stream();

    /** The parameters of the run, as people write them. */
    String arguments();

    Caller caller();

    OptionalLong estimatedRows();

    /** Where the read began; the start of the result until that is known. */
    Position from();

    /** Whole rows before the place that the reader has come to. */
    long rows();

    /** Canonical bytes before it. */
    long bytes();

    WaitingFor waitingFor();

    Duration elapsed();
}
