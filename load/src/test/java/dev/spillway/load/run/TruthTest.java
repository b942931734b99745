package dev.spillway.load.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.spillway.load.http2.Request;
import dev.spillway.load.pace.Pacer;
import dev.spillway.load.pace.Reader;
import dev.spillway.load.rows.Form;
import dev.spillway.load.rows.Reference;
import dev.spillway.load.rows.Shop;
import dev.spillway.load.run.VirtualLoop.Step;
import dev.spillway.wire.ResultFailure;
import dev.spillway.wire.ResumeToken;
import dev.spillway.wire.Slice;
import dev.spillway.wire.Start;
import dev.spillway.wire.codec.RequestCodec;
import dev.spillway.wire.v1.ReadRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the tester reports, against a server whose timetable is known: in virtual time, so that the answer is exact. */
class TruthTest {
    private static final double[] PERCENTILES = {0, 1, 10, 25, 50, 75, 90, 95, 99, 99.9, 99.99, 100};
    private static final double RELATIVE = 0.01;
    private static final double ABSOLUTE_NANOS = 0.2e6;

    private static final List<byte[]> ROWS = Shop.rows(30);
    private static final Reference REFERENCE = Shop.reference(ROWS);
    /** More than the frame of a header is long. */
    private static final List<byte[]> MANY = Shop.rows(300);

    private static final Reference MANY_REFERENCE = Shop.reference(MANY);
    private static final Target NOWHERE = new Target("nowhere", 1);

    private static long millis(double millis) {
        return Math.round(millis * 1e6);
    }

    private static Tally play(
            VirtualLoop loop, Scenario scenario, int users, double seconds, Optional<Pacer> arrivals, Reader reader) {
        return play(REFERENCE, loop, scenario, users, seconds, arrivals, reader);
    }

    private static Tally play(
            Reference reference,
            VirtualLoop loop,
            Scenario scenario,
            int users,
            double seconds,
            Optional<Pacer> arrivals,
            Reader reader) {
        List<Seat> seats = new ArrayList<>();
        for (int user = 0; user < users; user++) {
            seats.add(new Seat(loop, NOWHERE, NOWHERE, reader, user, 0));
        }
        long start = loop.nanoTime();
        Lane lane = new Lane(loop, seats, new Series(start, TimeUnit.SECONDS.toNanos(1), 100), start, 0, 1);
        Turn turn = new Turn(
                scenario,
                Request.get("/"),
                reference,
                start,
                Math.round(seconds * 1e9),
                TimeUnit.SECONDS.toNanos(30),
                arrivals,
                millis(100));
        List<Tally> told = new ArrayList<>();
        lane.play(turn, told::add);
        loop.run();
        assertEquals(1, told.size());
        return told.getFirst();
    }

    /** The value below or at which so many percent of the values are, by the nearest rank. */
    private static long percentile(List<Long> values, double percentile) {
        long[] sorted = values.stream().mapToLong(Long::longValue).sorted().toArray();
        int rank = (int) Math.ceil(percentile / 100 * sorted.length);
        return sorted[Math.clamp(rank - 1, 0, sorted.length - 1)];
    }

    private static void assertPercentiles(String what, List<Long> expected, Histogram reported) {
        assertEquals(expected.size(), reported.getTotalCount(), what);
        for (double percentile : PERCENTILES) {
            long exact = percentile(expected, percentile);
            long told = reported.getValueAtPercentile(percentile);
            assertTrue(
                    Math.abs(told - exact) <= Math.max(ABSOLUTE_NANOS, RELATIVE * exact),
                    what + " p" + percentile + ": " + told + " (expected: " + exact + ")");
        }
    }

    /** A server with a timetable of its own for every request, and what a reader of it must measure. */
    private static final class Scripted implements VirtualLoop.Timetable {
        private final Scenario scenario;
        private final Map<Form, byte[]> bodies = new EnumMap<>(Form.class);
        private final Map<Form, List<Integer>> usable = new EnumMap<>(Form.class);
        private final Map<Form, Map<String, String>> trailers = new EnumMap<>(Form.class);
        private final SplittableRandom random = new SplittableRandom(5);
        private final List<Long> headers = new ArrayList<>();
        private final List<Long> firstRows = new ArrayList<>();
        private final List<Long> gaps = new ArrayList<>();
        private final List<Long> completions = new ArrayList<>();

        Scripted(Scenario scenario) {
            this.scenario = scenario;
        }

