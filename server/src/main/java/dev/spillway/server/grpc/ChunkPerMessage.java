package dev.spillway.server.grpc;

import dev.spillway.wire.Chunk;
import dev.spillway.wire.ResultFailure;
import dev.spillway.wire.Slice;
import dev.spillway.wire.row.RowJoiner;

/** The rows of a chunk in one message: the very bytes of the chunk. */
final class ChunkPerMessage extends TypedAnswer {
    private final RowJoiner joiner = new RowJoiner();
    private long pieces;

    ChunkPerMessage(int maxMessageBytes) {
        super(maxMessageBytes);
    }

    @Override
    Slice[] rows(Chunk chunk) throws ResultFailure {
        pieces += chunk.data().length();
        requireFits("row " + chunk.firstRow(), pieces, "");
        Slice rows = joiner.join(chunk);
        if (rows.isEmpty()) {
            return NONE;
        }
        pieces = 0;
        return new Slice[] {prefix(rows.length()), rows};
    }
}
