package dev.spillway.client;

import dev.spillway.wire.ResultFailure;
import dev.spillway.wire.Slice;

/** Makes objects of canonical bytes, row by row. One thread. */
interface RowDecoder<T> {
    /** Goes before the first of the given rows. */
    void reset(Slice wholeRows);

    /**
     * Moves to the next row; false if there is none.
     *
     * @throws ResultFailure DATA_LOSS: the bytes are no row
     */
    boolean next() throws ResultFailure;

    /** The row. Once for each {@link #next}. */
    T row();
}