        @Override
        public List<Step> of(Request request, int number, long nanoTime) {
            Form form = scenario.form();
            List<Step> steps = new ArrayList<>();
            long at = millis(random.nextDouble(0.05, 3));
            steps.add(new Step.Headers(at));
            headers.add(at);
            byte[] body = bodies.computeIfAbsent(form, each -> Shop.body(each, ROWS));
            List<Integer> usableAt = usable.computeIfAbsent(form, each -> Shop.usableAt(each, ROWS));
            long usableBefore = 0;
            int sent = 0;
            while (sent < body.length) {
                // Pieces of any size: some end within a row, some hold many.
                int from = sent;
                int to = Math.min(body.length, sent + random.nextInt(1, 90));
                at += random.nextInt(10) == 0 ? millis(random.nextDouble(10, 200)) : millis(random.nextDouble(0.01, 5));
                steps.add(new Step.Data(at, Slice.of(Arrays.copyOfRange(body, from, to))));
                if (usableAt.stream().anyMatch(end -> end > from && end <= to)) {
                    (usableBefore == 0 ? firstRows : gaps).add(at - usableBefore);
                    usableBefore = at;
                }
                sent = to;
            }
            at += millis(random.nextDouble(0, 2));
            steps.add(new Step.End(at, trailers.computeIfAbsent(form, each -> Shop.trailers(each, ROWS))));
            if (form == Form.JSON) {
                firstRows.add(at);
            }
            completions.add(at);
            return steps;
        }
    }

    @ParameterizedTest
    @EnumSource(Scenario.class)
    void everyPercentileIsThatOfTheTimetable(Scenario scenario) {
        Scripted server = new Scripted(scenario);
        Tally tally = play(new VirtualLoop(server), scenario, 5, 120, Optional.empty(), new Reader.Steady());
        assertEquals(server.completions.size(), tally.results());
        assertTrue(tally.results() > 500, () -> tally.results() + " results");
        assertEquals(tally.results() * ROWS.size(), tally.rows());
        assertEquals(tally.results() * Shop.body(scenario.form(), ROWS).length, tally.bytes());
        assertEquals(tally.results(), tally.proven());
        assertPercentiles("header", server.headers, tally.header);
        assertPercentiles("first row", server.firstRows, tally.firstRow);
        if (scenario != Scenario.REST) {
            assertPercentiles("gap", server.gaps, tally.gap);
        }
        assertPercentiles("completion", server.completions, tally.completion);
        assertEquals(server.gaps.stream().filter(each -> each > millis(100)).count(), tally.stalls());
        assertEquals(0, tally.late() + tally.failed() + tally.corrupt() + tally.unfinished() + tally.notStarted());
    }

    private static List<Step> takes(long nanos) {
        return List.of(
                new Step.Headers(0),
                new Step.Data(nanos, Slice.of(Shop.body(Form.BATCH_MESSAGES, ROWS))),
                new Step.End(nanos, Shop.trailers(Form.BATCH_MESSAGES, ROWS)));
    }

    /**
     * A server that takes 1 ms a result stands still for 2 s, once in 30 s, at 100 starts a second. Who counts from the
     * actual start sees one slow result in 3,000 and a p99 of 1 ms. The starts of those 2 s, and of the while in which the
     * backlog is worked off, wait from 2 s down to nothing: p99 is 1.7 s.
     */
    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void aServerThatStandsStillShowsInEveryStartThatWasDueMeanwhile(int users) {
        long stillFrom = TimeUnit.SECONDS.toNanos(10);
        long stillTo = TimeUnit.SECONDS.toNanos(12);
        long[] start = {0};
        VirtualLoop loop = new VirtualLoop((_, _, now) -> {
            long since = now - start[0];
            return takes(since >= stillFrom && since < stillTo ? stillTo - since + millis(1) : millis(1));
        });
        start[0] = loop.nanoTime();
        Pacer pacer = new Pacer(100);
        Tally tally = play(loop, Scenario.UNARY, users, 30, Optional.of(pacer), new Reader.Steady());

        List<Long> expected = new ArrayList<>();
        long[] free = new long[users];
        long late = 0;
        for (int n = 0; n < 3_000; n++) {
            Arrays.sort(free);
            long due = pacer.dueNanos(n);
            long begins = Math.max(due, free[0]);
            free[0] = (begins >= stillFrom && begins < stillTo ? stillTo : begins) + millis(1);
            expected.add(free[0] - due);
            late += begins - due > millis(1) ? 1 : 0;
        }
        assertPercentiles("completion", expected, tally.completion);
        assertEquals(late, tally.late());
        assertEquals(3_000, tally.results());
        if (users == 1) {
            double p99 = tally.completion.getValueAtPercentile(99) / 1e9;
            assertEquals(1.72, p99, 0.02);
            assertEquals(2.001, tally.completion.getMaxValue() / 1e9, 0.01);
        }
    }

