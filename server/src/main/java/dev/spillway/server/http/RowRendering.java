package dev.spillway.server.http;

import dev.spillway.render.Rendition;
import dev.spillway.render.RowPieces;
import dev.spillway.server.net.Outbound.Outcome;
import dev.spillway.wire.Chunk;
import dev.spillway.wire.Content;
import dev.spillway.wire.Reason;
import dev.spillway.wire.ResultFailure;
import dev.spillway.wire.Slice;

/** The rows of one read as bytes of a rendering, handed on in pieces of a bounded size. One thread. */
final class RowRendering {
    /** A write to the transport holds about this much. */
    private static final int WRITE_BYTES = 128 << 10;

    private final RowPieces pieces;

    /** Takes what was rendered. */
    interface Sink {
        /** Waits for the reader. */
        Outcome write(Slice rendered) throws InterruptedException;
    }

    /** @param withHead whether what stands before row 0 comes first, with the first rows */
    RowRendering(Rendition rendition, Content content, boolean withHead) throws ResultFailure {
        if (!(content instanceof Content.Rows rows)) {
            throw new ResultFailure(Reason.UNIMPLEMENTED, "content: bytes (expected: rows)");
        }
        pieces = new RowPieces(rendition.renderer(rows.schema()), withHead, WRITE_BYTES);
    }

    Outcome rows(Chunk chunk, Sink sink) throws InterruptedException {
        pieces.put(chunk);
        return handOn(sink);
    }

    /** What stands behind the last row of a complete result. */
    Outcome tail(Sink sink) throws InterruptedException {
        pieces.end();
        return handOn(sink);
    }

    private Outcome handOn(Sink sink) throws InterruptedException {
        for (Slice piece = pieces.next(); !piece.isEmpty(); piece = pieces.next()) {
            if (sink.write(piece) == Outcome.CLOSED) {
                return Outcome.CLOSED;
            }
        }
        return Outcome.WRITTEN;
    }
}
