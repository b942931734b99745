package dev.spillway.load.report;

import dev.spillway.load.run.LoadResult;
import dev.spillway.load.run.Scenario;
import dev.spillway.load.run.ScenarioOutcome;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** What a run answers at a glance: which way is faster, which answers first, which costs the server least. */
final class Verdicts {
    private static final double MEDIAN = 50;

    private Verdicts() {}

    static List<String> of(LoadResult result) {
        List<String> verdicts = new ArrayList<>();
        List<ScenarioOutcome> carried = result.scenarios().stream()
                .filter(each -> each.tally().rows() > 0)
                .toList();
        if (carried.size() < 2) {
            return verdicts;
        }
        Optional<ScenarioOutcome> rest = carried.stream()
                .filter(each -> each.scenario() == Scenario.REST)
                .findFirst();
        ScenarioOutcome fastest = best(carried, each -> -each.rowsPerSecond());
        verdicts.add("Fastest: " + fastest.scenario() + ", " + Numbers.count(fastest.rowsPerSecond()) + " rows/s"
                + beside(
                        fastest,
                        rest,
                        each -> ", " + Numbers.digits(fastest.rowsPerSecond() / each.rowsPerSecond()) + " times rest")
                + ".");
        List<ScenarioOutcome> timed = carried.stream()
                .filter(each -> each.tally().firstRow.getTotalCount() > 0)
                .toList();
        if (!timed.isEmpty()) {
            ScenarioOutcome first = best(timed, Verdicts::firstRow);
            verdicts.add("First to answer: " + first.scenario() + ", half of its first rows within "
                    + Numbers.time((long) firstRow(first))
                    + beside(first, rest, each -> "; rest " + Numbers.time((long) firstRow(each)))
                    + ".");
        }
        List<ScenarioOutcome> costed = carried.stream()
                .filter(each -> each.serverCpuSecondsPerMillionRows().isPresent())
                .toList();
        if (!costed.isEmpty()) {
            ScenarioOutcome cheapest = best(costed, Verdicts::cpu);
            verdicts.add("Least work for the server: " + cheapest.scenario() + ", " + Numbers.digits(cpu(cheapest))
                    + " s of CPU a million rows"
                    + beside(
                            cheapest,
                            rest.filter(costed::contains),
                            each -> "; rest " + Numbers.digits(cpu(each)) + " s")
                    + ".");
        }
        return verdicts;
    }

    /** What is said of rest where another one is the best. */
    private static String beside(
            ScenarioOutcome best, Optional<ScenarioOutcome> rest, Function<ScenarioOutcome, String> words) {
        return rest.filter(each -> each.scenario() != best.scenario())
                .map(words)
                .orElse("");
    }

    private static double firstRow(ScenarioOutcome outcome) {
        return outcome.tally().firstRow.getValueAtPercentile(MEDIAN);
    }

    private static double cpu(ScenarioOutcome outcome) {
        return outcome.serverCpuSecondsPerMillionRows().orElse(Double.MAX_VALUE);
    }

    private static ScenarioOutcome best(List<ScenarioOutcome> outcomes, ToDoubleFunction<ScenarioOutcome> measure) {
        return outcomes.stream().min(Comparator.comparingDouble(measure)).orElseThrow();
    }
}
