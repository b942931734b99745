package dev.spillway.client;

import dev.spillway.wire.Frame;
import dev.spillway.wire.Position;
import dev.spillway.wire.ReadSpec;
import dev.spillway.wire.Reason;
import dev.spillway.wire.Replay;
import dev.spillway.wire.ResultFailure;
import dev.spillway.wire.Slice;
import dev.spillway.wire.Start;
import dev.spillway.wire.frame.FrameCheck;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One read over any number of attempts: says after each event what to do next. What it delivers is one header, contiguous
 * chunks that were checked, and one end, however many attempts it took; or it gives up.
 *
 * <p>No input or output, no thread and no clock of its own. One thread.
 */
class ResumeCore {
    private final ReadSpec spec;
    private final ResumePolicy policy;
    private FrameCheck check;
    private Frame.@Nullable Header header;
    private Slice token = Slice.EMPTY;
    private Duration delay = ResumePolicy.FIRST_DELAY;
    /** Whether the attempt brought its header, and nothing else. */
    private boolean onlyHeader;

    private boolean betweenRows;
    private boolean tokenRefused;
    private int damaged;

    /** Since when no attempt brought anything. */
    private @Nullable Long troubleSince;

    /** When the origin that drained may be back. */
    private @Nullable Long backAt;

    ResumeCore(ReadSpec spec, FrameCheck check, ResumePolicy policy) {
        this.spec = spec;
        this.check = check;
        this.policy = policy;
    }

    ResumeStep on(ResumeEvent event) {
        if (event instanceof ResumeEvent.Arrived arrived) {
            try {
                check(arrived.frame());
            } catch (ResultFailure e) {
                return broke(e, arrived.now());
            }
            return accepted(arrived.frame(), arrived.now());
        }
        if (event instanceof ResumeEvent.Broke broke) {
            boolean withPlace = broke.why().reason() == Reason.TRUNCATED;
            return broke(withPlace ? atPosition(broke.why()) : broke.why(), broke.now());
        }
        if (event instanceof ResumeEvent.Silent silent) {
            return broke(
                    new ResultFailure(
                            Reason.UNAVAILABLE,
                            "nothing came for " + policy.stallTimeout().toMillis() + " ms at " + check.position()),
                    silent.now());
        }
        return connect();
    }

    private void check(Frame frame) throws ResultFailure {
        check.accept(frame);
        if (frame instanceof Frame.Header now
                && header != null
                && !now.resultId().equals(header.resultId())) {
            throw new ResultFailure(
                    Reason.DATA_LOSS, "result: " + now.resultId() + " (expected: " + header.resultId() + ")");
        }
    }

    private ResumeStep accepted(Frame frame, long now) {
        onlyHeader = frame instanceof Frame.Header;
        if (frame instanceof Frame.Header first) {
            if (header != null) {
                return new ResumeStep.GoOn(check.position());
            }
            header = first;
            return new ResumeStep.Deliver(first);
        }
        troubleSince = null;
        if (frame instanceof Frame.Data data) {
            token = data.token();
            tokenRefused = false;
            betweenRows = data.chunk().rowCount() > 0;
            damaged = 0;
            delay = ResumePolicy.FIRST_DELAY;
        } else if (frame instanceof Frame.Drain drain) {
            backAt = now + Math.max(0, drain.reconnectAfter().toNanos());
        }
        return new ResumeStep.Deliver(frame);
    }

    private ResumeStep broke(ResultFailure why, long now) {
        if (!canGoOnAfter(why)) {
            return new ResumeStep.GiveUp(why);
        }
        Duration wait = wait(why, now);
        if (troubleSince == null) {
            troubleSince = now;
        }
        if (now + wait.toNanos() - troubleSince > policy.giveUpAfter().toNanos()) {
            return new ResumeStep.GiveUp(why);
        }
        return new ResumeStep.Pause(wait, why.retryAfter().isPresent(), why);
    }

    private ResultFailure atPosition(ResultFailure why) {
        return new ResultFailure(why.reason(), why.text() + " at " + check.position(), why);
    }

    private boolean canGoOnAfter(ResultFailure why) {
        if (policy.giveUpAfter().isZero()) {
            return false;
        }
        if (header == null) {
            return policy.waitsToOpen() && why.retryAfter().isPresent() && mayPass(why.reason());
        }
        boolean isAtStart = check.position().equals(header.effective());
        boolean canContinue = header.replay() != Replay.NONE && (isAtStart || !token.isEmpty());
        return canContinue && mayPass(why.reason());
    }

    /** What is busy behind a header is the source of this result, which has failed for good. */
    private boolean mayPass(Reason reason) {
        if (reason == Reason.DATA_LOSS) {
            damaged++;
            return damaged < ResumePolicy.DAMAGED_ATTEMPTS;
        }
        if (reason == Reason.INVALID_TOKEN && betweenRows && !tokenRefused) {
            // It was damaged where no checksum tells; the row says the same place.
            tokenRefused = true;
            return true;
        }
        return reason == Reason.UNAVAILABLE
                || reason == Reason.TRUNCATED
                || (reason == Reason.BUSY && !onlyHeader)
                || reason == Reason.OTHER_ORIGIN;
    }

    private Duration wait(ResultFailure why, long now) {
        if (why.retryAfter().isPresent()) {
            return why.retryAfter().get();
        }
        Duration wait = delay;
        Duration doubled = delay.multipliedBy(2);
        delay = doubled.compareTo(ResumePolicy.LAST_DELAY) < 0 ? doubled : ResumePolicy.LAST_DELAY;
        if (backAt != null) {
            Duration untilBack = Duration.ofNanos(backAt - now);
            backAt = null;
            return untilBack.compareTo(wait) > 0 ? untilBack : wait;
        }
        return wait;
    }

    private ResumeStep connect() {
        onlyHeader = false;
        if (header == null) {
            return new ResumeStep.Connect(spec);
        }
        check = check.next();
        long rows = check.position().rows() - header.effective().rows();
        if (spec.maxRows() > 0 && rows >= spec.maxRows()) {
            return new ResumeStep.Deliver(new Frame.Limit(0, check.position(), token, Duration.ZERO));
        }
        long bytes = check.position().bytes() - header.effective().bytes();
        return new ResumeStep.Connect(new ReadSpec(
                start(header),
                spec.maxRows() == 0 ? 0 : spec.maxRows() - rows,
                spec.maxBytes() == 0 ? 0 : Math.max(1, spec.maxBytes() - bytes)));
    }

    private Start start(Frame.Header first) {
        if (tokenRefused) {
            return new Start.Row(first.resultId(), check.position().rows());
        }
        if (!token.isEmpty()) {
            return new Start.Token(token);
        }
        return spec.start() instanceof Start.New ? new Start.Row(first.resultId(), 0) : spec.start();
    }

    /** The place behind what was delivered. */
    final Position position() {
        return check.position();
    }
}
