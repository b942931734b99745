package dev.spillway.app.get;

import dev.spillway.wire.Outlook;
import dev.spillway.wire.Position;
import dev.spillway.wire.ResultId;
import dev.spillway.wire.Slice;
import java.io.IOException;

/** Where a rendering goes. Its text is how messages call it. One thread. */
sealed interface Destination extends AutoCloseable permits PartFile, StandardOutput, Summing {
    void write(Slice bytes) throws IOException;

    /**
     * Says that what was written is the rendering of whole rows.
     *
     * @param token goes on behind them
     * @param rows whole rows before that place
     */
    void reached(ResultId result, String token, long rows) throws IOException;

    /** Says that the result is whole, and was verified. Nothing is written after it. */
    void complete(Position total) throws IOException;

    /**
     * Says that no more comes in this run.
     *
     * @return whether there is something to go on from in a later one; never where the result is over
     */
    boolean keep(Outlook outlook) throws IOException;

    /** What is there if {@link #complete} was not called, for the end of an error message; may be empty. */
    String remains();

    @Override
    void close() throws IOException;
}
