package dev.spillway.server.http;

import com.linecorp.armeria.common.ResponseHeaders;
import dev.spillway.render.Out;
import dev.spillway.render.Renderer;
import dev.spillway.server.net.Exchange;
import dev.spillway.server.net.Outbound;
import dev.spillway.wire.Content;
import dev.spillway.wire.Frame;
import dev.spillway.wire.Reason;
import dev.spillway.wire.ResultFailure;
import dev.spillway.wire.Slice;
import dev.spillway.wire.row.RowJoiner;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * A result in one format as the body of a response.
 *
 * <p>Before the first byte a failure is a problem document with its true status. After it, a failure breaks the
 * transfer. Totals and checksums follow the body as trailers. In a coding, each write can be decoded when it is there:
 * rows do not wait in a compressor.
 */
final class RenderExchange implements Exchange {
    /** A write to the transport holds about this much. */
    private static final int WRITE_BYTES = 128 << 10;

    private final Representation representation;
    private final Outbound out;
    private final Optional<Path> teeTarget;
    private final RowJoiner joiner = new RowJoiner();
    private final Out rendered = new Out();
    private final CRC32C digest = new CRC32C();
    private long contentBytes;
    private ContentCoder coder = new PlainCoder();
    private @Nullable Renderer renderer;
    private @Nullable Tee tee;

    private final Object commitLock = new Object();
    private ResponseHeaders headers;
    private boolean committed;
    private boolean over;

    RenderExchange(Representation representation, Outbound out, Optional<Path> teeTarget) {
        this.representation = representation;
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
            case Frame.Data data -> rows(joiner.join(data.chunk()));
            default -> Outbound.Outcome.WRITTEN;
        };
    }

    private Outbound.Outcome start(Frame.Header header) throws ResultFailure {
        if (!(header.content() instanceof Content.Rows rows)) {
            throw new ResultFailure(Reason.UNIMPLEMENTED, "content: bytes (expected: rows)");
        }
        synchronized (commitLock) {
            headers = representation.headers(header.resultId());
        }
        renderer = representation.format().renderer(rows.schema(), representation.int64());
        renderer.head(rendered);
        coder = representation.coding().coder();
        tee = teeTarget
                .map(target -> new Tee(target, header.resultId().random()))
                .orElse(null);
        return Outbound.Outcome.WRITTEN;
    }

    private Outbound.Outcome rows(Slice rows) throws InterruptedException {
        Renderer started = started();
        for (int done = 0; done < rows.length(); ) {
            done += started.rows(rows.sub(done, rows.length() - done), rendered, WRITE_BYTES);
            if (send() == Outbound.Outcome.CLOSED) {
                release();
                return Outbound.Outcome.CLOSED;
            }
        }
        return Outbound.Outcome.WRITTEN;
    }

    private Renderer started() {
        if (renderer == null) {
            throw new IllegalStateException("rows before the header");
        }
        return renderer;
    }

    private Outbound.Outcome send() throws InterruptedException {
        Slice slice = rendered.take();
        if (slice.isEmpty()) {
            return Outbound.Outcome.WRITTEN;
        }
        commit();
        digest.update(slice.array(), slice.offset(), slice.length());
        contentBytes += slice.length();
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
        started().tail(rendered);
        if (send() == Outbound.Outcome.CLOSED) {
            release();
            return;
        }
        commit();
        if (write(coder.end()) == Outbound.Outcome.CLOSED) {
            release();
            return;
        }
        if (tee != null) {
            tee.commit();
        }
        out.finish(representation.trailers(end.total(), contentBytes, (int) digest.getValue()));
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
            Problem problem = Problem.of(failure);
            out.respond(problem.headers(), problem.body());
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
