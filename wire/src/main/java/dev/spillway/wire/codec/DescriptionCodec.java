package dev.spillway.wire.codec;

import com.google.protobuf.UnsafeByteOperations;
import dev.spillway.wire.Content;
import dev.spillway.wire.Parameter;
import dev.spillway.wire.ParameterType;
import dev.spillway.wire.Position;
import dev.spillway.wire.Query;
import dev.spillway.wire.Reason;
import dev.spillway.wire.Replay;
import dev.spillway.wire.ResultFailure;
import dev.spillway.wire.ResultId;
import dev.spillway.wire.ResultInfo;
import dev.spillway.wire.ResultState;
import dev.spillway.wire.RowSchema;
import dev.spillway.wire.Slice;
import dev.spillway.wire.StreamInfo;
import dev.spillway.wire.Value;
import dev.spillway.wire.v1.ByteContent;
import dev.spillway.wire.v1.ErrorReason;
import dev.spillway.wire.v1.ParameterInfo;
import dev.spillway.wire.v1.ParameterList;
import dev.spillway.wire.v1.ParameterValue;
import dev.spillway.wire.v1.Result;
import dev.spillway.wire.v1.RowContent;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Streams, their parameters, queries and what is known of results as the messages of {@code spillway.v1}.
 *
 * <p>Every method that reads a message throws {@link IllegalArgumentException} if the message breaks its specification.
 */
public final class DescriptionCodec {
    private static final String TYPE_PREFIX = "PARAMETER_TYPE_";
    private static final String STATE_PREFIX = "RESULT_STATE_";
    private static final String REPLAY_PREFIX = "REPLAY_";

    private DescriptionCodec() {}

    public static dev.spillway.wire.v1.Query toMessage(Query query) {
        dev.spillway.wire.v1.Query.Builder message = dev.spillway.wire.v1.Query.newBuilder()
                .setStream(query.stream())
                .setRequestId(query.requestId());
        query.parameters().forEach((name, value) -> message.putParameters(name, toMessage(value)));
        return message.build();
    }

    public static Query query(dev.spillway.wire.v1.Query message) {
        Map<String, Value> parameters = new LinkedHashMap<>();
        message.getParametersMap().forEach((name, value) -> parameters.put(name, value(name, value)));
        String requestId = message.getRequestId();
        int length = requestId.getBytes(StandardCharsets.UTF_8).length;
        if (length > Query.MAX_REQUEST_ID_BYTES) {
            throw new IllegalArgumentException(
                    "request_id: " + length + " bytes (expected: at most " + Query.MAX_REQUEST_ID_BYTES + ")");
        }
        return new Query(message.getStream(), parameters, requestId);
    }

    static dev.spillway.wire.v1.Position toMessage(Position position) {
        return dev.spillway.wire.v1.Position.newBuilder()
                .setBytes(position.bytes())
                .setRows(position.rows())
                .setCrc32C(position.crc32c())
                .build();
    }

    static Position position(dev.spillway.wire.v1.Position message) {
        return new Position(message.getBytes(), message.getRows(), message.getCrc32C());
    }

    public static Result toMessage(ResultInfo info) {
        Result.Builder message = Result.newBuilder()
                .setResultId(info.id().text())
                .setStream(info.stream())
                .setState(dev.spillway.wire.v1.ResultState.valueOf(
                        STATE_PREFIX + info.state().name()))
                .setPosition(toMessage(info.position()))
                .setReplay(toMessage(info.replay()));
        info.estimatedRows().ifPresent(message::setEstimatedRows);
        info.leaseExpiry().ifPresent(expiry -> message.setLeaseExpiry(ProtoTimestamp.of(expiry)));
        info.failure()
                .ifPresent(failure -> message.setFailureReason(
                                ErrorReason.valueOf(failure.reason().name()))
                        .setFailureMessage(failure.text()));
        return message.build();
    }

    public static ResultInfo result(Result message) {
        ResultState state = ResultState.valueOf(
                withoutPrefix(STATE_PREFIX, message.getState().name()));
        return new ResultInfo(
                ResultId.parse(message.getResultId()),
                message.getStream(),
                state,
                position(message.getPosition()),
                replay(message.getReplay()),
                message.hasEstimatedRows() ? OptionalLong.of(message.getEstimatedRows()) : OptionalLong.empty(),
                message.hasLeaseExpiry()
                        ? Optional.of(ProtoTimestamp.toJava(message.getLeaseExpiry()))
                        : Optional.empty(),
                state == ResultState.FAILED
                        ? Optional.of(new ResultFailure(
                                Reason.valueOf(message.getFailureReason().name()), message.getFailureMessage()))
                        : Optional.empty());
    }

