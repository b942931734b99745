package dev.spillway.load.run;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Message;
import dev.spillway.load.http2.Request;
import dev.spillway.wire.Query;
import dev.spillway.wire.ReadSpec;
import dev.spillway.wire.Start;
import dev.spillway.wire.Value;
import dev.spillway.wire.codec.RequestCodec;
import dev.spillway.wire.v1.ResultServiceGrpc;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How each scenario asks for the same result.
 *
 * @param parameters of the stream, as text
 * @param methods of the user's contract, where there are any
 */
record Requests(String stream, Map<String, String> parameters, Map<Scenario, MethodDescriptor> methods) {
    /** The parameter that says how many rows a result has, where a stream has it. */
    static final String MAX_RESULTS = "max_results";

    Requests {
        parameters = Map.copyOf(parameters);
        methods = Map.copyOf(methods);
    }

    /** The same, with another value of a parameter. */
    Requests with(String parameter, long value) {
        Map<String, String> changed = new LinkedHashMap<>(parameters);
        changed.put(parameter, Long.toString(value));
        return new Requests(stream, changed, methods);
    }

    /** @throws LoadFailure there is no method for it, or its request cannot be made of the parameters */
    Request of(Scenario scenario) throws LoadFailure {
        return switch (scenario) {
            case REST -> http("json");
            case HTTP_NDJSON -> http("ndjson");
            case HTTP_CSV -> http("csv");
            case NATIVE -> {
                Map<String, Value> values = new LinkedHashMap<>();
                parameters.forEach((name, text) -> values.put(name, new Value.Text(text)));
                yield read(new Start.New(new Query(stream, values)));
            }
            case UNARY, STREAM_ROW, STREAM_BATCH -> typed(scenario);
        };
    }

    /** A native read from there on. */
    static Request read(Start start) {
        return Request.grpc(
                ResultServiceGrpc.SERVICE_NAME,
                "Read",
                RequestCodec.toMessage(ReadSpec.from(start)).toByteArray());
    }

    private Request http(String extension) {
        String query = parameters.entrySet().stream()
                .map(each -> encoded(each.getKey()) + "=" + encoded(each.getValue()))
                .sorted()
                .collect(Collectors.joining("&"));
        return Request.get("/v1/streams/" + encoded(stream) + "." + extension + (query.isEmpty() ? "" : "?" + query));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private Request typed(Scenario scenario) throws LoadFailure {
        MethodDescriptor method = methods.get(scenario);
        if (method == null) {
            throw new LoadFailure("no method of a service that returns the rows of " + stream);
        }
        return Request.grpc(
                method.getService().getFullName(),
                method.getName(),
                message(method.getInputType()).toByteArray());
    }

    private Message message(Descriptor type) throws LoadFailure {
        DynamicMessage.Builder message = DynamicMessage.newBuilder(type);
        for (FieldDescriptor field : type.getFields()) {
            String text = parameters.get(field.getName());
            if (text != null) {
                message.setField(field, value(field, text));
            }
        }
        return message.build();
    }

    private static Object value(FieldDescriptor field, String text) throws LoadFailure {
        try {
            return switch (field.getJavaType()) {
                case INT -> Integer.parseInt(text);
                case LONG -> Long.parseLong(text);
                case FLOAT -> Float.parseFloat(text);
                case DOUBLE -> Double.parseDouble(text);
                case BOOLEAN -> Boolean.parseBoolean(text);
                case STRING -> text;
                case ENUM, MESSAGE, BYTE_STRING ->
                    throw new LoadFailure(field.getFullName() + ": a field of type " + field.getType()
                            + " (expected: a number, text or bool)");
            };
        } catch (NumberFormatException e) {
            throw new LoadFailure(
                    field.getName() + ": '" + text + "' (expected: a value of " + field.getType() + ")", e);
        }
    }
}
