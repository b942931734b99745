package dev.spillway.result;

import dev.spillway.source.Arguments;
import dev.spillway.source.StreamDefinition;
import dev.spillway.wire.ByteBudget;
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
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/** The results that run in this process. A result is known while its reader is connected. */
public final class LocalResults implements Results, AutoCloseable {
    private final Map<String, StreamDefinition> streams = new TreeMap<>();
    private final ResultSettings settings;
    private final RunListener listener;
    private final LongSupplier nanoTime;
    private final ByteBudget budget;
    private final Set<Run> running = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    public LocalResults(Collection<StreamDefinition> streams, ResultSettings settings, RunListener listener) {
        this(streams, settings, listener, System::nanoTime);
    }

    LocalResults(
            Collection<StreamDefinition> streams,
            ResultSettings settings,
            RunListener listener,
            LongSupplier nanoTime) {
        for (StreamDefinition stream : streams) {
            if (this.streams.put(stream.name(), stream) != null) {
                throw new IllegalArgumentException("stream " + stream.name() + ": defined twice");
            }
        }
        this.settings = settings;
        this.listener = listener;
        this.nanoTime = nanoTime;
        this.budget = new ByteBudget(settings.budgetBytes(), settings.windowBytes());
    }

    @Override
    public FrameReader read(ReadSpec spec, Caller caller) throws ResultFailure {
        if (!(spec.start() instanceof Start.New start) || spec.maxRows() > 0 || spec.maxBytes() > 0) {
            throw needsLog();
        }
        Query query = start.query();
        if (!query.requestId().isEmpty()) {
            throw needsLog();
        }
        StreamDefinition stream = streams.get(query.stream());
        if (stream == null) {
            throw Results.unknown(query.stream(), streams.keySet());
        }
        Arguments arguments = Arguments.bind(stream.parameters(), query.parameters());
        if (closed) {
            throw new ResultFailure(Reason.UNAVAILABLE, "the server is stopping");
        }
        Run run = new Run(
                ResultId.create(settings.owner()), stream, arguments, caller, settings, budget, nanoTime, this::ended);
        running.add(run);
        listener.started(run);
        FrameReader reader = run.start();
        if (closed) {
            run.cancel(Reason.UNAVAILABLE);
        }
        return reader;
    }

    private static ResultFailure needsLog() {
        return new ResultFailure(Reason.UNIMPLEMENTED, "needs a result log, which this server does not have");
    }

    @Override
    public ResultInfo open(Query query, Caller caller) throws ResultFailure {
        throw needsLog();
    }

    @Override
    public ResultInfo get(ResultId id, Caller caller) throws ResultFailure {
        throw needsLog();
    }

    @Override
    public ResultInfo cancel(ResultId id, Caller caller) throws ResultFailure {
        throw needsLog();
    }

    private void ended(Run run, RunEnd end) {
        running.remove(run);
        listener.ended(run, end);
    }

    @Override
    public List<StreamInfo> streams(Caller caller) {
        return streams.values().stream().map(StreamDefinition::info).toList();
    }

    /** What runs at this moment, oldest first. */
    public List<RunView> running() {
        return running.stream()
                .sorted(Comparator.comparing(Run::elapsed).reversed())
                .<RunView>map(run -> run)
                .toList();
    }

    /** Ends every run with UNAVAILABLE, and waits a second for their sources to stop. */
    @Override
    public void close() {
        closed = true;
        List<Run> left = List.copyOf(running);
        left.forEach(run -> run.cancel(Reason.UNAVAILABLE));
        long deadline = nanoTime.getAsLong() + ResultSettings.STOP_WAIT.toNanos();
        try {
            for (Run run : left) {
                run.join(Duration.ofNanos(Math.max(1, deadline - nanoTime.getAsLong())));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
