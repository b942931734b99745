package dev.spillway.server.http;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpHeaders;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.common.ResponseHeadersBuilder;
import dev.spillway.render.Format;
import dev.spillway.render.Int64As;
import dev.spillway.wire.Crc32c;
import dev.spillway.wire.Position;
import dev.spillway.wire.ResultId;
import java.util.List;

/** What a response makes of a result. */
record Representation(Format format, Int64As int64, Coding coding) {
    private static final String ROWS = "Spillway-Rows";
    private static final String BYTES = "Spillway-Bytes";
    private static final String CRC32C = "Spillway-Crc32c";
    private static final String CONTENT_BYTES = "Spillway-Content-Bytes";
    private static final String REPR_DIGEST = "Repr-Digest";

    /** All that a script in a browser may read beyond what it always may. */
    static final List<String> EXPOSED = List.of(ROWS, BYTES, CRC32C, CONTENT_BYTES, REPR_DIGEST, "Content-Location");

    static final String VARY = "Accept, Accept-Encoding";

    /**
     * Each GET of a stream is a result of its own, so nobody may store it for the next one; and who changes it on the way
     * would make its checksum wrong.
     */
    private static final String CACHE_CONTROL = "no-store, no-transform";

    /** The headers of a complete or growing body. */
    ResponseHeaders headers() {
        ResponseHeadersBuilder headers = ResponseHeaders.builder(HttpStatus.OK)
                .add(HttpHeaderNames.CONTENT_TYPE, format.mediaType())
                .add(HttpHeaderNames.X_CONTENT_TYPE_OPTIONS, "nosniff")
                .add(HttpHeaderNames.CACHE_CONTROL, CACHE_CONTROL)
                .add(HttpHeaderNames.VARY, VARY)
                .add("X-Accel-Buffering", "no")
                .add(
                        HttpHeaderNames.TRAILER,
                        coding == Coding.IDENTITY
                                ? String.join(", ", ROWS, BYTES, CRC32C, CONTENT_BYTES, REPR_DIGEST)
                                : String.join(", ", ROWS, BYTES, CRC32C));
        coding.contentEncoding().ifPresent(name -> headers.add(HttpHeaderNames.CONTENT_ENCODING, name));
        return headers.build();
    }

    /** The same for the body of a known result, which they name. */
    ResponseHeaders headers(ResultId result) {
        return headers().toBuilder()
                .add(HttpHeaderNames.CONTENT_LOCATION, "/v1/results/" + result.text() + "." + format)
                .build();
    }

    /**
     * What follows a whole body.
     *
     * @param contentBytes length of the body before it was coded, and {@code crc32c} its checksum
     */
    HttpHeaders trailers(Position total, long contentBytes, int crc32c) {
        var trailers = HttpHeaders.builder()
                .add(ROWS, Long.toString(total.rows()))
                .add(BYTES, Long.toString(total.bytes()))
                .add(CRC32C, Crc32c.toHex(total.crc32c()));
        if (coding == Coding.IDENTITY) {
            trailers.add(CONTENT_BYTES, Long.toString(contentBytes)).add(REPR_DIGEST, Crc32c.toDigest(crc32c));
        }
        return trailers.build();
    }
}
