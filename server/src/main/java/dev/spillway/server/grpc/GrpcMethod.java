package dev.spillway.server.grpc;

import com.linecorp.armeria.common.HttpHeaders;
import dev.spillway.wire.Caller;
import dev.spillway.wire.FrameReader;
import dev.spillway.wire.ResultFailure;

/** A method that sends a result: how its request opens one, and what its calls answer. Any thread. */
interface GrpcMethod {
    /** Opens the result that the request asks for. */
    FrameReader open(byte[] request, HttpHeaders metadata, Caller caller) throws ResultFailure;

    /** The answer of one call. */
    GrpcAnswer answer();
}
