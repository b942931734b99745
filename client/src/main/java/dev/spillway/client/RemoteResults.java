package dev.spillway.client;

import dev.spillway.wire.ByteBudget;
import dev.spillway.wire.Caller;
import dev.spillway.wire.Catalog;
import dev.spillway.wire.FrameReader;
import dev.spillway.wire.Position;
import dev.spillway.wire.Query;
import dev.spillway.wire.ReadSpec;
import dev.spillway.wire.Reason;
import dev.spillway.wire.RenderingInfo;
import dev.spillway.wire.RenderingSpec;
import dev.spillway.wire.ResultFailure;
import dev.spillway.wire.ResultId;
import dev.spillway.wire.ResultInfo;
import dev.spillway.wire.Results;
import dev.spillway.wire.ResumeToken;
import dev.spillway.wire.Start;
import dev.spillway.wire.codec.DescriptionCodec;
import dev.spillway.wire.codec.RenderingCodec;
import dev.spillway.wire.codec.RequestCodec;
import dev.spillway.wire.frame.FrameCheck;
import dev.spillway.wire.v1.CancelResultRequest;
import dev.spillway.wire.v1.GetRenderingRequest;
import dev.spillway.wire.v1.GetResultRequest;
import dev.spillway.wire.v1.ListStreamsRequest;
import dev.spillway.wire.v1.ListStreamsResponse;
import dev.spillway.wire.v1.OpenResultRequest;
import dev.spillway.wire.v1.ResultServiceGrpc;
import dev.spillway.wire.v1.ResultServiceGrpc.ResultServiceBlockingStub;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.MetadataUtils;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** The results of an origin elsewhere, over gRPC. The origin sees this client, and is told who asked it. */
final class RemoteResults implements Results {
    /** An origin answers with what it knows already. */
    private static final Duration CONTROL_DEADLINE = Duration.ofSeconds(5);

    private static final Metadata.Key<String> AGENT =
            Metadata.Key.of(Caller.AGENT_HEADER, Metadata.ASCII_STRING_MARSHALLER);

    private final ManagedChannel channel;
    private final String target;
    private final ByteBudget budget;
    private final ResumePolicy policy;

    RemoteResults(ManagedChannel channel, String target, ByteBudget budget, ResumePolicy policy) {
        this.channel = channel;
        this.target = target;
        this.budget = budget;
        this.policy = policy;
    }

    @Override
    public FrameReader read(ReadSpec spec, Caller caller) throws ResultFailure {
        return read(spec, caller, progress -> {});
    }

    /**
     * Reads a result, on over cuts.
     *
     * @throws ResultFailure INVALID_TOKEN: the start is no token
     */
    FrameReader read(ReadSpec spec, Caller caller, ProgressListener listener) throws ResultFailure {
        ReadSpec named = named(spec);
        ResumeCore core = new ResumeCore(named, check(named.start()), policy);
        return new ResumingReader(
                core, named, policy.stallTimeout(), each -> attempt(each, caller), listener, new RealPauses());
    }

    private Attempt attempt(ReadSpec spec, Caller caller) {
        channel.resetConnectBackoff();
        return new ReadCall(channel, target, budget, headers(caller), RequestCodec.toMessage(spec));
    }

    /** An attempt that never heard of its result may be made again, and is the same result then. */
    private static ReadSpec named(ReadSpec spec) {
        if (spec.start() instanceof Start.New start && start.query().requestId().isEmpty()) {
            Query query = start.query().withRequestId(UUID.randomUUID().toString());
            return new ReadSpec(new Start.New(query), spec.maxRows(), spec.maxBytes());
        }
        return spec;
    }

    private static FrameCheck check(Start start) throws ResultFailure {
        if (start instanceof Start.Token token) {
            return new FrameCheck(ResumeToken.of(token.token()).position());
        }
        return start instanceof Start.Row row ? FrameCheck.atRow(row.row()) : new FrameCheck(Position.START);
    }

    private static Metadata headers(Caller caller) {
        Metadata headers = new Metadata();
        if (!caller.agent().isEmpty()) {
            headers.put(AGENT, caller.agent().replaceAll("[^!-~]", "?"));
        }
        return headers;
    }

    @Override
    public ResultInfo open(Query query, Caller caller) throws ResultFailure {
        return open(query, false, caller);
    }

    @Override
    public ResultInfo find(Query query, Caller caller) throws ResultFailure {
        return open(query, true, caller);
    }

    private ResultInfo open(Query query, boolean existingOnly, Caller caller) throws ResultFailure {
        OpenResultRequest request = OpenResultRequest.newBuilder()
                .setQuery(DescriptionCodec.toMessage(query))
                .setExistingOnly(existingOnly)
                .build();
        return ask(caller, stub -> DescriptionCodec.result(stub.openResult(request)));
    }

    @Override
    public ResultInfo get(ResultId id, Caller caller) throws ResultFailure {
        GetResultRequest request =
                GetResultRequest.newBuilder().setResultId(id.text()).build();
        return ask(caller, stub -> DescriptionCodec.result(stub.getResult(request)));
    }

    @Override
    public RenderingInfo rendering(RenderingSpec spec, Caller caller) throws ResultFailure {
        GetRenderingRequest request = RenderingCodec.toMessage(spec);
        return ask(caller, stub -> RenderingCodec.info(stub.getRendering(request)));
    }

    @Override
    public ResultInfo cancel(ResultId id, Caller caller) throws ResultFailure {
        CancelResultRequest request =
                CancelResultRequest.newBuilder().setResultId(id.text()).build();
        return ask(caller, stub -> DescriptionCodec.result(stub.cancelResult(request)));
    }

    @Override
    public Catalog catalog(Caller caller) throws ResultFailure {
        return ask(caller, stub -> {
            ListStreamsResponse response = stub.listStreams(ListStreamsRequest.getDefaultInstance());
            return new Catalog(
                    response.getOrigin(),
                    response.getStreamsList().stream()
                            .map(DescriptionCodec::stream)
                            .toList());
        });
    }

    private <T> T ask(Caller caller, Function<ResultServiceBlockingStub, T> question) throws ResultFailure {
        channel.resetConnectBackoff();
        ResultServiceBlockingStub stub = ResultServiceGrpc.newBlockingStub(channel)
                .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers(caller)))
                .withDeadlineAfter(CONTROL_DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
        try {
            return question.apply(stub);
        } catch (StatusRuntimeException e) {
            if (e.getStatus().getCode() == Status.Code.DEADLINE_EXCEEDED) {
                // The connection may be dead: what comes later does not use it.
                channel.enterIdle();
            }
            throw StatusFailure.of(e.getStatus(), e.getTrailers(), target);
        } catch (IllegalArgumentException e) {
            throw new ResultFailure(Reason.DATA_LOSS, target + ": answer: " + e.getMessage(), e);
        }
    }
}
