package dev.spillway.server.http;

import com.linecorp.armeria.common.ResponseHeaders;
import dev.spillway.render.RenderedSums;
import dev.spillway.server.net.Exchange;
import dev.spillway.server.net.Outbound;
import dev.spillway.wire.Frame;
import dev.spillway.wire.Position;
import dev.spillway.wire.ResultFailure;
import dev.spillway.wire.Slice;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A result in one format as the body of a response.
 *
 * <p>Before the first byte a failure is a problem document with its true status. After it, a failure breaks the
 * transfer. Totals and checksums follow the body as trailers. In a coding, each write can be decoded when it is there:
 * rows do not wait in a compressor.
 */
final class RenderExchange implements Exchange {
    private final Representation representation;
    private final Part part;
    private final Outbound out;
    private final Optional<Path> teeTarget;
    private final RenderedSums sums;
    private ContentCoder coder = new PlainCoder();
    private @Nullable RowRendering rows;
    private @Nullable Tee tee;

    private final Object commitLock = new Object();
    private ResponseHeaders headers;
    private boolean committed;
    private boolean over;

    RenderExchange(Representation representation, Part part, Outbound out, Optional<Path> teeTarget) {
        this.representation = representation;
        this.part = part;
        this.sums = new RenderedSums(representation.sha256());
        this.out = out;
        this.teeTarget = teeTarget;
        this.headers = representation.headers();
    }

    /** Sends the status, if nothing was sent yet. Any thread. */
    void commit() {
        synchronized (commitLock) {
            if (!committed && !over) {
                committed = true;
                var _ = out.writeHeaders(headers);
            }
        }
    }

    @Override
    public Outbound.Outcome frame(Frame frame) throws InterruptedException, ResultFailure {
        return switch (frame) {
            case Frame.Header header -> start(header);
            case Frame.Data data -> heeded(started().rows(data.chunk(), this::send));
            default -> Outbound.Outcome.WRITTEN;
        };
    }

    private Outbound.Outcome start(Frame.Header header) throws ResultFailure {
        boolean withHead = part != Part.REST || header.effective().equals(Position.START);
        rows = new RowRendering(representation.rendition(), header.content(), withHead);
        synchronized (commitLock) {
            headers = representation.headers(header, part);
        }
        coder = representation.coding().coder();
        tee = teeTarget
                .map(target -> new Tee(target, header.resultId().random()))
                .orElse(null);
        return Outbound.Outcome.WRITTEN;
    }

    private RowRendering started() {
        if (rows == null) {
            throw new IllegalStateException("rows before the header");
        }
        return rows;
    }

    /** Who left is forgotten. */
    private Outbound.Outcome heeded(Outbound.Outcome outcome) {
        if (outcome == Outbound.Outcome.CLOSED) {
            release();
        }
        return outcome;
    }

    private Outbound.Outcome send(Slice slice) throws InterruptedException {
        commit();
        sums.add(slice);
        if (tee != null) {
            tee.write(slice);
        }
        return write(coder.code(slice));
    }

    private Outbound.Outcome write(Slice coded) throws InterruptedException {
        return coded.isEmpty() ? Outbound.Outcome.WRITTEN : out.write(coded);
    }

    @Override
    public void complete(Frame.End end) throws InterruptedException {
        if (heeded(started().tail(this::send)) == Outbound.Outcome.CLOSED) {
            return;
        }
        commit();
        if (heeded(write(coder.end())) == Outbound.Outcome.CLOSED) {
            return;
        }
        if (tee != null) {
            tee.commit();
        }
        out.finish(representation.trailers(end.total(), sums));
    }

    @Override
    public void failed(ResultFailure failure) {
        release();
        boolean nothingSent;
        synchronized (commitLock) {
            over = true;
            nothingSent = !committed;
        }
        if (nothingSent) {
            Problem.of(failure).sendTo(out);
        } else {
            out.breakOff();
        }
    }

    /** The body is not whole, and ends. */
    private void release() {
        coder.close();
        if (tee != null) {
            tee.discard();
        }
    }
}
