package dev.spillway.wire.frame;

import dev.spillway.wire.Chunk;
import dev.spillway.wire.Content;
import dev.spillway.wire.Crc32c;
import dev.spillway.wire.Frame;
import dev.spillway.wire.Position;
import dev.spillway.wire.Reason;
import dev.spillway.wire.ResultFailure;
import dev.spillway.wire.ResumeToken;
import dev.spillway.wire.Slice;

/**
 * Checks the frames of one attempt, in their order: what passes is what was sent, and {@link #position} never moves over
 * bytes that were not checked. One thread.
 */
public final class FrameCheck {
    private enum Expect {
        HEADER,
        ANY,
        NOTHING
    }

    private final boolean placeUnknown;
    private Position position;
    private long sequence;
    private Expect expect = Expect.HEADER;
    private boolean rows;
    private boolean withinRow;
    private boolean complete;

    /** @param asked the position that the attempt was asked to start at */
    public FrameCheck(Position asked) {
        this(asked, false, false);
    }

    private FrameCheck(Position asked, boolean placeUnknown, boolean withinRow) {
        this.position = asked;
        this.placeUnknown = placeUnknown;
        this.withinRow = withinRow;
    }

    /** A check of an attempt that was asked to start at a row: the header says which byte that is. */
    public static FrameCheck atRow(long row) {
        return new FrameCheck(new Position(0, row, 0), row > 0, false);
    }

    /** The check of an attempt that goes on behind what this one accepted. */
    public FrameCheck next() {
        return new FrameCheck(position, placeUnknown && expect == Expect.HEADER, withinRow);
    }

    /**
     * Takes the next frame.
     *
     * @throws ResultFailure DATA_LOSS: the frame contradicts what came before it, or its checksum; nothing of it may be
     *     used
     */
    public void accept(Frame frame) throws ResultFailure {
        require("sequence", frame.sequence(), sequence);
        sequence++;
        boolean isHeader = frame instanceof Frame.Header;
        if (expect == Expect.NOTHING || isHeader != (expect == Expect.HEADER)) {
            throw new ResultFailure(
                    Reason.DATA_LOSS,
                    "frame " + frame.sequence() + ": " + frame.getClass().getSimpleName() + " (expected: "
                            + (expect == Expect.NOTHING ? "nothing after the end" : "one header, first") + ")");
        }
        expect = Expect.ANY;
        if (frame instanceof Frame.Header header) {
            if (placeUnknown) {
                require("effective row", header.effective().rows(), position.rows());
                position = header.effective();
            }
            require("effective position", header.effective(), position);
            rows = header.content() instanceof Content.Rows;
        } else if (frame instanceof Frame.Data data) {
            accept(data.chunk(), data.token());
        } else if (frame instanceof Frame.End end) {
            require("end record", end.total(), position);
            if (withinRow) {
                throw new ResultFailure(Reason.DATA_LOSS, "end record: within row " + position.rows());
            }
            expect = Expect.NOTHING;
            complete = true;
        } else if (frame instanceof Frame.Limit limit) {
            require("limit", limit.next(), position);
            expect = Expect.NOTHING;
        }
    }

    private void accept(Chunk chunk, Slice token) throws ResultFailure {
        require("byte offset", chunk.offset(), position.bytes());
        require("first row", chunk.firstRow(), position.rows());
        if (chunk.data().isEmpty() || chunk.rowCount() < 0) {
            throw new ResultFailure(
                    Reason.DATA_LOSS,
                    "chunk at byte " + chunk.offset() + ": " + chunk.data() + ", " + chunk.rowCount()
                            + " rows (expected: at least 1 byte, no negative number)");
        }
        int crc = chunk.data().crc32c();
        if (crc != chunk.crc32c()) {
            throw new ResultFailure(
                    Reason.DATA_LOSS,
                    "chunk at byte " + chunk.offset() + ": crc32c " + Crc32c.toHex(crc) + " (expected: "
                            + Crc32c.toHex(chunk.crc32c()) + ")");
        }
        Position after = position.after(chunk);
        requireOf(token, after);
        position = after;
        withinRow = rows && chunk.rowCount() == 0;
    }

    /** A token of a version that this side does not know may say anything. */
    private static void requireOf(Slice token, Position place) throws ResultFailure {
        if (ResumeToken.isKnown(token)) {
            try {
                require("resume token", ResumeToken.of(token).position(), place);
            } catch (ResultFailure e) {
                throw new ResultFailure(Reason.DATA_LOSS, "chunk before " + place + ": " + e.text(), e);
            }
        }
    }

    private static void require(String what, Object given, Object expected) throws ResultFailure {
        if (!given.equals(expected)) {
            throw new ResultFailure(Reason.DATA_LOSS, what + ": " + given + " (expected: " + expected + ")");
        }
    }

    /** The place behind the last chunk that was accepted. */
    public Position position() {
        return position;
    }

    /** Whether the end record was accepted. */
    public boolean isComplete() {
        return complete;
    }
}
