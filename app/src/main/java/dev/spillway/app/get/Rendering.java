package dev.spillway.app.get;

import dev.spillway.client.ChunkStream;
import dev.spillway.render.Format;
import dev.spillway.render.Renderer;
import dev.spillway.render.RowPieces;
import dev.spillway.wire.Chunk;
import dev.spillway.wire.Position;
import dev.spillway.wire.RowSchema;
import dev.spillway.wire.Slice;
import java.io.IOException;
import java.util.Optional;

/** A result on its way to a destination, in one format. One thread. */
final class Rendering {
    /** What is rendered before it is written; one row more may be. */
    private static final int ENOUGH_BYTES = 256 << 10;

    private final Destination destination;
    private final ProgressDisplay display;
    private final Renderer renderer;
    private long bytesWritten;

    Rendering(RowSchema schema, Format format, Destination destination, ProgressDisplay display) {
        this.destination = destination;
        this.display = display;
        this.renderer = format.renderer(schema);
    }

    /**
     * Writes the result from a row on: without what stands before row 0, unless it is that one. Returns when the end record
     * was verified and the destination is complete.
     */
    Position write(ChunkStream chunks) throws IOException {
        boolean fromStart = chunks.position().rows() == 0;
        RowPieces pieces = new RowPieces(renderer, fromStart, ENOUGH_BYTES);
        for (Chunk chunk = chunks.next(); chunk != null; chunk = chunks.next()) {
            pieces.put(chunk);
            write(pieces);
            if (chunk.rowCount() > 0) {
                reached(chunks);
            }
            display.show(chunks.position().rows(), bytesWritten);
        }
        pieces.end();
        write(pieces);
        Position total = chunks.end().total();
        destination.complete(total);
        return total;
    }

    private void reached(ChunkStream chunks) throws IOException {
        Optional<String> token = chunks.token();
        if (token.isPresent()) {
            destination.reached(
                    chunks.header().resultId(), token.get(), chunks.position().rows());
        }
    }

    private void write(RowPieces pieces) throws IOException {
        for (Slice piece = pieces.next(); !piece.isEmpty(); piece = pieces.next()) {
            destination.write(piece);
            bytesWritten += piece.length();
        }
    }

    /** What this rendering wrote. */
    long bytesWritten() {
        return bytesWritten;
    }
}
