package dev.spillway.result;

import dev.spillway.wire.Caller;
import dev.spillway.wire.FrameReader;
import dev.spillway.wire.ReadSpec;
import dev.spillway.wire.ResultFailure;
import dev.spillway.wire.ResultInfo;
import java.time.Duration;

/** A result that this origin knows: it runs, or has ended and can still be asked for. Any thread. */
interface KnownResult {
    /** Who calls {@link #whole}. */
    Caller NOBODY = new Caller("", "");

    /** What is true of it now. */
    ResultInfo info();

    /** What it was opened with, as people write it. */
    String arguments();

    /** Reads it from there. */
    Reading read(ReadSpec spec, Caller caller, Reading.Account account) throws ResultFailure;

    /**
     * Returns if it can be read from its start to its confirmed end, now and again.
     *
     * @throws ResultFailure UNAVAILABLE: it runs; or why it cannot, ever
     */
    void requireWhole() throws ResultFailure;

    /** Reads it from its start, for no reader: what it drops and when it ends do not depend on it. */
    FrameReader whole() throws ResultFailure;

    /** Ends it, if it runs. */
    void cancel();

    /** Does what is due by time; whether it can be forgotten. */
    boolean isOver();

    /** Drops what it holds. */
    void forget();

    /** Waits for its source to end by itself, where it is kept; tells its readers that the origin may be back after that. */
    void drain(Duration atMost, Duration reconnectAfter) throws InterruptedException;

    /** Stops its source, and writes out what should survive the process. Its readers have been told. */
    void stop() throws InterruptedException;
}
