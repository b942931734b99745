package dev.spillway.server.grpc;

import com.google.rpc.Status;
import com.linecorp.armeria.common.HttpHeaders;
import com.linecorp.armeria.common.HttpHeadersBuilder;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.ResponseHeaders;
import dev.spillway.wire.ResultFailure;
import dev.spillway.wire.codec.FailureCodec;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;

/**
 * How a gRPC call ends: {@code grpc-status}, {@code grpc-message} and {@code grpc-status-details-bin}, as "gRPC over
 * HTTP2" (PROTOCOL-HTTP2.md) has them.
 */
final class GrpcStatus {
    static final String CONTENT_TYPE = "application/grpc";
    private static final String STATUS = "grpc-status";
    private static final String MESSAGE = "grpc-message";
    private static final String DETAILS = "grpc-status-details-bin";

    /** The trailers of a call that ended well. */
    static final HttpHeaders OK = HttpHeaders.of(STATUS, "0");

    private GrpcStatus() {}

    /** The trailers of a call that failed. */
    static HttpHeaders trailers(ResultFailure failure) {
        HttpHeadersBuilder trailers = HttpHeaders.builder();
        Status status = FailureCodec.toStatus(failure);
        trailers.add(STATUS, Integer.toString(status.getCode()));
        trailers.add(MESSAGE, percentEncode(status.getMessage()));
        trailers.add(DETAILS, Base64.getEncoder().withoutPadding().encodeToString(status.toByteArray()));
        return trailers.build();
    }

    /** The only headers of a call that failed before anything was sent. */
    static ResponseHeaders trailersOnly(ResultFailure failure) {
        return ResponseHeaders.builder(HttpStatus.OK)
                .endOfStream(true)
                .add("content-type", CONTENT_TYPE)
                .add(trailers(failure))
                .build();
    }

    /** Percent-encodes what is not printable ASCII, and the percent sign. */
    static String percentEncode(String message) {
        byte[] utf8 = message.getBytes(StandardCharsets.UTF_8);
        StringBuilder encoded = new StringBuilder(utf8.length + 16);
        for (byte each : utf8) {
            if (each < ' ' || each > '~' || each == '%') {
                encoded.append('%').append(HexFormat.of().withUpperCase().toHexDigits(each));
            } else {
                encoded.append((char) each);
            }
        }
        return encoded.toString();
    }
}
