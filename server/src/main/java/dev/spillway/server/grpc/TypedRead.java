package dev.spillway.server.grpc;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.linecorp.armeria.common.HttpHeaders;
import dev.spillway.wire.Caller;
import dev.spillway.wire.FrameReader;
import dev.spillway.wire.Parameter;
import dev.spillway.wire.Query;
import dev.spillway.wire.Reason;
import dev.spillway.wire.ResultFailure;
import dev.spillway.wire.Results;
import dev.spillway.wire.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A method of somebody's own service. */
final class TypedRead implements GrpcMethod {
    private final TypedMethod method;
    private final Optional<String> streaming;
    private final int maxMessageBytes;
    private final Results results;

    /** @param streaming full name of a method that streams the same, if there is one */
    TypedRead(TypedMethod method, Optional<String> streaming, int maxMessageBytes, Results results) {
        this.method = method;
        this.streaming = streaming;
        this.maxMessageBytes = maxMessageBytes;
        this.results = results;
    }

    @Override
    public FrameReader open(byte[] request, HttpHeaders metadata, Caller caller) throws ResultFailure {
        for (String name : List.of(TypedAnswer.RESULT_ID, "spillway-from-row")) {
            if (metadata.contains(name)) {
                throw new ResultFailure(
                        Reason.UNIMPLEMENTED,
                        name + ": needs a result log, which this server does not have (expected: unset)");
            }
        }
        return results.read(new Query(method.stream(), parameters(parse(request))), caller);
    }

    private DynamicMessage parse(byte[] request) throws ResultFailure {
        try {
            return DynamicMessage.parseFrom(method.descriptor().getInputType(), request);
        } catch (InvalidProtocolBufferException e) {
            throw new ResultFailure(
                    Reason.INVALID_REQUEST,
                    "request: no " + method.descriptor().getInputType().getFullName() + ": " + e.getMessage(),
                    e);
        }
    }

    private Map<String, Value> parameters(DynamicMessage request) throws ResultFailure {
        Map<String, Value> values = new LinkedHashMap<>();
        for (Parameter parameter : method.parameters()) {
            FieldDescriptor field = method.descriptor().getInputType().findFieldByName(parameter.name());
            if (field != null && (!field.hasPresence() || request.hasField(field))) {
                values.put(parameter.name(), RequestField.value(field, request.getField(field), parameter.type()));
            }
        }
        for (FieldDescriptor set : request.getAllFields().keySet()) {
            if (!values.containsKey(set.getName())) {
                throw new ResultFailure(
                        Reason.INVALID_PARAMETER,
                        set.getName() + ": set (expected: unset; " + method.fullName() + " does not look at it)");
            }
        }
        return values;
    }

    @Override
    public GrpcAnswer answer() {
        return switch (method.shape()) {
            case ROW -> new RowPerMessage(maxMessageBytes);
            case ROWS -> new ChunkPerMessage(maxMessageBytes);
            case WHOLE -> new ResultInMessage(maxMessageBytes, streaming);
        };
    }
}
