package dev.spillway.load.run;

import java.util.Optional;

/** What a unary method carries in one message. */
final class UnaryLimit {
    private final Requests requests;
    private final Asking origin;

    UnaryLimit(Requests requests, Asking origin) {
        this.requests = requests;
        this.origin = origin;
    }

    /** How it is reported that the method refuses the result as too large; empty if it does not. */
    Optional<ScenarioOutcome> refusing(long rows) throws LoadFailure, InterruptedException {
        Asking.Answer whole = origin.ask(requests.of(Scenario.UNARY));
        if (!GrpcStatus.of(whole.trailers()).equals(GrpcStatus.RESOURCE_EXHAUSTED)) {
            return Optional.empty();
        }
        String refusal = GrpcStatus.text(whole.trailers());
        return Optional.of(
                requests.parameters().containsKey(Requests.MAX_RESULTS)
                        ? ScenarioOutcome.absent(
                                Scenario.UNARY, "one message does not carry it", Optional.of(largest(rows, refusal)))
                        : ScenarioOutcome.absent(
                                Scenario.UNARY, "one message does not carry it: " + refusal, Optional.empty()));
    }

    /** Halves what is between a number of rows that passes and one that does not. */
    private ScenarioOutcome.Limit largest(long rows, String refusal) throws LoadFailure, InterruptedException {
        long passes = 0;
        long bytes = 0;
        long refused = rows;
        while (refused - passes > 1) {
            long middle = passes + (refused - passes) / 2;
            Asking.Answer answer =
                    origin.ask(requests.with(Requests.MAX_RESULTS, middle).of(Scenario.UNARY));
            if (GrpcStatus.of(answer.trailers()).equals(GrpcStatus.OK)) {
                passes = middle;
                bytes = answer.body().length();
            } else {
                refused = middle;
            }
        }
        return new ScenarioOutcome.Limit(refusal, passes, bytes);
    }
}
