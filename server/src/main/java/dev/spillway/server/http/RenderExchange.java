package dev.spillway.server.http;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpHeaders;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.ResponseHeaders;
import dev.spillway.render.Format;
import dev.spillway.render.Out;
import dev.spillway.render.Renderer;
import dev.spillway.server.net.Exchange;
import dev.spillway.server.net.Outbound;
import dev.spillway.wire.Content;
import dev.spillway.wire.Crc32c;
import dev.spillway.wire.Frame;
import dev.spillway.wire.Reason;
import dev.spillway.wire.ResultFailure;
import dev.spillway.wire.Slice;
import dev.spillway.wire.row.RowJoiner;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * A result in one format as the body of a response.
 *
 * <p>Before the first byte a failure is a problem document with its true status. After it, a failure breaks the
 * transfer. Totals and checksums follow the body as trailers.
 */
final class RenderExchange implements Exchange {
    /** A write to the transport holds about this much. */
    private static final int WRITE_BYTES = 128 << 10;

    private static final String ROWS = "Spillway-Rows";
    private static final String BYTES = "Spillway-Bytes";
    private static final String CRC32C = "Spillway-Crc32c";
    private static final String CONTENT_BYTES = "Spillway-Content-Bytes";
    private static final String REPR_DIGEST = "Repr-Digest";
    private static final String TRAILERS = String.join(", ", ROWS, BYTES, CRC32C, CONTENT_BYTES, REPR_DIGEST);

    private final Format format;
    private final Outbound out;
    private final Optional<Path> teeTarget;
    private final RowJoiner joiner = new RowJoiner();
    private final Out rendered = new Out();
    private final CRC32C digest = new CRC32C();
    private long contentBytes;
    private @Nullable Renderer renderer;
    private @Nullable Tee tee;

    private final Object commitLock = new Object();
    private boolean committed;
    private boolean over;

    RenderExchange(Format format, Outbound out, Optional<Path> teeTarget) {
        this.format = format;
        this.out = out;
        this.teeTarget = teeTarget;
    }

    /** The headers of a complete or growing body. */
    static ResponseHeaders headers(Format format) {
        return ResponseHeaders.builder(HttpStatus.OK)
                .add(HttpHeaderNames.CONTENT_TYPE, format.mediaType())
                .add(HttpHeaderNames.X_CONTENT_TYPE_OPTIONS, "nosniff")
                .add(HttpHeaderNames.TRAILER, TRAILERS)
                .build();
    }

    /** Sends the status, if nothing was sent yet. Any thread. */
    void commit() {
        synchronized (commitLock) {
            if (!committed && !over) {
                committed = true;
                var _ = out.writeHeaders(headers(format));
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
        renderer = format.renderer(rows.schema());
        renderer.head(rendered);
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
                discardTee();
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
        return out.write(slice);
    }

    @Override
    public void complete(Frame.End end) throws InterruptedException {
        started().tail(rendered);
        if (send() == Outbound.Outcome.CLOSED) {
            discardTee();
            return;
        }
        commit();
        if (tee != null) {
            tee.commit();
        }
        out.finish(HttpHeaders.builder()
                .add(ROWS, Long.toString(end.total().rows()))
                .add(BYTES, Long.toString(end.total().bytes()))
                .add(CRC32C, Crc32c.toHex(end.total().crc32c()))
                .add(CONTENT_BYTES, Long.toString(contentBytes))
                .add(REPR_DIGEST, "crc32c=:" + base64((int) digest.getValue()) + ":")
                .build());
    }

    private static String base64(int crc) {
        return Base64.getEncoder()
                .encodeToString(ByteBuffer.allocate(Integer.BYTES).putInt(crc).array());
    }

    @Override
    public void failed(ResultFailure failure) {
        discardTee();
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

    private void discardTee() {
        if (tee != null) {
            tee.discard();
        }
    }
}
