package dev.spillway.render;

import dev.spillway.wire.Chunk;
import dev.spillway.wire.Slice;
import dev.spillway.wire.row.MalformedRow;
import dev.spillway.wire.row.RowJoiner;

/**
 * Chunks of a result as pieces of a rendering, each of a bounded size: after a chunk was put, or the end, {@link #next} gives
 * piece after piece. One thread.
 */
public final class RowPieces {
    private final Renderer renderer;
    private final int enough;
    private final RowJoiner joiner = new RowJoiner();
    private final Out out = new Out();
    private Slice rows = Slice.EMPTY;
    private boolean ended;

    /**
     * @param withHead whether what stands before row 0 comes first, with the first piece
     * @param enough bytes of a piece; one row more may be in it
     */
    public RowPieces(Renderer renderer, boolean withHead, int enough) {
        this.renderer = renderer;
        this.enough = enough;
        if (withHead) {
            renderer.head(out);
        }
    }

    /** Puts the next chunk; those before have been rendered. */
    public void put(Chunk chunk) {
        rows = joiner.join(chunk);
    }

    /** The result is complete: what stands behind its last row follows. */
    public void end() {
        renderer.tail(out);
        ended = true;
    }

    /**
     * The next piece; empty if nothing is left of what was put.
     *
     * @throws MalformedRow the bytes are no rows of the schema
     */
    public Slice next() {
        while (!rows.isEmpty()) {
            int rendered = renderer.rows(rows, out, enough);
            rows = rows.sub(rendered, rows.length() - rendered);
            if (out.length() > 0) {
                return out.take();
            }
        }
        return ended ? out.take() : Slice.EMPTY;
    }
}
