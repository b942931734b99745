package dev.spillway.app.gateway;

import dev.spillway.result.RunListener;
import dev.spillway.result.RunView;
import dev.spillway.wire.Caller;
import dev.spillway.wire.FrameReader;
import dev.spillway.wire.Query;
import dev.spillway.wire.ReadSpec;
import dev.spillway.wire.Reason;
import dev.spillway.wire.ResultFailure;
import dev.spillway.wire.ResultId;
import dev.spillway.wire.ResultInfo;
import dev.spillway.wire.Results;
import dev.spillway.wire.Start;
import dev.spillway.wire.StreamInfo;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

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
        if (!(spec.start() instanceof Start.New start)) {
            throw new ResultFailure(Reason.UNIMPLEMENTED, "a gateway does not continue results yet");
        }
        Query query = start.query();
        StreamInfo stream = origins.stream(query.stream());
        RoutedRead read = new RoutedRead(query, spec, caller, stream, origins.inTurn(stream), listener, reads::remove);
        reads.add(read);
        if (closed) {
            read.cancel(Reason.UNAVAILABLE);
        }
        return read;
    }

    @Override
    public ResultInfo open(Query query, Caller caller) throws ResultFailure {
        return origins.inTurn(origins.stream(query.stream()))
                .getFirst()
                .results()
                .open(query, caller);
    }

    @Override
    public ResultInfo get(ResultId id, Caller caller) throws ResultFailure {
        return origins.having(id, origin -> origin.get(id, caller));
    }

    @Override
    public ResultInfo cancel(ResultId id, Caller caller) throws ResultFailure {
        return origins.having(id, origin -> origin.cancel(id, caller));
    }

    @Override
    public List<StreamInfo> streams(Caller caller) throws ResultFailure {
        return origins.streams();
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
