package dev.spillway.result;

import dev.spillway.wire.Caller;
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

    /** Whole rows that were handed to the reader. */
    long rows();

    /** Canonical bytes that were handed to the reader. */
    long bytes();

    WaitingFor waitingFor();

    Duration elapsed();
}
