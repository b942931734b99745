package dev.spillway.source;

import dev.spillway.wire.row.RowWriter;

/** The rows of one run of own code, pulled one by one. One thread. */
@FunctionalInterface
public interface Rows extends AutoCloseable {
    /**
     * Writes the next row, its end included; waits as long as it takes. When the reader leaves, the thread is
     * interrupted.
     *
     * @return false, without a row, if there is none left
     * @throws Exception the result fails with the message of the exception
     */
    boolean next(RowWriter out) throws Exception;

    /** Called once, after the last row, a failure or a cancelled run. */
    @Override
    default void close() {}
}
