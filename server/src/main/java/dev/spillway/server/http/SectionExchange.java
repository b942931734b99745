package dev.spillway.server.http;

import dev.spillway.render.Rendition;
import dev.spillway.server.net.Exchange;
import dev.spillway.server.net.Outbound.Outcome;
import dev.spillway.wire.Frame;
import dev.spillway.wire.Position;
import dev.spillway.wire.Reason;
import dev.spillway.wire.RenderingInfo.Place;
import dev.spillway.wire.RenderingInfo.Section;
import dev.spillway.wire.RenderingSpec.ByteRange;
import dev.spillway.wire.ResultFailure;
import dev.spillway.wire.Slice;
import org.jspecify.annotations.Nullable;

/**
 * Bytes of a rendering, made of the section of the result in which they lie. The last ones leave when the section has come
 * out as long as it was measured to be: what is shorter or longer must not look whole.
 */
final class SectionExchange implements Exchange {
    private final Rendition rendition;
    private final Section section;
    private final Way way;
    private long skip;
    private long left;
    private long rendered;
    private Slice held = Slice.EMPTY;
    private @Nullable RowRendering rows;

    /** Where the bytes go. */
    interface Way extends RowRendering.Sink {
        /** All bytes were written. */
        void done() throws InterruptedException;

        /** The bytes are not all there, and never will be. */
        void failed(ResultFailure failure);
    }

    SectionExchange(Rendition rendition, Section section, ByteRange wanted, Way way) {
        this.rendition = rendition;
        this.section = section;
        this.way = way;
        this.skip = wanted.first() - section.start().offset();
        this.left = wanted.length();
    }

    @Override
    public Outcome frame(Frame frame) throws InterruptedException, ResultFailure {
        if (frame instanceof Frame.Header header) {
            requireAt(section.start(), header.effective());
            boolean atStart = header.effective().equals(Position.START);
            rows = new RowRendering(rendition, header.content(), atStart);
        } else if (frame instanceof Frame.Data data) {
            return started().rows(data.chunk(), this::take);
        }
        return Outcome.WRITTEN;
    }

    private RowRendering started() {
        if (rows == null) {
            throw new IllegalStateException("rows before the header");
        }
        return rows;
    }

    private Outcome take(Slice slice) throws InterruptedException {
        rendered += slice.length();
        int skipped = (int) Math.min(skip, slice.length());
        skip -= skipped;
        int taken = (int) Math.min(left, slice.length() - skipped);
        left -= taken;
        if (taken == 0) {
            return Outcome.WRITTEN;
        }
        Slice next = slice.sub(skipped, taken);
        Slice before = held;
        held = next;
        return before.isEmpty() ? Outcome.WRITTEN : way.write(before);
    }

    @Override
    public void complete(Frame.End end) throws InterruptedException {
        if (started().tail(this::take) == Outcome.WRITTEN) {
            finish(end.total());
        }
    }

    @Override
    public void limitReached(Frame.Limit limit) throws InterruptedException {
        finish(limit.next());
    }

    private void finish(Position end) throws InterruptedException {
        try {
            requireAt(section.end(), end);
            long length = section.end().offset() - section.start().offset();
            if (rendered != length || left > 0) {
                throw new ResultFailure(
                        Reason.DATA_LOSS,
                        "rendering: " + rendered + " bytes to " + end + " (expected: " + length + ")");
            }
        } catch (ResultFailure e) {
            failed(e);
            return;
        }
        if (way.write(held) == Outcome.WRITTEN) {
            way.done();
        }
    }

    private static void requireAt(Place place, Position position) throws ResultFailure {
        if (!position.equals(place.position())) {
            throw new ResultFailure(
                    Reason.DATA_LOSS, "position: " + position + " (expected: " + place.position() + ")");
        }
    }

    @Override
    public void failed(ResultFailure failure) {
        way.failed(failure);
    }
}
