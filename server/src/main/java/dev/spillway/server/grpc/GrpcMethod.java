package dev.spillway.server.grpc;

import dev.spillway.wire.Caller;
import dev.spillway.wire.Frame;
import dev.spillway.wire.FrameReader;
import dev.spillway.wire.ResultFailure;
import dev.spillway.wire.Slice;

/** A method that streams a result: how its request opens one, and which messages its frames are. Any thread. */
interface GrpcMethod {
    /** Opens the result that the request asks for. */
    FrameReader open(byte[] request, Caller caller) throws ResultFailure;

    /**
     * The messages of a frame, length-prefixed, in parts that lie one behind the other; none if the frame says nothing
     * to the reader of this method.
     */
    Slice[] messages(Frame frame) throws ResultFailure;
}
