package dev.spillway.server.http;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpHeaders;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.common.ResponseHeadersBuilder;
import dev.spillway.render.RenderedSums;
import dev.spillway.render.Rendition;
import dev.spillway.wire.Crc32c;
import dev.spillway.wire.Frame;
import dev.spillway.wire.Position;
import dev.spillway.wire.RenderingInfo;
import dev.spillway.wire.Replay;
import dev.spillway.wire.ResultId;
import dev.spillway.wire.Slice;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * What a response makes of a result.
 *
 * @param sha256 whether the reader wants this digest too
 */
record Representation(Rendition rendition, Coding coding, boolean sha256) {
    private static final String ROWS = "Spillway-Rows";
    private static final String BYTES = "Spillway-Bytes";
    private static final String CRC32C = "Spillway-Crc32c";
    private static final String CONTENT_BYTES = "Spillway-Content-Bytes";
    private static final String REPR_DIGEST = "Repr-Digest";

    /** All that a script in a browser may read beyond what it always may. */
    static final List<String> EXPOSED = List.of(
            ROWS,
            BYTES,
            CRC32C,
            CONTENT_BYTES,
            REPR_DIGEST,
            "Content-Location",
            "Content-Range",
            "Accept-Ranges",
            "ETag");

    static final String VARY = "Accept, Accept-Encoding";

    /**
     * Each GET of a stream is a result of its own, so nobody may store it for the next one; and who changes it on the way
     * would make its checksum wrong.
     */
    private static final String CACHE_CONTROL = "no-store, no-transform";

    private ResponseHeadersBuilder common(HttpStatus status) {
        ResponseHeadersBuilder headers = ResponseHeaders.builder(status)
                .add(HttpHeaderNames.CONTENT_TYPE, rendition.format().mediaType())
                .add(HttpHeaderNames.X_CONTENT_TYPE_OPTIONS, "nosniff")
                .add(HttpHeaderNames.CACHE_CONTROL, CACHE_CONTROL)
                .add(HttpHeaderNames.VARY, VARY)
                .add("X-Accel-Buffering", "no");
        coding.contentEncoding().ifPresent(name -> headers.add(HttpHeaderNames.CONTENT_ENCODING, name));
        return headers;
    }

    private ResponseHeadersBuilder streamed() {
        return common(HttpStatus.OK)
                .add(
                        HttpHeaderNames.TRAILER,
                        isPlain()
                                ? String.join(", ", ROWS, BYTES, CRC32C, CONTENT_BYTES, REPR_DIGEST)
                                : String.join(", ", ROWS, BYTES, CRC32C));
    }

    private boolean isPlain() {
        return coding == Coding.IDENTITY;
    }

    /** The headers of a body that may still grow, and of which no more is known. */
    ResponseHeaders headers() {
        return streamed().build();
    }

    /** The same for that part of a known result. */
    ResponseHeaders headers(Frame.Header result, Part part) {
        ResponseHeadersBuilder headers = streamed();
        if (part == Part.NEW || part == Part.WHOLE) {
            headers.add(HttpHeaderNames.CONTENT_LOCATION, location(result.resultId()));
        }
        if (part == Part.WHOLE && result.replay() != Replay.NONE) {
            addRanges(headers, result.resultId());
        }
        return headers.build();
    }

    /** The same of a result that is known to the request. */
    ResponseHeaders headers(ResultId result) {
        ResponseHeadersBuilder headers = streamed().add(HttpHeaderNames.CONTENT_LOCATION, location(result));
        addRanges(headers, result);
        return headers.build();
    }

    private void addRanges(ResponseHeadersBuilder headers, ResultId result) {
        if (isPlain()) {
            headers.add(HttpHeaderNames.ACCEPT_RANGES, "bytes").add(HttpHeaderNames.ETAG, tag(result));
        }
    }

    private String tag(ResultId result) {
        return EntityTag.of(result, rendition).text();
    }

    private String location(ResultId result) {
        StringBuilder location = new StringBuilder("/v1/results/")
                .append(result.text())
                .append('.')
                .append(rendition.format());
        rendition
                .options()
                .forEach((name, value) ->
                        location.append('?').append(name).append('=').append(value));
        return location.toString();
    }

    /** The headers of bytes of a complete result; of all of it, or of some. Not in a coding. */
    ResponseHeadersBuilder headers(HttpStatus status, ResultId result, RenderingInfo info) {
        ResponseHeadersBuilder headers = common(status)
                .add(HttpHeaderNames.CONTENT_LOCATION, location(result))
                .add(sums(info.total()))
                .add(CONTENT_BYTES, Long.toString(info.size()))
                .add(REPR_DIGEST, digest(info.crc32c(), info.sha256()))
                .add(HttpHeaderNames.ETAG, tag(result));
        return status.equals(HttpStatus.OK) ? headers.add(HttpHeaderNames.ACCEPT_RANGES, "bytes") : headers;
    }

    private static HttpHeaders sums(Position total) {
        return HttpHeaders.of(
                ROWS,
                Long.toString(total.rows()),
                BYTES,
                Long.toString(total.bytes()),
                CRC32C,
                Crc32c.toHex(total.crc32c()));
    }

    private static String digest(int crc32c, Optional<Slice> sha256) {
        String digest = Crc32c.toDigest(crc32c);
        return sha256.map(hash -> digest + ", sha-256=:" + Base64.getEncoder().encodeToString(hash.toByteArray()) + ':')
                .orElse(digest);
    }

    /** The headers of an answer without a body, to one who has these bytes already. */
    ResponseHeaders notModified(ResultId result) {
        return ResponseHeaders.builder(HttpStatus.NOT_MODIFIED)
                .add(HttpHeaderNames.CACHE_CONTROL, CACHE_CONTROL)
                .add(HttpHeaderNames.VARY, VARY)
                .add(HttpHeaderNames.CONTENT_LOCATION, location(result))
                .add(HttpHeaderNames.ETAG, tag(result))
                .build();
    }

    /** What follows a whole body, which had these sums before it was coded. */
    HttpHeaders trailers(Position total, RenderedSums body) {
        if (!isPlain()) {
            return sums(total);
        }
        return sums(total).toBuilder()
                .add(CONTENT_BYTES, Long.toString(body.size()))
                .add(REPR_DIGEST, digest(body.crc32c(), body.sha256()))
                .build();
    }
}
