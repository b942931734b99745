package dev.spillway.server.http;

import dev.spillway.render.Out;
import dev.spillway.render.Renderer;
import dev.spillway.render.Rendition;
import dev.spillway.server.net.Outbound.Outcome;
import dev.spillway.wire.Chunk;
import dev.spillway.wire.Content;
import dev.spillway.wire.Reason;
import dev.spillway.wire.ResultFailure;
import dev.spillway.wire.Slice;
import dev.spillway.wire.row.RowJoiner;

/** The rows of one read as bytes of a rendering, handed on in pieces of a bounded size. One thread. */
final class RowRendering {
    /** A write to the transport holds about this much. */
    private static final int WRITE_BYTES = 128 << 10;

    private final RowJoiner joiner = new RowJoiner();
    private final Out out = new Out();
    private final Renderer renderer;

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
        renderer = rendition.renderer(rows.schema());
        if (withHead) {
            renderer.head(out);
        }
    }

    Outcome rows(Chunk chunk, Sink sink) throws InterruptedException {
        Slice rows = joiner.join(chunk);
        for (int done = 0; done < rows.length(); ) {
            done += renderer.rows(rows.sub(done, rows.length() - done), out, WRITE_BYTES);
            if (handOn(sink) == Outcome.CLOSED) {
                return Outcome.CLOSED;
            }
        }
        return Outcome.WRITTEN;
    }

    /** What stands behind the last row of a complete result. */
    Outcome tail(Sink sink) throws InterruptedException {
        renderer.tail(out);
        return handOn(sink);
    }

    private Outcome handOn(Sink sink) throws InterruptedException {
        Slice rendered = out.take();
        return rendered.isEmpty() ? Outcome.WRITTEN : sink.write(rendered);
    }
}
