package dev.spillway.client;

import dev.spillway.wire.ByteBudget;
import dev.spillway.wire.Caller;
import dev.spillway.wire.FrameReader;
import dev.spillway.wire.Position;
import dev.spillway.wire.Query;
import dev.spillway.wire.Reason;
import dev.spillway.wire.ResultFailure;
import dev.spillway.wire.Results;
import dev.spillway.wire.StreamInfo;
import dev.spillway.wire.codec.DescriptionCodec;
import dev.spillway.wire.v1.ListStreamsRequest;
import dev.spillway.wire.v1.ReadRequest;
import dev.spillway.wire.v1.ResultServiceGrpc;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The results of an origin elsewhere, over gRPC. The origin sees this client, and is told who asked it. */
final class RemoteResults implements Results {
    /** An origin answers with what it knows already. */
    private static final Duration STREAMS_DEADLINE = Duration.ofSeconds(5);

    private static final Metadata.Key<String> AGENT =
            Metadata.Key.of(Caller.AGENT_HEADER, Metadata.ASCII_STRING_MARSHALLER);

    private final ManagedChannel channel;
    private final String target;
    private final ByteBudget budget;

    RemoteResults(ManagedChannel channel, String target, ByteBudget budget) {
        this.channel = channel;
        this.target = target;
        this.budget = budget;
    }

    @Override
    public FrameReader read(Query query, Caller caller) {
        ReadRequest request = ReadRequest.newBuilder()
                .setQuery(DescriptionCodec.toMessage(query))
                .build();
        channel.resetConnectBackoff();
        return new ReadCall(channel, target, budget, headers(caller), request, Position.START);
    }

    private static Metadata headers(Caller caller) {
        Metadata headers = new Metadata();
        if (!caller.agent().isEmpty()) {
            headers.put(AGENT, caller.agent().replaceAll("[^!-~]", "?"));
        }
        return headers;
    }

    @Override
    public List<StreamInfo> streams(Caller caller) throws ResultFailure {
        channel.resetConnectBackoff();
        try {
            return ResultServiceGrpc.newBlockingStub(channel)
                    .withDeadlineAfter(STREAMS_DEADLINE.toMillis(), TimeUnit.MILLISECONDS)
                    .listStreams(ListStreamsRequest.getDefaultInstance())
                    .getStreamsList()
                    .stream()
                    .map(DescriptionCodec::stream)
                    .toList();
        } catch (StatusRuntimeException e) {
            throw StatusFailure.of(e.getStatus(), e.getTrailers(), target);
        } catch (IllegalArgumentException e) {
            throw new ResultFailure(Reason.DATA_LOSS, target + ": streams: " + e.getMessage(), e);
        }
    }
}
