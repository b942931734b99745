package dev.spillway.app.serve;

import dev.spillway.result.RunView;
import dev.spillway.wire.Caller;
import dev.spillway.wire.Position;
import dev.spillway.wire.ResultId;
import dev.spillway.wire.WaitingFor;
import java.time.Duration;
import java.util.OptionalLong;

/** A run that is where the test says. */
final class FakeRun implements RunView {
    private final OptionalLong estimate;
    private volatile Position from = Position.START;
    private volatile long rows;
    private volatile Duration elapsed = Duration.ZERO;
    private volatile WaitingFor waitingFor = WaitingFor.SOURCE;

    FakeRun(OptionalLong estimate) {
        this.estimate = estimate;
    }

    void from(Position start) {
        from = start;
    }

    void at(long rowsDone, Duration after, WaitingFor who) {
        rows = rowsDone;
        elapsed = after;
        waitingFor = who;
    }

    @Override
    public Position from() {
        return from;
    }

    @Override
    public ResultId id() {
        return new ResultId("local", "7f3a" + "0".repeat(28));
    }

    @Override
    public String stream() {
        return "books";
    }

    @Override
    public String arguments() {
        return "user_id=1, max_results=4000000";
    }

    @Override
    public Caller caller() {
        return new Caller("anonymous", "curl/8.5.0");
    }

    @Override
    public OptionalLong estimatedRows() {
        return estimate;
    }

    @Override
    public long rows() {
        return rows;
    }

    @Override
    public long bytes() {
        return 10 * rows;
    }

    @Override
    public WaitingFor waitingFor() {
        return waitingFor;
    }

    @Override
    public Duration elapsed() {
        return elapsed;
    }
}
