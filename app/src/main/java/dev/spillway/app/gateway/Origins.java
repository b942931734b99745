package dev.spillway.app.gateway;

import dev.spillway.client.SpillwayClient;
import dev.spillway.wire.Reason;
import dev.spillway.wire.ResultFailure;
import dev.spillway.wire.ResultId;
import dev.spillway.wire.Results;
import dev.spillway.wire.Sha256;
import dev.spillway.wire.StreamInfo;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The origins of a gateway: found by their targets, and known by the streams that they have. What is asked here is
 * answered at once, from what is known. Any thread.
 *
 * <p>A stream is what the first origin that has it says, in the order of the targets, be it up or down: another one that
 * defines it otherwise is never read in its place.
 */
public final class Origins implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Origins.class);

    private final Function<String, SpillwayClient.Builder> clients;
    private final List<Finder> finders;
    private final Map<String, AtomicInteger> turns = new ConcurrentHashMap<>();

    private final Object lock = new Object();
    private Set<String> disagreements = Set.of();
    private boolean closed;

    /** By what gRPC calls them, in the order of the targets. */
    private volatile Map<String, Origin> origins = Map.of();

    private Origins(
            Collection<Target> targets, Target.Lookup lookup, Function<String, SpillwayClient.Builder> clients) {
        this.clients = clients;
        this.finders = targets.stream()
                .distinct()
                .map(each -> new Finder(each, lookup, this::refresh))
                .toList();
    }

    /**
     * Starts to look for the origins; waits for none.
     *
     * @param clients how an origin is reached, by its target for gRPC
     * @throws IllegalArgumentException a target is none of gRPC's
     */
    public static Origins start(Collection<Target> targets, Function<String, SpillwayClient.Builder> clients) {
        return start(targets, InetAddress::getAllByName, clients);
    }

    static Origins start(
            Collection<Target> targets, Target.Lookup lookup, Function<String, SpillwayClient.Builder> clients) {
        Origins origins = new Origins(targets, lookup, clients);
        origins.finders.forEach(Finder::start);
        return origins;
    }

    /** Takes over what the finders found. */
    private void refresh() {
        List<Origin> come = new ArrayList<>();
        List<Origin> gone;
        synchronized (lock) {
            if (closed) {
                return;
            }
            Map<String, Origin> next = new LinkedHashMap<>();
            for (Finder finder : finders) {
                for (Target.Address address : finder.found()) {
                    next.computeIfAbsent(address.target(), target -> {
                        Origin known = origins.get(target);
                        if (known != null) {
                            return known;
                        }
                        Origin origin =
                                new Origin(address, clients.apply(target).build(), this::changed);
                        come.add(origin);
                        return origin;
                    });
                }
            }
            gone = new ArrayList<>(origins.values());
            gone.removeAll(next.values());
            origins = Collections.unmodifiableMap(next);
        }
        come.forEach(Origin::start);
        for (Origin each : gone) {
            LOG.info("origin {}: no address of its name any more", each);
            each.retire();
        }
        changed();
    }

    private void changed() {
        for (Finder finder : finders) {
            if (of(finder).stream().anyMatch(each -> each.known().state() == Origin.State.DOWN)) {
                finder.doubt();
            }
        }
        Set<String> now = findDisagreements();
        synchronized (lock) {
            now.stream().filter(each -> !disagreements.contains(each)).forEach(LOG::warn);
            disagreements = now;
            lock.notifyAll();
        }
    }

    private Set<String> findDisagreements() {
        Set<String> found = new LinkedHashSet<>();
        Map<String, Origin> byName = new HashMap<>();
        for (Origin each : origins.values()) {
            String name = each.known().name();
            Origin other = name.isEmpty() ? null : byName.putIfAbsent(name, each);
            if (other != null) {
                found.add("origin " + each + ": called " + name + ", as " + other
                        + " is: another gateway may look for a result under a name (as=) at the other one (expected:"
                        + " an origin.name of its own)");
            }
        }
        for (StreamInfo stream : definitions().values()) {
            for (Origin each : origins.values()) {
                Optional.ofNullable(each.known().streams().get(stream.name()))
                        .flatMap(own -> Definition.difference(stream, own))
                        .ifPresent(difference -> found.add("stream " + stream.name() + ": not read from " + each
                                + ", which defines it otherwise than the origin before: " + difference));
            }
        }
        return found;
    }

    /** Waits until it is so; false if it is not in time. Asked again whenever something changed. */
    boolean await(BooleanSupplier condition, Duration wait) throws InterruptedException {
        long deadline = System.nanoTime() + wait.toNanos();
        synchronized (lock) {
            while (!condition.getAsBoolean()) {
                long left = deadline - System.nanoTime();
                if (left <= 0) {
                    return false;
                }
                TimeUnit.NANOSECONDS.timedWait(lock, left);
            }
            return true;
        }
    }

    /** Waits until each origin was asked once; not longer than the given time. */
    public void awaitFirstAnswers(Duration wait) throws InterruptedException {
        var _ = await(
                () -> finders.stream()
                        .allMatch(each -> each.isUnknown()
                                || (!of(each).isEmpty() && of(each).stream().allMatch(Origin::wasAsked))),
                wait);
    }

    private List<Origin> of(Finder finder) {
        return finder.found().stream()
                .flatMap(each -> Optional.ofNullable(origins.get(each.target())).stream())
                .toList();
    }

    private Map<String, StreamInfo> definitions() {
        Map<String, StreamInfo> streams = new TreeMap<>();
        origins.values().forEach(each -> each.known().streams().forEach(streams::putIfAbsent));
        return streams;
    }

    /**
     * All streams that an origin has, or had when it was last up, by name.
     *
     * @throws ResultFailure UNAVAILABLE: no origin ever answered
     */
    List<StreamInfo> streams() throws ResultFailure {
        Map<String, StreamInfo> streams = definitions();
        if (streams.isEmpty() && noneIsUp()) {
            throw noneAnswers();
        }
        return List.copyOf(streams.values());
    }

    /**
     * What a stream is, as the first origin that has it says.
     *
     * @throws ResultFailure UNKNOWN_STREAM: no origin has it; UNAVAILABLE: one that never answered may have it
     */
    StreamInfo stream(String name) throws ResultFailure {
        StreamInfo stream = definitions().get(name);
        if (stream != null) {
            return stream;
        }
        if (noneIsUp()) {
            throw noneAnswers();
        }
        List<String> silent = silent();
        if (!silent.isEmpty()) {
            throw unavailable("stream: " + name + ": no origin that answered has it; not answered yet has "
                    + String.join(", ", silent));
        }
        throw Results.unknown(name, definitions().keySet());
    }

    /**
     * The origins that a stream can be read from, each once; with every call another one is the first.
     *
     * @throws ResultFailure UNAVAILABLE: there is none
     */
    List<Origin> inTurn(StreamInfo stream) throws ResultFailure {
        List<Origin> able = able(stream);
        int turn =
                turns.computeIfAbsent(stream.name(), _ -> new AtomicInteger()).getAndIncrement();
        Collections.rotate(able, -Math.floorMod(turn, able.size()));
        return able;
    }

    /**
     * The origins that a stream can be read from, in the order of the targets.
     *
     * @throws ResultFailure UNAVAILABLE: there is none
     */
    List<Origin> able(StreamInfo stream) throws ResultFailure {
        List<Origin> able = new ArrayList<>();
        List<String> down = new ArrayList<>();
        for (Origin each : having(stream)) {
            if (each.known().isUp()) {
                able.add(each);
            } else {
                down.add(each.withTrouble());
            }
        }
        if (able.isEmpty()) {
            throw noneAnswers(stream.name(), down);
        }
        return able;
    }

    /**
     * The origin that has the result of a request id, or would have it: every gateway with these origins says the same,
     * whichever of them are up. (Highest random weight: Thaler and Ravishankar, "A name-based mapping scheme for
     * rendezvous", 1996.)
     *
     * @throws ResultFailure UNAVAILABLE: it may be one that never answered
     */
    Origin home(StreamInfo stream, String requestId) throws ResultFailure {
        List<String> silent = silent();
        if (!silent.isEmpty()) {
            throw unavailable("as: " + requestId + ": not answered yet has " + String.join(", ", silent));
        }
        return having(stream).stream()
                .max(Comparator.comparingLong(
                                (Origin each) -> weight(requestId, each.known().name()))
                        .thenComparing(Origin::toString))
                .orElseThrow(() -> noneAnswers(stream.name(), List.of()));
    }

    private static long weight(String requestId, String origin) {
        MessageDigest digest = Sha256.newDigest();
        digest.update(requestId.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
        digest.update(origin.getBytes(StandardCharsets.UTF_8));
        return ByteBuffer.wrap(digest.digest()).getLong();
    }

    /** The origins that have a stream, up or down, in the order of the targets. */
    private List<Origin> having(StreamInfo stream) {
        return origins.values().stream()
                .filter(each -> {
                    StreamInfo own = each.known().streams().get(stream.name());
                    return own != null && Definition.difference(stream, own).isEmpty();
                })
                .toList();
    }

    /**
     * The origins that may have a result: those of the name in its id.
     *
     * @throws ResultFailure UNKNOWN_RESULT: none has that name; UNAVAILABLE: one that never answered may have it
     */
    List<Origin> owning(ResultId id) throws ResultFailure {
        List<Origin> owning = origins.values().stream()
                .filter(each -> each.known().name().equals(id.owner()))
                .toList();
        if (!owning.isEmpty()) {
            return owning;
        }
        List<String> silent = silent();
        throw silent.isEmpty()
                ? unknown(id)
                : unavailable("result: " + id + ": not answered yet has " + String.join(", ", silent));
    }

    private static ResultFailure unknown(ResultId id) {
        return new ResultFailure(
                Reason.UNKNOWN_RESULT, "result: " + id + " (expected: one that an origin has, and not expired)");
    }

    /** The failure of a result whose origins, each with its trouble, do not answer. */
    static ResultFailure noneAnswers(ResultId id, List<String> origins) {
        return unavailable("result: " + id + ": no origin that may have it answers: " + String.join(", ", origins));
    }

    /** A question to one origin. */
    interface Question<T> {
        T of(Results origin) throws ResultFailure;
    }

    /**
     * The answer of the origin that has the result.
     *
     * @throws ResultFailure UNKNOWN_RESULT: none has it; UNAVAILABLE: one that does not answer may have it
     */
    <T> T having(ResultId id, Question<T> question) throws ResultFailure {
        List<String> down = new ArrayList<>();
        for (Origin each : owning(id)) {
            try {
                return question.of(each.results());
            } catch (ResultFailure e) {
                switch (e.reason()) {
                    case OTHER_ORIGIN, UNKNOWN_RESULT -> {}
                    case UNAVAILABLE -> {
                        if (e.retryAfter().isPresent()) {
                            throw e;
                        }
                        each.doubt();
                        down.add(each.withTrouble(e));
                    }
                    default -> throw e;
                }
            }
        }
        if (!down.isEmpty()) {
            throw noneAnswers(id, down);
        }
        throw unknown(id);
    }

    private boolean noneIsUp() {
        return origins.values().stream().noneMatch(each -> each.known().isUp());
    }

    /** The targets of which no origin ever answered, and why. */
    private List<String> silent() {
        return finders.stream()
                .filter(each ->
                        of(each).stream().noneMatch(origin -> origin.known().answered()))
                .map(each -> of(each).isEmpty()
                        ? each + " (no such host)"
                        : of(each).stream().map(Origin::withTrouble).collect(Collectors.joining(", ")))
                .toList();
    }

    private ResultFailure noneAnswers() {
        List<String> all = new ArrayList<>();
        origins.values().forEach(each -> all.add(each.withTrouble()));
        finders.stream().filter(each -> of(each).isEmpty()).forEach(each -> all.add(each + " (no such host)"));
        return unavailable("no origin answers: " + String.join(", ", all));
    }

    /** The failure of a stream whose origins, each with its trouble, do not answer. */
    static ResultFailure noneAnswers(String stream, List<String> origins) {
        return unavailable("stream: " + stream + ": no origin that has it answers: " + String.join(", ", origins));
    }

    /** A failure that waiting may help. */
    private static ResultFailure unavailable(String text) {
        return new ResultFailure(Reason.UNAVAILABLE, text).retryAfter(Origin.LAST_RETRY);
    }

    /** A line for each origin: its name, and how many streams it has, or why it does not answer. */
    public List<String> describe() {
        List<String> lines = new ArrayList<>();
        for (Origin each : origins.values()) {
            int count = each.known().streams().size();
            lines.add(
                    each.known().isUp()
                            ? each + "   " + count + (count == 1 ? " stream" : " streams")
                            : each.withTrouble());
        }
        finders.stream().filter(Finder::isUnknown).forEach(each -> lines.add(each + " (no such host)"));
        return lines;
    }

    /** Closes the connections; results that are still read fail. */
    @Override
    public void close() {
        synchronized (lock) {
            closed = true;
        }
        finders.forEach(Finder::close);
        origins.values().forEach(Origin::close);
    }
}
