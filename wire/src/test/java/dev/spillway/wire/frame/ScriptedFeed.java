package dev.spillway.wire.frame;

import dev.spillway.wire.Chunk;
import dev.spillway.wire.ChunkFeed;
import dev.spillway.wire.Position;
import dev.spillway.wire.Reason;
import dev.spillway.wire.ResultFailure;
import dev.spillway.wire.Slice;
import dev.spillway.wire.WaitingFor;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/** A feed that follows a script, with the clock that the script is written for: waiting moves it. */
final class ScriptedFeed implements ChunkFeed {
    private interface Event {
        Next happen() throws ResultFailure;
    }

    private record Step(long atNanos, Event event) {}

    private final Queue<Step> script = new ArrayDeque<>();
    private Position written = Position.START;
    private long now;
    private long scriptedUntil;

    Position position = Position.START;
    WaitingFor waitingFor = WaitingFor.SOURCE;
    final List<Reason> cancelled = new ArrayList<>();
    boolean closed;

    long nanoTime() {
        return now;
    }

    /** What follows in the script happens later than what stands before. */
    ScriptedFeed after(Duration time) {
        scriptedUntil += time.toNanos();
        return this;
    }

    ScriptedFeed chunk(byte[] data, long rows) {
        Slice slice = Slice.of(data);
        Chunk chunk = new Chunk(written.rows(), rows, written.bytes(), slice, slice.crc32c());
        written = written.after(chunk);
        return step(() -> {
            position = position.after(chunk);
            return new Next.Data(chunk);
        });
    }

    ScriptedFeed done() {
        Position total = written;
        return step(() -> new Next.Done(total));
    }

    ScriptedFeed add(Next next) {
        return step(() -> next);
    }

    ScriptedFeed failure(ResultFailure failure) {
        return step(() -> {
            throw failure;
        });
    }

    private ScriptedFeed step(Event event) {
        script.add(new Step(scriptedUntil, event));
        return this;
    }

    @Override
    public Next next(Duration wait) throws ResultFailure {
        Step next = script.peek();
        if (next == null || next.atNanos() > now + wait.toNanos()) {
            now += wait.toNanos();
            return new Next.Idle();
        }
        now = Math.max(now, next.atNanos());
        script.remove();
        return next.event().happen();
    }

    @Override
    public WaitingFor waitingFor() {
        return waitingFor;
    }

    @Override
    public void cancel(Reason why) {
        cancelled.add(why);
    }

    @Override
    public void close() {
        closed = true;
    }
}
