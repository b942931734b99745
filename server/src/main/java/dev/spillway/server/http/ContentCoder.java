package dev.spillway.server.http;

import dev.spillway.wire.Slice;

/** Codes a body piece by piece. One thread. */
sealed interface ContentCoder extends AutoCloseable permits Compressor, PlainCoder {
    /** The coded form of a piece, all of it: a reader can decode what came so far to its last byte. */
    Slice code(Slice piece);

    /** What ends the coded form of a whole body. */
    Slice end();

    /** Gives back what the coder holds. What was coded is not whole then, unless it was ended. */
    @Override
    void close();
}
