package dev.spillway.server.net;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaders;
import com.linecorp.armeria.common.HttpObject;
import com.linecorp.armeria.common.HttpResponseWriter;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.common.stream.AbortedStreamException;
import dev.spillway.wire.Slice;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The way of one response to its reader.
 *
 * <p>{@link #write} waits until the transport has taken what it was given, so that at most one write is in flight: a
 * reader that stalls stalls its own writer and nothing else. Of {@link #finish}, {@link #breakOff} and {@link
 * #respond} only the first call counts. Writes come from one thread; the rest may come from any.
 */
public final class Outbound {
    /** What became of a write. */
    public enum Outcome {
        WRITTEN,
        /** The reader is gone, or the response was ended: stop. */
        CLOSED
    }

    private final HttpResponseWriter writer;
    private final AtomicBoolean ended = new AtomicBoolean();

    public Outbound(HttpResponseWriter writer) {
        this.writer = writer;
    }

    /** Sends the headers; does not wait. */
    public Outcome writeHeaders(ResponseHeaders headers) {
        return writer.tryWrite(headers) ? Outcome.WRITTEN : Outcome.CLOSED;
    }

    /** Sends the parts one behind the other and waits until the transport has taken them. */
    public Outcome write(Slice... parts) throws InterruptedException {
        ByteBuf[] buffers = new ByteBuf[parts.length];
        for (int i = 0; i < parts.length; i++) {
            buffers[i] = Unpooled.wrappedBuffer(parts[i].array(), parts[i].offset(), parts[i].length());
        }
        return writeAndWait(HttpData.wrap(Unpooled.wrappedBuffer(buffers)));
    }

    private Outcome writeAndWait(HttpObject object) throws InterruptedException {
        if (!writer.tryWrite(object)) {
            return Outcome.CLOSED;
        }
        try {
            writer.whenConsumed().get();
            return Outcome.WRITTEN;
        } catch (ExecutionException e) {
            return Outcome.CLOSED;
        }
    }

    /** Ends a response that is whole. */
    public void finish(HttpHeaders trailers) {
        if (ended.compareAndSet(false, true)) {
            if (trailers.isEmpty() || writer.tryWrite(trailers)) {
                writer.close();
            }
        }
    }

    /** Ends a response of which nothing was sent with this one. */
    public void respond(ResponseHeaders headers, Slice body) {
        if (ended.compareAndSet(false, true)) {
            HttpData content = HttpData.wrap(body.array(), body.offset(), body.length());
            if (writer.tryWrite(headers) && (content.isEmpty() || writer.tryWrite(content))) {
                writer.close();
            }
        }
    }

    /** Ends a response that is not whole, so that the reader cannot take it for one: no final chunk, or RST_STREAM. */
    public void breakOff() {
        if (ended.compareAndSet(false, true)) {
            writer.close(AbortedStreamException.get());
        }
    }

    /** Runs the action, on any thread, when the response is over, whoever ended it. */
    public void whenOver(Runnable action) {
        var _ = writer.whenComplete().whenComplete((nothing, cause) -> action.run());
    }
}
