package dev.spillway.result.rendering;

import dev.spillway.render.RenderedSums;
import dev.spillway.render.Rendition;
import dev.spillway.render.RowPieces;
import dev.spillway.wire.Chunk;
import dev.spillway.wire.Content;
import dev.spillway.wire.Frame;
import dev.spillway.wire.FrameReader;
import dev.spillway.wire.Position;
import dev.spillway.wire.Reason;
import dev.spillway.wire.ResultFailure;
import dev.spillway.wire.Slice;
import dev.spillway.wire.row.MalformedRow;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Renders a result to nowhere, and notes where it comes to. One thread. */
public final class Indexing {
    /** Rendered bytes that are summed up at once. */
    private static final int ENOUGH_BYTES = 128 << 10;

    private final RowPieces pieces;
    private final RenderedSums sums;
    private final Places places = new Places();
    private Position position = Position.START;
    private boolean betweenRows;

    private Indexing(RowPieces pieces, RenderedSums sums) {
        this.pieces = pieces;
        this.sums = sums;
    }

    /**
     * The index of a result that is read from its start.
     *
     * @param stop asked again and again whether it is not needed any more
     * @throws ResultFailure the result failed; UNAVAILABLE: it was stopped
     */
    public static RenderingIndex of(FrameReader whole, Rendition rendition, boolean withSha256, BooleanSupplier stop)
            throws InterruptedException, ResultFailure {
        if (!(whole.next() instanceof Frame.Header header) || !(header.content() instanceof Content.Rows rows)) {
            throw new ResultFailure(Reason.UNIMPLEMENTED, "content: bytes (expected: rows)");
        }
        RowPieces pieces = new RowPieces(rendition.renderer(rows.schema()), true, ENOUGH_BYTES);
        Indexing indexing = new Indexing(pieces, new RenderedSums(withSha256));
        try {
            return indexing.through(whole, stop);
        } catch (MalformedRow e) {
            throw new ResultFailure(Reason.DATA_LOSS, String.valueOf(e.getMessage()), e);
        }
    }

    private RenderingIndex through(FrameReader whole, BooleanSupplier stop) throws InterruptedException, ResultFailure {
        while (true) {
            Frame frame = whole.next();
            if (frame instanceof Frame.Data data) {
                add(data.chunk());
            } else if (frame instanceof Frame.End end) {
                pieces.end();
                sum();
                return new RenderingIndex(sums.size(), sums.crc32c(), sums.sha256(), end.total(), places);
            }
            if (stop.getAsBoolean()) {
                throw new ResultFailure(Reason.UNAVAILABLE, "nobody waited for the length").retryAfter(Duration.ZERO);
            }
        }
    }

    private void add(Chunk chunk) {
        if (betweenRows) {
            // Known only now: at the end, what stands behind the last row would follow.
            places.add(position, sums.size());
        }
        pieces.put(chunk);
        sum();
        position = position.after(chunk);
        betweenRows = chunk.rowCount() > 0;
    }

    private void sum() {
        for (Slice piece = pieces.next(); !piece.isEmpty(); piece = pieces.next()) {
            sums.add(piece);
        }
    }
}
