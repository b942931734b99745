package dev.spillway.app.gateway;

import dev.spillway.result.RunListener;
import dev.spillway.result.RunView;
import dev.spillway.wire.Caller;
import dev.spillway.wire.Catalog;
import dev.spillway.wire.FrameReader;
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
import dev.spillway.wire.StreamInfo;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** The results of several origins as one: each is read from one of those that have its stream. */
public final class RoutedResults implements Results, AutoCloseable {
    private final Origins origins;
    private final RunListener listener;
    private final Set<RoutedRead> reads = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /** @param listener is told of results whose header came */
    public RoutedResults(Origins origins, RunListener listener) {
        this.origins = origins;
        this.listener = listener;
    }

    @Override
    public FrameReader read(ReadSpec spec, Caller caller) throws ResultFailure {
        RoutedRead read = switch (spec.start()) {
            case Start.New start -> opening(start.query(), spec, caller);
            case Start.Token start -> continuing(ResumeToken.of(start.token()).result(), spec, caller);
            case Start.Row start -> continuing(start.result(), spec, caller);
        };
        reads.add(read);
        if (closed) {
            read.cancel(Reason.UNAVAILABLE);
        }
        return read;
    }

    private RoutedRead opening(Query query, ReadSpec spec, Caller caller) throws ResultFailure {
        StreamInfo stream = origins.stream(query.stream());
        RoutedRead.Subject subject = new RoutedRead.Subject(
                stream.name(), arguments(query, stream), down -> Origins.noneAnswers(stream.name(), down));
        return new RoutedRead(subject, spec, caller, inTurn(stream, query), listener, reads::remove);
    }

    private static String arguments(Query query, StreamInfo stream) {
        return stream.parameters().stream()
                .map(each -> each.name() + "=" + query.parameters().getOrDefault(each.name(), each.defaultValue()))
                .collect(Collectors.joining(", "));
    }

    private RoutedRead continuing(ResultId id, ReadSpec spec, Caller caller) throws ResultFailure {
        List<Origin> inTurn = origins.owning(id);
        RoutedRead.Subject subject =
                new RoutedRead.Subject("result", id.toString(), down -> Origins.noneAnswers(id, down));
        return new RoutedRead(subject, spec, caller, inTurn, listener, reads::remove);
    }

    /** A result under a request id has one home; others are opened by turns. */
    private List<Origin> inTurn(StreamInfo stream, Query query) throws ResultFailure {
        return query.requestId().isEmpty() ? origins.inTurn(stream) : List.of(origins.home(stream, query.requestId()));
    }

    @Override
    public ResultInfo open(Query query, Caller caller) throws ResultFailure {
        return atFirst(query, origin -> origin.open(query, caller));
    }

    @Override
    public ResultInfo find(Query query, Caller caller) throws ResultFailure {
        return atFirst(query, origin -> origin.find(query, caller));
    }

    /** The answer of the origin that is to have the result; it may be back before that is known. */
    private <T> T atFirst(Query query, Origins.Question<T> question) throws ResultFailure {
        StreamInfo stream = origins.stream(query.stream());
        Origin first = inTurn(stream, query).getFirst();
        try {
            return question.of(first.results());
        } catch (ResultFailure e) {
            if (e.reason() != Reason.UNAVAILABLE || e.retryAfter().isPresent()) {
                throw e;
            }
            first.doubt();
            throw Origins.noneAnswers(stream.name(), List.of(first.withTrouble(e)));
        }
    }

    @Override
    public ResultInfo get(ResultId id, Caller caller) throws ResultFailure {
        return origins.having(id, origin -> origin.get(id, caller));
    }

    @Override
    public RenderingInfo rendering(RenderingSpec spec, Caller caller) throws ResultFailure {
        return origins.having(spec.result(), origin -> origin.rendering(spec, caller));
    }

    @Override
    public ResultInfo cancel(ResultId id, Caller caller) throws ResultFailure {
        return origins.having(id, origin -> origin.cancel(id, caller));
    }

    @Override
    public Catalog catalog(Caller caller) throws ResultFailure {
        return new Catalog("", origins.streams());
    }

    @Override
    public StreamInfo stream(String name, Caller caller) throws ResultFailure {
        StreamInfo stream = origins.stream(name);
        var _ = origins.able(stream);
        return stream;
    }

    /** What is read at this moment, oldest first. */
    public List<RunView> running() {
        return reads.stream()
                .filter(RoutedRead::isStarted)
                .sorted(Comparator.comparing(RoutedRead::elapsed).reversed())
                .<RunView>map(read -> read)
                .toList();
    }

    /** Ends every read with UNAVAILABLE. */
    @Override
    public void close() {
        closed = true;
        reads.forEach(each -> each.cancel(Reason.UNAVAILABLE));
    }
}
