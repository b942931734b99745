package dev.spillway.server.http;

import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/** Gzip at its fastest, whose {@link #flush} lets everything out. */
final class GzipStream extends GZIPOutputStream {
    private static final int BUFFER_BYTES = 8 << 10;

    GzipStream(OutputStream sink) throws IOException {
        super(sink, BUFFER_BYTES, true);
        def.setLevel(Deflater.BEST_SPEED);
    }
}
