package dev.spillway.client;

import dev.spillway.wire.Chunk;
import dev.spillway.wire.Frame;
import dev.spillway.wire.Position;
import dev.spillway.wire.ReadSpec;
import dev.spillway.wire.Reason;
import dev.spillway.wire.ResultId;
import dev.spillway.wire.ResumeToken;
import dev.spillway.wire.Slice;
import dev.spillway.wire.frame.FrameCheck;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A core with one fault, which a simulation has to find. */
abstract class BrokenCore extends ResumeCore {
    /** Whether it took something that it should have refused. */
    boolean fooled;

    private @Nullable ResultId id;

    private BrokenCore(ReadSpec spec, FrameCheck check, ResumePolicy policy) {
        super(spec, check, policy);
    }

    static ResumeCore of(SteppedReads.Fault fault, ReadSpec spec, FrameCheck check, ResumePolicy policy) {
        return switch (fault) {
            case NONE -> new ResumeCore(spec, check, policy);
            case CHECKSUM_NOT_CHECKED -> new ChecksumNotChecked(spec, check, policy);
            case START_NOT_COMPARED -> new StartNotCompared(spec, check, policy);
            case END_NOT_REQUIRED -> new EndNotRequired(spec, check, policy);
            case TOTALS_NOT_COMPARED -> new TotalsNotCompared(spec, check, policy);
            case ORDER_NOT_CHECKED -> new OrderNotChecked(spec, check, policy);
            case MOVES_BEFORE_IT_CHECKS -> new MovesBeforeItChecks(spec, check, policy);
            case RESULT_NOT_COMPARED -> new ResultNotCompared(spec, check, policy);
            case BACK_OFF_NOT_RESET -> new BackOffNotReset(spec, check, policy);
            case GIVES_UP_NEVER ->
                new ResumeCore(spec, check, new ResumePolicy(policy.stallTimeout(), Duration.ofDays(1), true));
            case RETRY_INFO_IGNORED -> new RetryInfoIgnored(spec, check, policy);
        };
    }

    @Override
    ResumeStep on(ResumeEvent event) {
        if (event instanceof ResumeEvent.Arrived arrived) {
            if (id == null && arrived.frame() instanceof Frame.Header header) {
                id = header.resultId();
            }
            return super.on(new ResumeEvent.Arrived(taken(arrived.frame()), arrived.now()));
        }
        return super.on(event);
    }

    /** The same chunk with the token of the place where the core takes itself to be behind it. */
    final Frame.Data withOwnToken(Frame.Data data) {
        if (id == null) {
            return data;
        }
        ResumeToken own = new ResumeToken(id, position().after(data.chunk()), 0);
        return new Frame.Data(data.sequence(), data.chunk(), own.toBytes());
    }

    /** What the core takes a frame for. */
    Frame taken(Frame frame) {
        return frame;
    }

    private static final class ChecksumNotChecked extends BrokenCore {
        ChecksumNotChecked(ReadSpec spec, FrameCheck check, ResumePolicy policy) {
            super(spec, check, policy);
        }

        @Override
        Frame taken(Frame frame) {
            if (frame instanceof Frame.Data data) {
                Frame.Data believed = resealed(data);
                fooled |= believed.chunk().crc32c() != data.chunk().crc32c();
                return withOwnToken(believed);
            }
            return withTotal(frame);
        }
    }

    /** Appends what comes, wherever the origin started. */
    private static final class StartNotCompared extends BrokenCore {
        private Position claimed = Position.START;
        private Position believed = Position.START;

        StartNotCompared(ReadSpec spec, FrameCheck check, ResumePolicy policy) {
            super(spec, check, policy);
        }

        @Override
        Frame taken(Frame frame) {
            if (frame instanceof Frame.Header header) {
                believed = position();
                claimed = header.effective();
                fooled |= !claimed.equals(believed);
                return at(header, believed);
            }
            return frame instanceof Frame.Data data
                    ? withOwnToken(moved(data, believed.bytes() - claimed.bytes(), believed.rows() - claimed.rows()))
                    : withTotal(frame);
        }
    }

    /** Takes a stream that is over for one that is whole. */
    private static final class EndNotRequired extends BrokenCore {
        private long frames;

        EndNotRequired(ReadSpec spec, FrameCheck check, ResumePolicy policy) {
            super(spec, check, policy);
        }

        @Override
        ResumeStep on(ResumeEvent event) {
            if (event instanceof ResumeEvent.Broke broke && broke.why().reason() == Reason.TRUNCATED) {
                return new ResumeStep.Deliver(new Frame.End(frames, position(), Duration.ZERO));
            }
            frames++;
            return super.on(event);
        }
    }

    private static final class TotalsNotCompared extends BrokenCore {
        TotalsNotCompared(ReadSpec spec, FrameCheck check, ResumePolicy policy) {
            super(spec, check, policy);
        }

        @Override
        Frame taken(Frame frame) {
            fooled = true;
            return withTotal(frame);
        }
    }

