package dev.spillway.server.grpc;

import com.linecorp.armeria.common.HttpHeaders;
import dev.spillway.wire.Frame;
import dev.spillway.wire.ResultFailure;
import dev.spillway.wire.Slice;

/** What one call sends. It is given every frame of its attempt, in order; one thread. */
interface GrpcAnswer {
    /** Whether the headers leave at once. Else they leave with the first message. */
    default boolean sendsHeadersAtOnce() {
        return true;
    }

    /** The metadata in the headers. */
    default HttpHeaders metadata(Frame.Header header) {
        return HttpHeaders.of();
    }

    /**
     * The messages of a frame, length-prefixed, in parts that lie one behind the other; none if the frame says nothing
     * to the reader of this method.
     */
    Slice[] messages(Frame frame) throws ResultFailure;

    /** The metadata in the trailers of a call that ended well. */
    default HttpHeaders trailers(Frame.End end) {
        return HttpHeaders.of();
    }
}