    @Test
    void startsThatNeverHappenAreCounted() {
        // Two results a second at most, at ten starts a second for 10 s, and 30 s to work off the rest.
        VirtualLoop loop = new VirtualLoop((_, _, _) -> takes(millis(500)));
        Tally tally = play(loop, Scenario.UNARY, 1, 10, Optional.of(new Pacer(10)), new Reader.Steady());
        assertEquals(79, tally.results());
        assertEquals(1, tally.unfinished());
        assertEquals(20, tally.notStarted());
    }

    @Test
    void aFailedResultIsNoResultAndNoTime() {
        VirtualLoop loop = new VirtualLoop((_, number, _) -> number % 2 == 0
                ? takes(millis(3))
                : List.of(
                        new Step.Headers(0),
                        new Step.End(millis(700), Map.of("grpc-status", "8", "grpc-message", "no+room%21"))));
        Tally tally = play(loop, Scenario.UNARY, 1, 10, Optional.empty(), new Reader.Steady());
        assertEquals(tally.results() * ROWS.size(), tally.rows());
        assertEquals(Map.of("gRPC status RESOURCE_EXHAUSTED: no+room!", tally.failed()), tally.failures());
        assertTrue(tally.failed() > 5 && tally.failed() <= tally.results());
        assertEquals(tally.results(), tally.completion.getTotalCount());
        assertEquals(3, tally.completion.getMaxValue() / 1e6, 0.2);
    }

    private static List<Step> inPieces(int pieces) {
        byte[] body = Shop.body(Form.ROW_MESSAGES, ROWS);
        List<Step> steps = new ArrayList<>(List.of(new Step.Headers(0)));
        for (int i = 0; i < pieces; i++) {
            steps.add(new Step.Data(
                    millis(1),
                    Slice.of(Arrays.copyOfRange(body, body.length * i / pieces, body.length * (i + 1) / pieces))));
        }
        steps.add(new Step.End(millis(2), Shop.trailers(Form.ROW_MESSAGES, ROWS)));
        return steps;
    }

    @Test
    void aPacedReaderGivesCreditAtItsPaceAndIsNotTimed() {
        VirtualLoop loop = new VirtualLoop((_, _, _) -> inPieces(10));
        long start = loop.nanoTime();
        Tally tally = play(loop, Scenario.STREAM_ROW, 1, 0.001, Optional.empty(), new Reader.Paced(1_000));
        long taken = 0;
        for (VirtualLoop.Credit credit : loop.credits()) {
            taken += credit.bytes();
            assertTrue(credit.nanoTime() - start >= new Pacer(1_000).dueNanos(taken));
        }
        assertEquals(Shop.body(Form.ROW_MESSAGES, ROWS).length, taken);
        assertEquals(1, tally.results());
        assertEquals(0, tally.completion.getTotalCount());
    }

    @Test
    void aFrozenReaderGivesNoCreditUntilItThaws() {
        VirtualLoop loop = new VirtualLoop((_, _, _) -> inPieces(10));
        long start = loop.nanoTime();
        Tally tally =
                play(loop, Scenario.STREAM_ROW, 1, 0.001, Optional.empty(), new Reader.Frozen(Duration.ofSeconds(5)));
        assertEquals(10, loop.credits().size());
        loop.credits().forEach(credit -> assertEquals(millis(5_001), credit.nanoTime() - start));
        assertEquals(0, tally.completion.getTotalCount());
    }

    @Test
    void aKilledReaderBreaksItsConnectionAndIsNoFailure() {
        VirtualLoop loop = new VirtualLoop((_, _, _) -> inPieces(10));
        Tally tally = play(loop, Scenario.STREAM_ROW, 2, 0.1, Optional.empty(), new Reader.Killed());
        assertTrue(tally.killed() > 10, () -> tally.killed() + " killed");
        assertEquals(tally.killed(), loop.closed());
        assertEquals(0, tally.results() + tally.failed() + tally.corrupt());
    }