    /** Does not notice a gap between chunks, or one that comes twice. */
    private static final class OrderNotChecked extends BrokenCore {
        private long next;

        OrderNotChecked(ReadSpec spec, FrameCheck check, ResumePolicy policy) {
            super(spec, check, policy);
        }

        @Override
        Frame taken(Frame frame) {
            next = frame instanceof Frame.Header ? 0 : next + 1;
            Frame numbered = ResultFrames.withSequence(frame, next);
            if (numbered instanceof Frame.Data data) {
                Chunk chunk = data.chunk();
                fooled |= chunk.offset() != position().bytes();
                return withOwnToken(moved(
                        data, position().bytes() - chunk.offset(), position().rows() - chunk.firstRow()));
            }
            return withTotal(numbered);
        }
    }

    /** Goes on behind a chunk that it refused. */
    private static final class MovesBeforeItChecks extends BrokenCore {
        MovesBeforeItChecks(ReadSpec spec, FrameCheck check, ResumePolicy policy) {
            super(spec, check, policy);
        }

        @Override
        ResumeStep on(ResumeEvent event) {
            ResumeStep step = super.on(event);
            if (step instanceof ResumeStep.Pause
                    && event instanceof ResumeEvent.Arrived arrived
                    && arrived.frame() instanceof Frame.Data data
                    && data.chunk().offset() == position().bytes()) {
                Frame.Data believed = resealed(data);
                super.on(new ResumeEvent.Arrived(
                        ResultFrames.withSequence(believed, data.sequence() + 1), arrived.now()));
            }
            return step;
        }
    }

    /** Takes data of another result. */
    private static final class ResultNotCompared extends BrokenCore {
        private Frame.@Nullable Header first;

        ResultNotCompared(ReadSpec spec, FrameCheck check, ResumePolicy policy) {
            super(spec, check, policy);
        }

        @Override
        Frame taken(Frame frame) {
            if (frame instanceof Frame.Header header) {
                Frame.Header mine = first == null ? header : first;
                first = mine;
                fooled |= !header.resultId().equals(mine.resultId());
                return new Frame.Header(
                        header.sequence(),
                        mine.resultId(),
                        header.content(),
                        position(),
                        header.replay(),
                        header.estimatedRows(),
                        header.leaseExpiry());
            }
            return withTotal(frame);
        }
    }

    /** Lets the delay between attempts grow on over progress. */
    private static final class BackOffNotReset extends BrokenCore {
        private Duration least = Duration.ZERO;

        BackOffNotReset(ReadSpec spec, FrameCheck check, ResumePolicy policy) {
            super(spec, check, policy);
        }

        @Override
        ResumeStep on(ResumeEvent event) {
            ResumeStep step = super.on(event);
            if (!(step instanceof ResumeStep.Pause pause) || pause.told()) {
                return step;
            }
            Duration delay = pause.delay().compareTo(least) > 0 ? pause.delay() : least;
            least = delay.multipliedBy(2).compareTo(ResumePolicy.LAST_DELAY) < 0
                    ? delay.multipliedBy(2)
                    : ResumePolicy.LAST_DELAY;
            return new ResumeStep.Pause(delay, false, pause.why());
        }
    }

    /** Does not hear when a busy origin wants to be asked again. */
    private static final class RetryInfoIgnored extends BrokenCore {
        RetryInfoIgnored(ReadSpec spec, FrameCheck check, ResumePolicy policy) {
            super(spec, check, policy);
        }

        @Override
        ResumeStep on(ResumeEvent event) {
            ResumeStep step = super.on(event);
            return step instanceof ResumeStep.Pause pause && pause.told()
                    ? new ResumeStep.Pause(ResumePolicy.FIRST_DELAY, true, pause.why())
                    : step;
        }
    }

    private static Frame.Data resealed(Frame.Data data) {
        Chunk chunk = data.chunk();
        Slice bytes = chunk.data();
        return new Frame.Data(
                data.sequence(),
                new Chunk(chunk.firstRow(), chunk.rowCount(), chunk.offset(), bytes, bytes.crc32c()),
                data.token());
    }

    private static Frame.Data moved(Frame.Data data, long bytes, long rows) {
        Chunk chunk = data.chunk();
        long offset = Math.max(0, chunk.offset() + bytes);
        return new Frame.Data(
                data.sequence(),
                new Chunk(chunk.firstRow() + rows, chunk.rowCount(), offset, chunk.data(), chunk.crc32c()),
                data.token());
    }

    /** Once it was fooled, its totals are those that it counted itself. */
    final Frame withTotal(Frame frame) {
        return fooled && frame instanceof Frame.End end
                ? new Frame.End(end.sequence(), position(), end.elapsed())
                : frame;
    }

    private static Frame.Header at(Frame.Header header, Position position) {
        return new Frame.Header(
                header.sequence(),
                header.resultId(),
                header.content(),
                position,
                header.replay(),
                header.estimatedRows(),
                header.leaseExpiry());
    }
}
