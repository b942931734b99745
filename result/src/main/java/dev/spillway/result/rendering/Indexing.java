package dev.spillway.result.rendering;

import dev.spillway.render.Out;
import dev.spillway.render.Renderer;
import dev.spillway.render.Rendition;
import dev.spillway.wire.Chunk;
import dev.spillway.wire.Content;
import dev.spillway.wire.Frame;
import dev.spillway.wire.FrameReader;
import dev.spillway.wire.Position;
import dev.spillway.wire.Reason;
import dev.spillway.wire.ResultFailure;
import dev.spillway.wire.Slice;
import dev.spillway.wire.row.MalformedRow;
import dev.spillway.wire.row.RowJoiner;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** Renders a result to nowhere, and notes where it comes to. One thread. */
public final class Indexing {
    /** Rendered bytes that are summed up at once. */
    private static final int ENOUGH_BYTES = 128 << 10;

    private final Renderer renderer;
    private final Out out = new Out();
    private final RowJoiner joiner = new RowJoiner();
    private final CRC32C crc32c = new CRC32C();
    private final @Nullable MessageDigest sha256;
    private final Places places = new Places();
    private Position position = Position.START;
    private long size;
    private boolean betweenRows;

    private Indexing(Renderer renderer, @Nullable MessageDigest sha256) {
        this.renderer = renderer;
        this.sha256 = sha256;
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
        Indexing indexing = new Indexing(rendition.renderer(rows.schema()), withSha256 ? newSha256() : null);
        try {
            return indexing.through(whole, stop);
        } catch (MalformedRow e) {
            throw new ResultFailure(Reason.DATA_LOSS, String.valueOf(e.getMessage()), e);
        }
    }

    private static MessageDigest newSha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 (expected: in every JDK)", e);
        }
    }

    private RenderingIndex through(FrameReader whole, BooleanSupplier stop) throws InterruptedException, ResultFailure {
        renderer.head(out);
        sum();
        while (true) {
            Frame frame = whole.next();
            if (frame instanceof Frame.Data data) {
                add(data.chunk());
            } else if (frame instanceof Frame.End end) {
                renderer.tail(out);
                sum();
                return new RenderingIndex(size, (int) crc32c.getValue(), digest(), end.total(), places);
            }
            if (stop.getAsBoolean()) {
                throw new ResultFailure(Reason.UNAVAILABLE, "nobody waited for the length").retryAfter(Duration.ZERO);
            }
        }
    }

    private void add(Chunk chunk) {
        if (betweenRows) {
            // Known only now: at the end, what stands behind the last row would follow.
            places.add(position, size);
        }
        Slice rows = joiner.join(chunk);
        while (!rows.isEmpty()) {
            int rendered = renderer.rows(rows, out, ENOUGH_BYTES);
            rows = rows.sub(rendered, rows.length() - rendered);
            sum();
        }
        position = position.after(chunk);
        betweenRows = chunk.rowCount() > 0;
    }

    private void sum() {
        Slice rendered = out.take();
        crc32c.update(rendered.array(), rendered.offset(), rendered.length());
        if (sha256 != null) {
            sha256.update(rendered.array(), rendered.offset(), rendered.length());
        }
        size += rendered.length();
    }

    private Optional<Slice> digest() {
        return sha256 == null ? Optional.empty() : Optional.of(Slice.of(sha256.digest()));
    }
}
