package dev.spillway.server.grpc;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.linecorp.armeria.common.HttpHeaders;
import dev.spillway.wire.Caller;
import dev.spillway.wire.FrameReader;
import dev.spillway.wire.Parameter;
import dev.spillway.wire.Query;
import dev.spillway.wire.ReadSpec;
import dev.spillway.wire.Reason;
import dev.spillway.wire.ResultFailure;
import dev.spillway.wire.ResultId;
import dev.spillway.wire.Results;
import dev.spillway.wire.Start;
import dev.spillway.wire.Value;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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
        Query query = new Query(method.stream(), parameters(parse(request)));
        String result = metadata.get(Start.Row.RESULT_ID_HEADER);
        String fromRow = metadata.get(Start.Row.ROW_HEADER);
        if (result == null && fromRow == null) {
            return results.read(query, caller);
        }
        if (result == null) {
            throw new ResultFailure(
                    Reason.INVALID_PARAMETER,
                    Start.Row.ROW_HEADER + ": " + fromRow + " (expected: with " + Start.Row.RESULT_ID_HEADER + ")");
        }
        ResultId id = resultId(result);
        requireOfStream(id, caller);
        return results.read(ReadSpec.from(new Start.Row(id, row(fromRow))), caller);
    }

    private static ResultId resultId(String text) throws ResultFailure {
        try {
            return ResultId.parse(text);
        } catch (IllegalArgumentException e) {
            throw new ResultFailure(Reason.INVALID_PARAMETER, Start.Row.RESULT_ID_HEADER + ": " + e.getMessage(), e);
        }
    }

    private static long row(@Nullable String text) throws ResultFailure {
        try {
            long row = text == null ? 0 : Long.parseLong(text);
            if (row >= 0) {
                return row;
            }
        } catch (NumberFormatException e) {
            // Refused below.
        }
        throw new ResultFailure(
                Reason.INVALID_PARAMETER, Start.Row.ROW_HEADER + ": " + text + " (expected: 0…" + Long.MAX_VALUE + ")");
    }

    /** Rows of another stream are messages of another type. */
    private void requireOfStream(ResultId id, Caller caller) throws ResultFailure {
        String stream = results.get(id, caller).stream();
        if (!stream.equals(method.stream())) {
            throw new ResultFailure(
                    Reason.INVALID_PARAMETER,
                    Start.Row.RESULT_ID_HEADER + ": " + id + ", a result of " + stream + " (expected: one of "
                            + method.stream() + ")");
        }
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
