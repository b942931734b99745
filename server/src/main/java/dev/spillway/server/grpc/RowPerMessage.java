package dev.spillway.server.grpc;

import dev.spillway.wire.Chunk;
import dev.spillway.wire.ResultFailure;
import dev.spillway.wire.Slice;
import dev.spillway.wire.row.RowJoiner;

/** One row a message: the messages of a chunk lie in one array, so that they leave together. */
final class RowPerMessage extends TypedAnswer {
    /** Bytes before a row in canonical bytes, at least: its tag and its length. */
    private static final int MIN_HEAD = 2;

    /** And at most: a row's length is an int. */
    private static final int MAX_HEAD = 6;

    private final RowJoiner joiner = new RowJoiner();
    private long pieces;

    RowPerMessage(int maxMessageBytes) {
        super(maxMessageBytes);
    }

    @Override
    Slice[] rows(Chunk chunk) throws ResultFailure {
        pieces += chunk.data().length();
        requireFits("row " + chunk.firstRow(), pieces - MAX_HEAD, "");
        Slice rows = joiner.join(chunk);
        if (rows.isEmpty()) {
            return NONE;
        }
        pieces = 0;
        return new Slice[] {messages(rows, chunk.firstRow(), chunk.rowCount())};
    }

    private Slice messages(Slice rows, long firstRow, long rowCount) throws ResultFailure {
        byte[] in = rows.array();
        byte[] out = new byte[Math.toIntExact(rows.length() + rowCount * (GrpcMessage.PREFIX_BYTES - MIN_HEAD))];
        int to = 0;
        int at = rows.offset();
        for (long row = firstRow; row < firstRow + rowCount; row++) {
            at++;
            int length = in[at++];
            if (length < 0) {
                length &= 0x7F;
                for (int shift = 7; ; shift += 7) {
                    byte next = in[at++];
                    length |= (next & 0x7F) << shift;
                    if (next >= 0) {
                        break;
                    }
                }
                requireFits("row " + row, length, "");
            }
            GrpcMessage.putPrefix(out, to, length);
            to += GrpcMessage.PREFIX_BYTES;
            System.arraycopy(in, at, out, to, length);
            to += length;
            at += length;
        }
        return Slice.of(out, 0, to);
    }
}
