package dev.spillway.render;

import dev.spillway.wire.Slice;

/** Canonical bytes as they are. */
final class CanonicalRenderer implements Renderer {
    @Override
    public void head(Out out) {}

    @Override
    public int rows(Slice wholeRows, Out out, int enough) {
        out.append(wholeRows);
        return wholeRows.length();
    }

    @Override
    public void tail(Out out) {}
}