    /** A server that sends the rest of a result when it is asked for it, 2 ms later and off by some rows. */
    private record Continuing(Form form, int off) implements VirtualLoop.Timetable {
        @Override
        public List<Step> of(Request request, int number, long nanoTime) {
            int asked = askedFor(request);
            List<Step> steps = new ArrayList<>(List.of(new Step.Headers(0)));
            if (asked < 0) {
                byte[] body = Shop.body(form, MANY);
                for (int at = 0; at < body.length; at += 50) {
                    byte[] piece = Arrays.copyOfRange(body, at, Math.min(body.length, at + 50));
                    steps.add(new Step.Data(millis(1), Slice.of(piece)));
                }
            } else {
                int from = Math.clamp(asked + off, 0, MANY.size());
                steps.add(new Step.Data(millis(2), Slice.of(Shop.rest(form, MANY, from))));
            }
            steps.add(new Step.End(millis(3), Shop.trailers(form, MANY)));
            return steps;
        }

        /** The row of a request for a rest; -1: the whole. */
        private int askedFor(Request request) {
            try {
                String row = request.headers().get("spillway-from-row");
                if (form != Form.FRAMES) {
                    assertEquals(
                            row == null ? null : Shop.RESULT.text(),
                            request.headers().get("spillway-result-id"));
                    return row == null ? -1 : Integer.parseInt(row);
                }
                if (request.body().isEmpty()) {
                    return -1;
                }
                Slice message = request.body().sub(5, request.body().length() - 5);
                Start start = RequestCodec.spec(ReadRequest.parseFrom(message.toByteArray()))
                        .start();
                return switch (start) {
                    case Start.New _ -> -1;
                    case Start.Token from ->
                        Math.toIntExact(ResumeToken.of(from.token()).position().rows());
                    case Start.Row from -> Math.toIntExact(from.row());
                };
            } catch (InvalidProtocolBufferException | ResultFailure e) {
                throw new AssertionError(e);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Scenario.class,
            names = {"STREAM_ROW", "STREAM_BATCH", "NATIVE"})
    void aResumedReaderGoesOnFromWhereItBrokeOff(Scenario scenario) {
        VirtualLoop loop = new VirtualLoop(new Continuing(scenario.form(), 0));
        Tally tally = play(MANY_REFERENCE, loop, scenario, 2, 1, Optional.empty(), new Reader.Resumed());
        assertEquals(Map.of(), tally.faults());
        assertEquals(Map.of(), tally.failures());
        assertTrue(tally.resumed() > 100, () -> tally.resumed() + " resumed");
        assertEquals(tally.resumed(), loop.closed());
        assertEquals(tally.resumed(), tally.results());
        assertEquals(tally.results() * MANY.size(), tally.rows());
        assertEquals(0, tally.killed());
        assertEquals(2, tally.resume.getMinValue() / 1e6, 0.01);
        assertEquals(2, tally.resume.getMaxValue() / 1e6, 0.01);
        assertEquals(0, tally.completion.getTotalCount());
    }

    @ParameterizedTest
    @CsvSource({"STREAM_ROW, 1", "STREAM_ROW, -1", "STREAM_BATCH, 1", "STREAM_BATCH, -1", "NATIVE, 1", "NATIVE, -1"})
    void aRestThatStartsElsewhereIsWrong(Scenario scenario, int off) {
        VirtualLoop loop = new VirtualLoop(new Continuing(scenario.form(), off));
        Tally tally = play(MANY_REFERENCE, loop, scenario, 1, 0.1, Optional.empty(), new Reader.Resumed());
        // Before the first row there is nothing that could come again.
        assertTrue(tally.corrupt() > tally.results(), () -> tally.results() + " results, " + tally.faults());
        assertEquals(0, tally.killed());
    }

    @ParameterizedTest
    @EnumSource(
            value = Scenario.class,
            names = {"REST", "UNARY", "HTTP_NDJSON", "HTTP_CSV"})
    void whereNothingCanBeGoneOnWithAResumedReaderIsAKilledOne(Scenario scenario) {
        VirtualLoop loop = new VirtualLoop((_, _, _) -> {
            byte[] body = Shop.body(scenario.form(), MANY);
            return List.of(new Step.Headers(0), new Step.Data(millis(1), Slice.of(body)));
        });
        Tally tally = play(MANY_REFERENCE, loop, scenario, 1, 0.1, Optional.empty(), new Reader.Resumed());
        assertTrue(tally.killed() > 10, () -> tally.killed() + " killed");
        assertEquals(0, tally.results() + tally.resumed() + tally.failed() + tally.corrupt());
    }
}
