package dev.spillway.app.gateway;

import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks up the addresses of one target again and again. Any thread. */
final class Finder {
    private static final Logger LOG = LoggerFactory.getLogger(Finder.class);

    private static final Duration EVERY = Duration.ofSeconds(30);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final Target target;
    private final Target.Lookup lookup;
    private final Runnable onChange;
    private final Semaphore doubts = new Semaphore(0);
    private final Thread thread;
    private volatile List<Target.Address> found = List.of();
    private volatile boolean isUnknown;

    /** @param onChange told after what is {@link #found} or {@link #isUnknown} may have changed */
    Finder(Target target, Target.Lookup lookup, Runnable onChange) {
        this.target = target;
        this.lookup = lookup;
        this.onChange = onChange;
        this.thread = Thread.ofVirtual().name("find-" + target.text()).unstarted(this::lookUpAgainAndAgain);
    }

    void start() {
        if (target.isFixed()) {
            lookUp();
        } else {
            thread.start();
        }
    }

    private void lookUpAgainAndAgain() {
        try {
            while (true) {
                lookUp();
                Thread.sleep(PAUSE);
                if (!isUnknown && doubts.tryAcquire(EVERY.minus(PAUSE).toNanos(), TimeUnit.NANOSECONDS)) {
                    doubts.drainPermits();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void lookUp() {
        try {
            found = target.addresses(lookup);
            if (isUnknown) {
                LOG.info("origin {}: found", target.text());
            }
            isUnknown = false;
        } catch (UnknownHostException e) {
            if (!isUnknown) {
                LOG.warn("origin {}: no such host", target.text());
            }
            isUnknown = true;
        }
        onChange.run();
    }

    /** Says that the addresses may be others: they are looked up soon. */
    void doubt() {
        doubts.release();
    }

    /** What was found last. */
    List<Target.Address> found() {
        return found;
    }

    /** Whether the last search found nothing. */
    boolean isUnknown() {
        return isUnknown;
    }

    void close() {
        thread.interrupt();
    }

    @Override
    public String toString() {
        return target.text();
    }
}
