package dev.spillway.result;

import dev.spillway.result.log.Manifest;
import dev.spillway.result.log.ResultLog;
import dev.spillway.result.log.Spool;
import dev.spillway.source.Arguments;
import dev.spillway.source.StreamDefinition;
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
import dev.spillway.wire.Replay;
import dev.spillway.wire.ResultFailure;
import dev.spillway.wire.ResultId;
import dev.spillway.wire.ResultInfo;
import dev.spillway.wire.ResultState;
import dev.spillway.wire.Results;
import dev.spillway.wire.ResumeToken;
import dev.spillway.wire.Start;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The results of this process. A result is known from its opening until its lease is over, and can be read again as its
 * stream says.
 */
public final class LocalResults implements Results, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LocalResults.class);
    private static final Duration SWEEP_EVERY = Duration.ofSeconds(1);
    /** What a restart takes. */
    private static final Duration AWAY_FOR = Duration.ofSeconds(1);

    private final Map<String, StreamDefinition> streams = new TreeMap<>();
    private final ResultSettings settings;
    private final @Nullable Spool spool;
    private final RunListener listener;
    private final LongSupplier nanoTime;
    private final InstantSource clock;
    private final ByteBudget budget;

    /** By the random part of their ids. */
    private final Map<String, Entry> known = new ConcurrentHashMap<>();

    private final Object opening = new Object();
    /** By who asked under which request id. Guarded by opening. */
    private final Map<Request, KnownResult> requests = new HashMap<>();

    private final Set<Reading> running = ConcurrentHashMap.newKeySet();
    private final Thread sweeper;
    private final ExecutorService worker;
    private volatile boolean closed;

    private record Request(String caller, String id) {
        /** Null where the query is under none. */
        static @Nullable Request of(String caller, Query query) {
            return query.requestId().isEmpty() ? null : new Request(caller, query.requestId());
        }
    }

    /** @param request under which it was opened */
    private record Entry(
            KnownResult result,
            Renderings renderings,
            @Nullable Request request) {}

    /** Results of which none is kept. */
    public LocalResults(Collection<StreamDefinition> streams, ResultSettings settings, RunListener listener) {
        this(streams, settings, null, listener, System::nanoTime, InstantSource.system());
    }

    /**
     * Results that are kept in a spool, those of an earlier process too.
     *
     * @throws IOException the spool belongs to another process, or cannot be read
     */
    public static LocalResults in(
            Spool spool, Collection<StreamDefinition> streams, ResultSettings settings, RunListener listener)
            throws IOException {
        LocalResults results =
                new LocalResults(streams, settings, spool, listener, System::nanoTime, InstantSource.system());
        results.recover();
        return results;
    }

    LocalResults(
            Collection<StreamDefinition> streams,
            ResultSettings settings,
            @Nullable Spool spool,
            RunListener listener,
            LongSupplier nanoTime,
            InstantSource clock) {
        for (StreamDefinition stream : streams) {
            if (this.streams.put(stream.name(), stream) != null) {
                throw new IllegalArgumentException("stream " + stream.name() + ": defined twice");
            }
            if (stream.replay() == Replay.LOG && spool == null) {
                throw new IllegalArgumentException(
                        "stream " + stream.name() + ": replay LOG (expected: NONE or SOURCE where there is no spool)");
            }
        }
        this.settings = settings;
        this.spool = spool;
        this.listener = listener;
        this.nanoTime = nanoTime;
        this.clock = clock;
        this.budget = new ByteBudget(settings.budgetBytes(), settings.windowBytes());
        this.worker = Executors.newSingleThreadExecutor(
                Thread.ofPlatform().daemon().name("renderings").factory());
        this.sweeper = Thread.ofVirtual().name("leases").start(this::sweepOnAndOn);
    }

    /** Takes over what an earlier process left. */
    void recover() throws IOException {
        if (spool == null) {
            return;
        }
        for (ResultLog log : spool.recover()) {
            Manifest manifest = log.manifest();
            ResultInfo info = manifest.info();
            KnownResult result = info.replay() == Replay.LOG
                    ? LoggedResult.recovered(log, spool, settings, arguments(manifest.query()), nanoTime, clock)
                    : replayed(log);
            if (result == null) {
                log.remove();
                continue;
            }
            synchronized (opening) {
                add(info.id(), result, Request.of(manifest.caller(), manifest.query()));
            }
        }
    }

    /** As people write them, with the defaults of today. */
    private String arguments(Query query) {
        StreamDefinition stream = streams.get(query.stream());
        try {
            return stream == null
                    ? query.parameters().toString()
                    : Arguments.bind(stream.parameters(), query.parameters()).toString();
        } catch (ResultFailure e) {
            return query.parameters().toString();
        }
    }

    /** A result whose source can start anywhere; null if that source is not there any more. */
    private @Nullable KnownResult replayed(ResultLog log) {
        Query query = log.manifest().query();
        StreamDefinition stream = streams.get(query.stream());
        if (stream == null || stream.replay() != Replay.SOURCE) {
            return null;
        }
        try {
            Arguments arguments = Arguments.bind(stream.parameters(), query.parameters());
            return direct(log.info().id(), stream, arguments, log::remove);
        } catch (ResultFailure e) {
            LOG.warn(
                    "result {} of {}: its parameters are not taken any more: {}",
                    log.info().id(),
                    query.stream(),
                    e.text());
            return null;
        }
    }

    @Override
    public FrameReader read(ReadSpec spec, Caller caller) throws ResultFailure {
        KnownResult result = result(spec.start(), caller);
        Reading reading = result.read(spec, caller, this::ended);
        running.add(reading);
        listener.started(reading);
        if (closed) {
            reading.cancel(Reason.UNAVAILABLE);
        }
        return reading;
    }

    private KnownResult result(Start start, Caller caller) throws ResultFailure {
        return switch (start) {
            case Start.New fresh -> opened(fresh.query(), caller);
            case Start.Token token -> known(ResumeToken.of(token.token()).result());
            case Start.Row row -> known(row.result());
        };
    }

    private void ended(Reading reading, RunEnd end) {
        running.remove(reading);
        listener.ended(reading, end);
    }

    private KnownResult opened(Query query, Caller caller) throws ResultFailure {
        StreamDefinition stream = stream(query);
        Arguments arguments = Arguments.bind(stream.parameters(), query.parameters());
        if (closed) {
            throw new ResultFailure(Reason.UNAVAILABLE, CancelWords.of(Reason.UNAVAILABLE));
        }
        Request request = Request.of(caller.name(), query);
        if (request == null) {
            return create(query, stream, arguments, caller, null);
        }
        synchronized (opening) {
            KnownResult existing = requests.get(request);
            if (existing == null) {
                return create(query, stream, arguments, caller, request);
            }
            requireSame(existing, query, arguments);
            return existing;
        }
    }

    private static void requireSame(KnownResult existing, Query query, Arguments arguments) throws ResultFailure {
        String of = existing.info().stream();
        if (!of.equals(query.stream()) || !existing.arguments().equals(arguments.toString())) {
            throw new ResultFailure(
                    Reason.REQUEST_ID_TAKEN,
                    "request_id: " + query.requestId() + " is that of " + of + " with " + existing.arguments()
                            + " (expected: the same)");
        }
    }

    private StreamDefinition stream(Query query) throws ResultFailure {
        StreamDefinition stream = streams.get(query.stream());
        if (stream == null) {
            throw Results.unknown(query.stream(), streams.keySet());
        }
        return stream;
    }

    /** Makes a result known; with a request id, under the lock. */
    private void add(ResultId id, KnownResult result, @Nullable Request request) {
        if (request != null) {
            requests.put(request, result);
        }
        Renderings renderings = new Renderings(result, worker, settings.linger(), nanoTime);
        known.put(id.random(), new Entry(result, renderings, request));
    }

    private KnownResult create(
            Query query, StreamDefinition stream, Arguments arguments, Caller caller, @Nullable Request request)
            throws ResultFailure {
        ResultId id = ResultId.create(settings.owner());
        KnownResult result;
        if (stream.replay() == Replay.NONE || spool == null) {
            result = direct(id, stream, arguments, () -> {});
        } else {
            ResultLog log = spool.create(manifest(id, query, stream, arguments, caller));
            result = stream.replay() == Replay.LOG
                    ? LoggedResult.start(log, spool, settings, stream, arguments, nanoTime, clock)
                    : direct(id, stream, arguments, log::remove);
        }
        add(id, result, request);
        return result;
    }

    private DirectResult direct(ResultId id, StreamDefinition stream, Arguments arguments, Runnable onForget) {
        return new DirectResult(id, stream, arguments, settings, budget, nanoTime, clock, onForget);
    }

    private static Manifest manifest(
            ResultId id, Query query, StreamDefinition stream, Arguments arguments, Caller caller) {
        ResultInfo info = new ResultInfo(
                id,
                stream.name(),
                ResultState.RUNNING,
                Position.START,
                stream.replay(),
                stream.estimatedRows(arguments),
                Optional.empty(),
                Optional.empty());
        return new Manifest(caller.name(), query, stream.source().content(), info);
    }

    private KnownResult known(ResultId id) throws ResultFailure {
        return entry(id).result();
    }

    private Entry entry(ResultId id) throws ResultFailure {
        if (!id.owner().equals(settings.owner())) {
            throw new ResultFailure(
                            Reason.OTHER_ORIGIN,
                            "result: " + id + " (expected: one of " + settings.owner() + ", this origin)")
                    .with(Map.of("origin", id.owner()));
        }
        Entry entry = known.get(id.random());
        if (entry == null) {
            throw new ResultFailure(Reason.UNKNOWN_RESULT, "result: " + id + " (expected: one that has not expired)");
        }
        return entry;
    }

    @Override
    public ResultInfo open(Query query, Caller caller) throws ResultFailure {
        return opened(query, caller).info();
    }

    @Override
    public ResultInfo find(Query query, Caller caller) throws ResultFailure {
        Arguments arguments = Arguments.bind(stream(query).parameters(), query.parameters());
        Request request = Request.of(caller.name(), query);
        KnownResult existing;
        synchronized (opening) {
            existing = request == null ? null : requests.get(request);
        }
        if (existing == null) {
            throw new ResultFailure(
                    Reason.UNKNOWN_RESULT,
                    "request_id: '" + query.requestId() + "' (expected: that of a result that has not expired)");
        }
        requireSame(existing, query, arguments);
        return existing.info();
    }

    @Override
    public ResultInfo get(ResultId id, Caller caller) throws ResultFailure {
        return known(id).info();
    }

    @Override
    public RenderingInfo rendering(RenderingSpec spec, Caller caller) throws ResultFailure {
        return entry(spec.result()).renderings().info(spec);
    }

    @Override
    public ResultInfo cancel(ResultId id, Caller caller) throws ResultFailure {
        KnownResult result = known(id);
        result.cancel();
        return result.info();
    }

    @Override
    public Catalog catalog(Caller caller) {
        return new Catalog(
                settings.owner(),
                streams.values().stream().map(StreamDefinition::info).toList());
    }

    private void sweepOnAndOn() {
        try {
            while (!closed) {
                Thread.sleep(SWEEP_EVERY);
                sweepOrSay();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void sweepOrSay() {
        try {
            sweep();
        } catch (RuntimeException e) {
            LOG.error("defect while results were forgotten", e);
        }
    }

    /** Ends what nobody reads any more, and forgets what is over. */
    void sweep() {
        known.forEach((random, entry) -> {
            if (entry.result().isOver()) {
                forget(random, entry);
            }
        });
    }

    private void forget(String random, Entry entry) {
        if (entry.request() == null) {
            known.remove(random);
        } else {
            synchronized (opening) {
                known.remove(random);
                requests.remove(entry.request(), entry.result());
            }
        }
        entry.result().forget();
    }

    /** What is read at this moment, oldest first. */
    public List<RunView> running() {
        return running.stream()
                .sorted(Comparator.comparing(Reading::elapsed).reversed())
                .<RunView>map(reading -> reading)
                .toList();
    }

    /**
     * Lets sources of results that are kept finish for a while, ends every read with UNAVAILABLE, writes out what is in memory
     * only, and waits a second for sources to stop.
     */
    @Override
    public void close() {
        closed = true;
        sweeper.interrupt();
        worker.shutdownNow();
        try {
            long deadline = nanoTime.getAsLong() + settings.drain().toNanos();
            for (Entry each : known.values()) {
                Duration left = Duration.ofNanos(Math.max(0, deadline - nanoTime.getAsLong()));
                each.result().drain(left, left.plus(AWAY_FOR));
            }
            running.forEach(each -> each.cancel(Reason.UNAVAILABLE));
            for (Entry each : known.values()) {
                each.result().stop();
            }
            if (spool != null) {
                spool.close();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            LOG.warn("the spool does not close", e);
        }
    }
}
