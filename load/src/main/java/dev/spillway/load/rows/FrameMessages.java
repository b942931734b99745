package dev.spillway.load.rows;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.spillway.wire.Frame;
import dev.spillway.wire.Position;
import dev.spillway.wire.ResultFailure;
import dev.spillway.wire.Slice;
import dev.spillway.wire.Start;
import dev.spillway.wire.codec.FrameCodec;
import dev.spillway.wire.frame.FrameCheck;
import dev.spillway.wire.row.RowJoiner;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Messages that are frames of {@code spillway.v1}. */
final class FrameMessages implements GrpcBody.Messages {
    private final UnitCheck check;
    private final Position total;
    private FrameCheck frames = new FrameCheck(Position.START);
    private final RowJoiner joiner = new RowJoiner();
    private @Nullable Start rest;

    FrameMessages(UnitCheck check, Position total) {
        this.check = check;
        this.total = total;
    }

    @Override
    public int accept(byte[] array, int offset, int length) throws Corrupt {
        try {
            // A chunk keeps the array that it came in, and this one is not ours.
            byte[] message = Arrays.copyOfRange(array, offset, offset + length);
            Frame frame = FrameCodec.decode(dev.spillway.wire.v1.Frame.parseFrom(message));
            frames.accept(frame);
            if (frame instanceof Frame.Header header && rest == null) {
                rest = new Start.Row(header.resultId(), 0);
            }
            if (!(frame instanceof Frame.Data data)) {
                return 0;
            }
            rest = new Start.Token(data.token());
            Slice rows = joiner.join(data.chunk());
            return CanonicalRows.each(rows.array(), rows.offset(), rows.length(), check::accept);
        } catch (ResultFailure e) {
            throw new Corrupt(Fault.CHECKSUM, e.text());
        } catch (InvalidProtocolBufferException e) {
            throw new Corrupt(Fault.MALFORMED, "frame: " + e.getMessage());
        }
    }

    @Override
    public Optional<Start> rest(Map<String, String> headers) {
        frames = frames.next();
        return Optional.ofNullable(rest);
    }

    @Override
    public void end() throws Corrupt {
        check.end();
        if (!frames.isComplete()) {
            throw new Corrupt(Fault.SHORT, "status OK without an end record, at " + frames.position());
        }
    }

    @Override
    public boolean prove(Map<String, String> trailers) throws Corrupt {
        if (!frames.position().equals(total)) {
            throw new Corrupt(Fault.CHECKSUM, "end record: " + frames.position() + " (expected: " + total + ")");
        }
        return true;
    }
}
