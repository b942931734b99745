package dev.spillway.app.gateway;

import dev.spillway.client.SpillwayClient;
import dev.spillway.wire.Caller;
import dev.spillway.wire.Catalog;
import dev.spillway.wire.ResultFailure;
import dev.spillway.wire.Results;
import dev.spillway.wire.StreamInfo;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The origin at one address: asked again and again which streams it has. Any thread. */
final class Origin {
    private static final Logger LOG = LoggerFactory.getLogger(Origin.class);

    static final Duration ASK_EVERY = Duration.ofSeconds(2);
    private static final Duration FIRST_RETRY = Duration.ofMillis(20);
    static final Duration LAST_RETRY = Duration.ofSeconds(1);

    private static final Caller SELF = new Caller("", "");

    enum State {
        NOT_ASKED,
        UP,
        DOWN
    }

    /**
     * What it said last.
     *
     * @param name what the ids of its results begin with; of an origin that is down the one that it had
     * @param streams by name; of an origin that is down those that it had; empty if it never answered
     * @param answered whether it ever did
     * @param trouble why it is down
     */
    record Knowledge(State state, String name, Map<String, StreamInfo> streams, boolean answered, String trouble) {
        boolean isUp() {
            return state == State.UP;
        }
    }

    private final Target.Address address;
    private final SpillwayClient client;
    private final Runnable onChange;
    private final Semaphore doubts = new Semaphore(0);
    private final Thread asking;
    private volatile Knowledge known = new Knowledge(State.NOT_ASKED, "", Map.of(), false, "not asked yet");

    /**
     * Starts asking.
     *
     * @param onChange told after what is {@link #known} changed
     */
    Origin(Target.Address address, SpillwayClient client, Runnable onChange) {
        this.address = address;
        this.client = client;
        this.onChange = onChange;
        this.asking = Thread.ofVirtual().name("origin-" + address.name()).unstarted(this::askAgainAndAgain);
    }

    void start() {
        asking.start();
    }

    private void askAgainAndAgain() {
        Duration retry = FIRST_RETRY;
        try {
            while (!Thread.currentThread().isInterrupted()) {
                ask();
                if (known.isUp()) {
                    retry = FIRST_RETRY;
                    if (doubts.tryAcquire(ASK_EVERY.toNanos(), TimeUnit.NANOSECONDS)) {
                        doubts.drainPermits();
                    }
                } else {
                    Thread.sleep(retry);
                    retry = retry.multipliedBy(2).compareTo(LAST_RETRY) < 0 ? retry.multipliedBy(2) : LAST_RETRY;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void ask() {
        Knowledge before = known;
        try {
            Catalog catalog = client.results().catalog(SELF);
            Map<String, StreamInfo> streams = new TreeMap<>();
            catalog.streams().forEach(each -> streams.put(each.name(), each));
            learn(before, new Knowledge(State.UP, catalog.origin(), streams, true, ""));
        } catch (ResultFailure e) {
            if (!Thread.currentThread().isInterrupted()) {
                learn(
                        before,
                        new Knowledge(State.DOWN, before.name(), before.streams(), before.answered(), trouble(e)));
            }
        }
    }

    private void learn(Knowledge before, Knowledge now) {
        known = now;
        if (before.state() != now.state()) {
            if (!now.isUp()) {
                LOG.warn("origin {} {}: {}", this, before.answered() ? "is gone" : "does not answer", now.trouble());
            } else if (before.state() == State.DOWN) {
                LOG.info("origin {} {}", this, before.answered() ? "is back" : "answers");
            }
        }
        onChange.run();
    }

    /** Says that it may be down, or have other streams than known: it is asked at once. */
    void doubt() {
        doubts.release();
    }

    Results results() {
        return client.results();
    }

    Knowledge known() {
        return known;
    }

    boolean wasAsked() {
        return known.state() != State.NOT_ASKED;
    }

    /** Its name, and why it is down. */
    String withTrouble() {
        return this + " (" + known.trouble() + ")";
    }

    /** Its name, and why it cannot give a result. */
    String withTrouble(ResultFailure failure) {
        return this + " (" + trouble(failure) + ")";
    }

    /** The words of a failure without the target, which the name has already. */
    private String trouble(ResultFailure failure) {
        String prefix = address.target() + ": ";
        return failure.text().startsWith(prefix) ? failure.text().substring(prefix.length()) : failure.text();
    }

    /** Asks no more; results that are still read go on. */
    void retire() {
        asking.interrupt();
        client.retire();
    }

    /** Results that are still read fail. */
    void close() {
        asking.interrupt();
        client.close();
    }

    @Override
    public String toString() {
        return address.name();
    }
}
