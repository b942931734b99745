package dev.spillway.result;

import dev.spillway.render.Rendition;
import dev.spillway.result.rendering.Indexing;
import dev.spillway.result.rendering.RenderingIndex;
import dev.spillway.wire.FrameReader;
import dev.spillway.wire.Reason;
import dev.spillway.wire.RenderingInfo;
import dev.spillway.wire.RenderingSpec;
import dev.spillway.wire.ResultFailure;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The renderings of one result. Each is made when it is first asked for, and given up when nobody asks for it any more.
 * Any thread.
 */
final class Renderings {
    private static final Logger LOG = LoggerFactory.getLogger(Renderings.class);

    /** Within the deadline that clients have. */
    private static final Duration WAIT = Duration.ofSeconds(3);

    static final Duration TRY_AGAIN = Duration.ofSeconds(1);

    private final KnownResult result;
    private final Executor worker;
    private final Duration patience;
    private final LongSupplier nanoTime;

    /** Guarded by itself. */
    private final Map<Rendition, Job> jobs = new HashMap<>();

    /**
     * @param worker renders
     * @param patience after which time without a question a rendering is given up
     */
    Renderings(KnownResult result, Executor worker, Duration patience, LongSupplier nanoTime) {
        this.result = result;
        this.worker = worker;
        this.patience = patience;
        this.nanoTime = nanoTime;
    }

    /** What {@link dev.spillway.wire.Results#rendering} says. */
    RenderingInfo info(RenderingSpec spec) throws ResultFailure {
        Rendition rendition = Rendition.of(spec.format(), spec.options());
        result.requireWhole();
        try {
            return job(rendition, spec.sha256())
                    .made
                    .get(WAIT.toNanos(), TimeUnit.NANOSECONDS)
                    .info(spec.find());
        } catch (TimeoutException e) {
            throw notYet("its " + rendition.format() + " is being measured");
        } catch (ExecutionException e) {
            throw e.getCause() instanceof ResultFailure why
                    ? why
                    : new ResultFailure(Reason.INTERNAL, "defect: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ResultFailure(Reason.CANCELLED, "interrupted", e);
        }
    }

    /** The failure of who asked too early. */
    static ResultFailure notYet(String why) {
        return new ResultFailure(Reason.UNAVAILABLE, "the result has no length yet: " + why).retryAfter(TRY_AGAIN);
    }

    private Job job(Rendition rendition, boolean sha256) throws ResultFailure {
        synchronized (jobs) {
            Job job = jobs.get(rendition);
            if (job == null || (sha256 && !job.sha256)) {
                job = new Job(rendition, sha256);
                start(job);
                jobs.put(rendition, job);
            }
            job.askedAt = nanoTime.getAsLong();
            return job;
        }
    }

    private void start(Job job) throws ResultFailure {
        try {
            worker.execute(job);
        } catch (RejectedExecutionException e) {
            throw new ResultFailure(Reason.UNAVAILABLE, CancelWords.of(Reason.UNAVAILABLE), e);
        }
    }

    private final class Job implements Runnable {
        private final Rendition rendition;
        private final boolean sha256;
        private final CompletableFuture<RenderingIndex> made = new CompletableFuture<>();
        private volatile long askedAt = nanoTime.getAsLong();

        Job(Rendition rendition, boolean sha256) {
            this.rendition = rendition;
            this.sha256 = sha256;
        }

        @Override
        public void run() {
            try (FrameReader whole = result.whole()) {
                made.complete(Indexing.of(whole, rendition, sha256, this::isAbandoned));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                fail(new ResultFailure(Reason.UNAVAILABLE, CancelWords.of(Reason.UNAVAILABLE), e));
            } catch (ResultFailure e) {
                fail(e);
            } catch (RuntimeException | Error e) {
                LOG.error("defect while the {} of a result was measured", rendition.format(), e);
                fail(e);
            }
        }

        private boolean isAbandoned() {
            return nanoTime.getAsLong() - askedAt > patience.toNanos();
        }

        /** The next question begins anew. */
        private void fail(Throwable why) {
            synchronized (jobs) {
                jobs.remove(rendition, this);
            }
            made.completeExceptionally(why);
        }
    }
}
