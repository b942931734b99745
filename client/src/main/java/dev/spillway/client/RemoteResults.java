package dev.spillway.client;

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
import io.grpc.StatusRuntimeException;
import java.util.List;

/** The results of an origin elsewhere, over gRPC. The origin sees this client; it is not told who asked this client. */
final class RemoteResults implements Results {
    private final ManagedChannel channel;
    private final String target;
    private final int prefetchBytes;

    RemoteResults(ManagedChannel channel, String target, int prefetchBytes) {
        this.channel = channel;
        this.target = target;
        this.prefetchBytes = prefetchBytes;
    }

    @Override
    public FrameReader read(Query query, Caller caller) {
        ReadRequest request = ReadRequest.newBuilder()
                .setQuery(DescriptionCodec.toMessage(query))
                .build();
        channel.resetConnectBackoff();
        return new ReadCall(channel, target, prefetchBytes, request, Position.START);
    }

    @Override
    public List<StreamInfo> streams(Caller caller) throws ResultFailure {
        channel.resetConnectBackoff();
        try {
            return ResultServiceGrpc.newBlockingStub(channel)
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
