package dev.spillway.client;

import dev.spillway.wire.Frame;
import dev.spillway.wire.FrameReader;
import dev.spillway.wire.Position;
import dev.spillway.wire.ReadSpec;
import dev.spillway.wire.Reason;
import dev.spillway.wire.ResultFailure;
import dev.spillway.wire.ResumeToken;
import dev.spillway.wire.Start;
import dev.spillway.wire.frame.FrameCheck;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Reads that go on over cuts, on one thread, over a transport and in a time that a simulation makes. */
public final class SteppedReads {
    private SteppedReads() {}

    /** What is wrong with the core of a read. */
    public enum Fault {
        NONE,
        CHECKSUM_NOT_CHECKED,
        START_NOT_COMPARED,
        END_NOT_REQUIRED,
        TOTALS_NOT_COMPARED,
        ORDER_NOT_CHECKED,
        MOVES_BEFORE_IT_CHECKS,
        RESULT_NOT_COMPARED,
        BACK_OFF_NOT_RESET,
        GIVES_UP_NEVER,
        RETRY_INFO_IGNORED
    }

    /** The world around a read. */
    public interface World {
        /** Begins an attempt; what is wrong with it comes out of {@link #next}. */
        void open(ReadSpec spec);

        /** The next frame as it arrived; null if nothing came in that time. */
        @Nullable
        Frame next(Duration atMost) throws ResultFailure;

        /** The attempt is not read any more. */
        void close();

        long nanoTime();

        /** An attempt failed; time passes. */
        void pause(Duration delay);

        /** Told before the pause. */
        void interrupted(ResultFailure why, Duration delay, boolean told);
    }

    /** A read in that world. */
    public static FrameReader open(ReadSpec spec, Fault fault, World world) throws ResultFailure {
        FrameCheck check = new FrameCheck(Position.START);
        if (spec.start() instanceof Start.Token token) {
            check = new FrameCheck(ResumeToken.of(token.token()).position());
        } else if (spec.start() instanceof Start.Row row) {
            check = FrameCheck.atRow(row.row());
        }
        ResumePolicy policy = ResumePolicy.DEFAULT;
        return new ResumingReader(
                BrokenCore.of(fault, spec, check, policy),
                spec,
                policy.stallTimeout(),
                each -> {
                    world.open(each);
                    return new WorldAttempt(world);
                },
                new ProgressListener() {
                    @Override
                    public void progress(Frame.Progress progress) {}

                    @Override
                    public void interrupted(ResultFailure why, Duration delay, boolean told) {
                        world.interrupted(why, delay, told);
                    }
                },
                new WorldTime(world));
    }

    private record WorldAttempt(World world) implements Attempt {
        @Override
        public @Nullable Frame next(Duration atMost) throws ResultFailure {
            return world.next(atMost);
        }

        @Override
        public void cancel(Reason why) {}

        @Override
        public void close() {
            world.close();
        }
    }

    private record WorldTime(World world) implements ResumingReader.Pauses {
        @Override
        public long nanoTime() {
            return world.nanoTime();
        }

        @Override
        public void pause(Duration delay) {
            world.pause(delay);
        }

        @Override
        public void end() {}
    }
}