    public static dev.spillway.wire.v1.StreamInfo toMessage(StreamInfo stream) {
        dev.spillway.wire.v1.StreamInfo.Builder message = dev.spillway.wire.v1.StreamInfo.newBuilder()
                .setName(stream.name())
                .setReplay(toMessage(stream.replay()));
        for (Parameter parameter : stream.parameters()) {
            ParameterInfo.Builder info = message.addParametersBuilder()
                    .setName(parameter.name())
                    .setType(dev.spillway.wire.v1.ParameterType.valueOf(
                            TYPE_PREFIX + parameter.type().name()))
                    .setDefaultValue(toMessage(parameter.defaultValue()));
            parameter.min().ifPresent(min -> info.setMin(toMessage(min)));
            parameter.max().ifPresent(max -> info.setMax(toMessage(max)));
        }
        if (stream.content() instanceof Content.Rows rows) {
            message.setRows(toMessage(rows));
        } else if (stream.content() instanceof Content.Bytes bytes) {
            message.setBytes(toMessage(bytes));
        }
        return message.build();
    }

    public static StreamInfo stream(dev.spillway.wire.v1.StreamInfo message) {
        List<Parameter> parameters = message.getParametersList().stream()
                .map(DescriptionCodec::parameter)
                .toList();
        Content content = switch (message.getContentCase()) {
            case ROWS -> rows(message.getRows());
            case BYTES -> bytes(message.getBytes());
            case CONTENT_NOT_SET -> throw new IllegalArgumentException(message.getName() + ": no content");
        };
        return new StreamInfo(message.getName(), parameters, content, replay(message.getReplay()));
    }

    private static Parameter parameter(ParameterInfo info) {
        String name = info.getName();
        return new Parameter(
                name,
                ParameterType.valueOf(withoutPrefix(TYPE_PREFIX, info.getType().name())),
                value(name, info.getDefaultValue()),
                info.hasMin() ? Optional.of(value(name, info.getMin())) : Optional.empty(),
                info.hasMax() ? Optional.of(value(name, info.getMax())) : Optional.empty());
    }

    static RowContent toMessage(Content.Rows rows) {
        RowSchema schema = rows.schema();
        RowContent.Builder message = RowContent.newBuilder()
                .setFiles(schema.files())
                .setMessageName(schema.message().getFullName());
        if (schema.isPartial()) {
            schema.columns().forEach(column -> message.addColumns(column.name()));
        }
        return message.build();
    }

    static Content rows(RowContent message) {
        RowSchema all = RowSchema.of(message.getFiles(), message.getMessageName());
        return new Content.Rows(message.getColumnsCount() == 0 ? all : all.only(message.getColumnsList()));
    }

    static ByteContent toMessage(Content.Bytes bytes) {
        ByteContent.Builder message =
                ByteContent.newBuilder().setContentType(bytes.contentType()).setEtag(bytes.etag());
        bytes.size().ifPresent(message::setSize);
        return message.build();
    }

    static Content bytes(ByteContent message) {
        return new Content.Bytes(
                message.getContentType(),
                message.hasSize() ? OptionalLong.of(message.getSize()) : OptionalLong.empty(),
                message.getEtag());
    }

    static dev.spillway.wire.v1.Replay toMessage(Replay replay) {
        return dev.spillway.wire.v1.Replay.valueOf(REPLAY_PREFIX + replay.name());
    }

    static Replay replay(dev.spillway.wire.v1.Replay message) {
        return Replay.valueOf(withoutPrefix(REPLAY_PREFIX, message.name()));
    }

    private static String withoutPrefix(String prefix, String name) {
        return name.startsWith(prefix) ? name.substring(prefix.length()) : name;
    }

    private static ParameterValue toMessage(Value value) {
        ParameterValue.Builder message = ParameterValue.newBuilder();
        if (value instanceof Value.Int64 number) {
            message.setInt64(number.value());
        } else if (value instanceof Value.Uint64 number) {
            message.setUint64(number.bits());
        } else if (value instanceof Value.Float64 number) {
            message.setDouble(number.value());
        } else if (value instanceof Value.Text text) {
            message.setString(text.value());
        } else if (value instanceof Value.Bool bool) {
            message.setBool(bool.value());
        } else if (value instanceof Value.Binary binary) {
            message.setBytes(UnsafeByteOperations.unsafeWrap(binary.value().asByteBuffer()));
        } else if (value instanceof Value.ListOf list) {
            ParameterList.Builder values = ParameterList.newBuilder();
            list.values().forEach(each -> values.addValues(toMessage(each)));
            message.setList(values);
        }
        return message.build();
    }

    private static Value value(String name, ParameterValue message) {
        return switch (message.getKindCase()) {
            case INT64 -> new Value.Int64(message.getInt64());
            case UINT64 -> new Value.Uint64(message.getUint64());
            case DOUBLE -> new Value.Float64(message.getDouble());
            case STRING -> new Value.Text(message.getString());
            case BOOL -> new Value.Bool(message.getBool());
            case BYTES -> new Value.Binary(Slice.of(message.getBytes().toByteArray()));
            case LIST ->
                new Value.ListOf(message.getList().getValuesList().stream()
                        .map(each -> value(name, each))
                        .toList());
            case KIND_NOT_SET ->
                throw new IllegalArgumentException(name + ": no value (expected: exactly one kind set)");
        };
    }
}
