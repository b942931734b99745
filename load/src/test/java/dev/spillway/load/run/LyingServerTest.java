package dev.spillway.load.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spillway.load.http2.Loop;
import dev.spillway.load.http2.Loops;
import dev.spillway.load.pace.Mix;
import dev.spillway.load.pace.Pacer;
import dev.spillway.load.pace.Reader;
import dev.spillway.load.rows.Lie;
import dev.spillway.load.rows.Shop;
import dev.spillway.load.run.ScriptedServer.Answer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A server over real sockets that lies: it is caught each time, in every scenario. */
class LyingServerTest {
    private static final int ROWS = 200;
    private static final int MOST_UNARY_ROWS = 137;

    private static Loops loops;
    private static ScriptedServer server;
    private static Requests requests;

    @BeforeAll
    static void start() throws Exception {
        loops = new Loops(1);
        server = new ScriptedServer(ROWS);
        requests = Preparation.of(
                        plan(server, List.of(Scenario.values())), loops.all().getFirst())
                .requests();
    }

    @AfterAll
    static void stop() {
        server.close();
        loops.close();
    }

    private static LoadPlan plan(ScriptedServer server, List<Scenario> scenarios) {
        return new LoadPlan(
                server.target(),
                server.target(),
                ScriptedServer.STREAM,
                Map.of(),
                OptionalLong.of(ROWS),
                scenarios,
                2,
                100,
                Duration.ofMillis(2_500),
                OptionalDouble.empty(),
                Mix.STEADY,
                Duration.ofSeconds(1),
                1,
                Optional.empty());
    }

    /** One result for one reader. */
    private static Tally read(Scenario scenario) throws Exception {
        Loop loop = loops.all().getFirst();
        CompletableFuture<Tally> tally = new CompletableFuture<>();
        loop.execute(() -> {
            long now = loop.nanoTime();
            Seat seat = new Seat(loop, server.target(), server.target(), new Reader.Steady(), 0, 0);
            try {
                Turn turn = new Turn(
                        scenario,
                        requests.of(scenario),
                        Shop.reference(Shop.rows(ROWS)),
                        now,
                        1,
                        TimeUnit.SECONDS.toNanos(30),
                        Optional.of(new Pacer(1)),
                        TimeUnit.SECONDS.toNanos(1));
                new Lane(loop, List.of(seat), new Series(now, 1_000_000, 10), now, 0, 1).play(turn, tally::complete);
            } catch (LoadFailure e) {
                tally.completeExceptionally(e);
            }
        });
        return tally.get(30, TimeUnit.SECONDS);
    }

    private static void honestAgain(Scenario scenario) {
        server.lie(scenario, rows -> ScriptedServer.honest(scenario, rows));
    }

    @ParameterizedTest
    @EnumSource(Scenario.class)
    void anHonestServerIsBelieved(Scenario scenario) throws Exception {
        Tally tally = read(scenario);
        assertEquals(Map.of(), tally.faults());
        assertEquals(Map.of(), tally.failures());
        assertEquals(1, tally.results());
        assertEquals(ROWS, tally.rows());
        assertEquals(1, tally.proven());
    }

    static Stream<Arguments> lies() {
        return Arrays.stream(Scenario.values())
                .flatMap(scenario -> Arrays.stream(Lie.values()).map(lie -> Arguments.of(scenario, lie)));
    }

    @ParameterizedTest
    @MethodSource("lies")
    void aLieIsCaught(Scenario scenario, Lie lie) throws Exception {
        server.lie(scenario, rows -> ScriptedServer.honest(scenario, lie.of(rows)));
        try {
            Tally tally = read(scenario);
            assertEquals(0, tally.results());
            assertEquals(0, tally.rows());
            assertEquals(1, tally.corrupt());
            assertTrue(
                    lie.isA(tally.faults().keySet().iterator().next()),
                    () -> tally.examples().toString());
        } finally {
            honestAgain(scenario);
        }
    }

    @ParameterizedTest
    @EnumSource(Scenario.class)
    void aBrokenStreamIsAFailureAndNoLie(Scenario scenario) throws Exception {
        server.lie(scenario, rows -> {
            Answer honest = ScriptedServer.honest(scenario, rows);
            return new Answer("200", honest.body().sub(0, honest.body().length() / 2), 100, Map.of(), true);
        });
        try {
            Tally tally = read(scenario);
            assertEquals(Map.of("reset by the server: INTERNAL_ERROR", 1L), tally.failures());
            assertEquals(0, tally.results() + tally.corrupt());
        } finally {
            honestAgain(scenario);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Scenario.class,
            names = {"UNARY", "STREAM_ROW", "STREAM_BATCH", "NATIVE"})
    void aGrpcStreamThatEndsWithoutAStatusIsAFailure(Scenario scenario) throws Exception {
        server.lie(
                scenario,
                rows -> Answer.of(ScriptedServer.honest(scenario, rows).body().toByteArray(), 100, Map.of("x", "y")));
        try {
            Tally tally = read(scenario);
            assertEquals(Map.of("gRPC status missing", 1L), tally.failures());
            assertEquals(0, tally.results());
        } finally {
            honestAgain(scenario);
        }
    }

    @Test
    void aWholeRunCarriesWhatOneMessageDoesNotAndSaysWhatItDoes() throws Exception {
        try (ScriptedServer small = new ScriptedServer(MOST_UNARY_ROWS)) {
            LoadResult result = LoadRun.run(plan(small, List.of(Scenario.UNARY, Scenario.REST)), live -> {});
            ScenarioOutcome unary = result.scenarios().getFirst();
            assertEquals(
                    new ScenarioOutcome.Limit(
                            "RESOURCE_EXHAUSTED: more than 137 rows",
                            MOST_UNARY_ROWS,
                            Shop.canonical(Shop.rows(MOST_UNARY_ROWS)).length() + 5),
                    unary.limit().orElseThrow());
            assertEquals(0, unary.tally().results());
            Tally rest = result.scenarios().getLast().tally();
            assertTrue(rest.results() > 0);
            assertEquals(rest.results() * ROWS, rest.rows());
            assertEquals(Set.of(), rest.faults().keySet());
            assertEquals(Shop.total(Shop.rows(ROWS)), result.total());
        }
    }
}
