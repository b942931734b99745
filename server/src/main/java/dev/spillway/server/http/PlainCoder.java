package dev.spillway.server.http;

import dev.spillway.wire.Slice;

/** Leaves a body as it is. */
final class PlainCoder implements ContentCoder {
    @Override
    public Slice code(Slice piece) {
        return piece;
    }

    @Override
    public Slice end() {
        return Slice.EMPTY;
    }

    @Override
    public void close() {}
}
