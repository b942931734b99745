package dev.spillway.load.run;

import dev.spillway.load.http2.Connection;
import dev.spillway.load.http2.Exchange;
import dev.spillway.load.http2.Loop;
import dev.spillway.load.http2.Receiver;
import dev.spillway.load.http2.Request;
import dev.spillway.load.pace.Pacer;
import dev.spillway.load.pace.Reader;
import dev.spillway.load.rows.Body;
import dev.spillway.load.rows.Corrupt;
import dev.spillway.wire.Start;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One result on its way to one reader: timed, checked, and counted in the end. On its loop only. */
final class Reading implements Receiver {
    private static final int LONGEST_PROBLEM = 300;

    private final Loop loop;
    private final Turn turn;
    private final Reader reader;
    private final Connection connection;
    private final Body body;
    private final Tally tally;
    private final Series series;
    private final long due;
    private final long killAtByte;
    private final Consumer<Reading> whenOver;

    private @Nullable Exchange exchange;
    private boolean over;
    private boolean refused;
    private boolean failed;
    /** Whether it broke its connection, and nothing came of that yet. */
    private boolean killed;

    private Map<String, String> headers = Map.of();
    private String status = "";
    private final StringBuilder problem = new StringBuilder();
    private long startedAt;
    private long headerAt;
    private long firstRowAt;
    private long lastRowAt;
    private long brokenAt;
    private long wentOnAt;
    private long rows;
    private long bytes;
    private long thawAt;
    private long[] gaps = new long[16];
    private int gapCount;

    /**
     * @param due when it was to start: what times count from
     * @param whenOver runs once, when nothing of it is left
     */
    Reading(Loop loop, Turn turn, Seat seat, Tally tally, Series series, long due, Consumer<Reading> whenOver) {
        this.loop = loop;
        this.turn = turn;
        this.reader = seat.reader();
        this.connection = seat.connection(turn.scenario());
        this.body = turn.reference().body(turn.scenario().form());
        this.tally = tally;
        this.series = series;
        this.due = due;
        this.killAtByte = seat.killAt(turn.reference().total().bytes());
        this.whenOver = whenOver;
    }

    void begin() {
        startedAt = loop.nanoTime();
        exchange = connection.send(turn.request(), this);
    }

    /** Whether it failed, or was not what it should be. */
    boolean isFailed() {
        return failed;
    }

    /** Ends it, since nobody waits for it any more. */
    void stop() {
        cancel();
        end();
    }

    boolean isSteady() {
        return reader instanceof Reader.Steady;
    }

    @Override
    public void headers(Map<String, String> received) {
        headerAt = headerAt == 0 ? loop.nanoTime() : headerAt;
        headers = received;
        status = received.getOrDefault(":status", "");
        refused = !status.equals("200");
    }

    @Override
    public boolean data(byte[] array, int offset, int length) {
        if (over) {
            return true;
        }
        if (refused) {
            if (problem.length() < LONGEST_PROBLEM) {
                problem.append(new String(array, offset, length, StandardCharsets.UTF_8));
            }
            return true;
        }
        bytes += length;
        int more;
        try {
            more = body.accept(array, offset, length);
        } catch (Corrupt e) {
            cancel();
            corrupt(e);
            return true;
        }
        long now = loop.nanoTime();
        usable(more, now);
        series.add(now, more, length);
        return credit(length, now);
    }

    private void usable(int more, long now) {
        if (more == 0) {
            return;
        }
        rows += more;
        wentOnAt = brokenAt != 0 && wentOnAt == 0 ? now : wentOnAt;
        if (firstRowAt == 0) {
            firstRowAt = now;
        } else {
            if (gapCount == gaps.length) {
                gaps = Arrays.copyOf(gaps, gapCount * 2);
            }
            gaps[gapCount++] = now - lastRowAt;
        }
        lastRowAt = now;
    }

    /** Whether the sender gets credit for bytes at once. */
    private boolean credit(int length, long now) {
        long from = now;
        switch (reader) {
            case Reader.Steady steady -> {}
            case Reader.Paced paced -> from = startedAt + new Pacer(paced.bytesPerSecond()).dueNanos(bytes);
            case Reader.Frozen frozen -> {
                thawAt = thawAt == 0 ? now + frozen.pause().toNanos() : thawAt;
                from = thawAt;
            }
            case Reader.Killed _, Reader.Resumed _ -> breakOff(now);
        }
        Exchange current = exchange;
        if (from <= now || current == null) {
            return true;
        }
        loop.at(from, () -> current.consumed(length));
        return false;
    }

    private void breakOff(long now) {
        if (bytes >= killAtByte && brokenAt == 0) {
            brokenAt = now;
            killed = true;
            connection.close();
        }
    }

    @Override
    public void end(Map<String, String> trailers) {
        if (over) {
            return;
        }
        if (refused) {
            fail("HTTP " + status + " " + detail());
        } else if (turn.scenario().isGrpc() && !GrpcStatus.of(trailers).equals(GrpcStatus.OK)) {
            fail("gRPC status " + GrpcStatus.text(trailers));
        } else if (body.completesApart()) {
            loop.apart(() -> complete(trailers), this::completed);
        } else {
            completed(complete(trailers));
        }
    }

    private record Completed(int rows, @Nullable Corrupt corrupt) {}

    private Completed complete(Map<String, String> trailers) {
        try {
            return new Completed(body.complete(trailers), null);
        } catch (Corrupt e) {
            return new Completed(0, e);
        }
    }

    private void completed(Completed completed) {
        if (over) {
            return;
        }
        if (completed.corrupt() != null) {
            corrupt(completed.corrupt());
            return;
        }
        long now = loop.nanoTime();
        usable(completed.rows(), now);
        series.add(now, completed.rows(), 0);
        tally.results++;
        tally.rows += rows;
        tally.bytes += bytes;
        tally.proven += body.isProven() ? 1 : 0;
        if (isSteady()) {
            time(now);
        } else if (wentOnAt != 0) {
            tally.resume.recordValue(wentOnAt - brokenAt);
        }
        end();
    }

    private void time(long now) {
        tally.header.recordValue(headerAt - due);
        if (firstRowAt != 0) {
            tally.firstRow.recordValue(firstRowAt - due);
        }
        tally.completion.recordValue(now - due);
        for (int i = 0; i < gapCount; i++) {
            tally.gap.recordValue(gaps[i]);
            if (gaps[i] > turn.stallNanos()) {
                tally.stalls++;
                tally.stalledNanos += gaps[i];
            }
        }
    }

    @Override
    public void broken(String why) {
        if (over) {
            return;
        }
        if (!killed) {
            fail(why);
            return;
        }
        killed = false;
        Optional<Start> rest =
                reader instanceof Reader.Resumed && turn.scenario().streams() ? body.rest(headers) : Optional.empty();
        if (rest.isPresent()) {
            loop.execute(() -> goOn(turn.rest(rest.get())));
        } else {
            tally.killed++;
            end();
        }
    }

    private void goOn(Request request) {
        if (!over) {
            exchange = connection.send(request, this);
        }
    }

    private void fail(String message) {
        failed = true;
        tally.fail(message);
        end();
    }

    private void corrupt(Corrupt corrupt) {
        failed = true;
        tally.corrupt(corrupt);
        end();
    }

    private void end() {
        over = true;
        whenOver.accept(this);
    }

    private void cancel() {
        if (exchange != null) {
            exchange.cancel();
        }
    }

    private String detail() {
        return problem.substring(0, Math.min(LONGEST_PROBLEM, problem.length()));
    }
}
