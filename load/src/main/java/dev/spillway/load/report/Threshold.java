package dev.spillway.load.report;

import dev.spillway.load.run.LoadResult;
import dev.spillway.load.run.Scenario;
import dev.spillway.load.run.ScenarioOutcome;
import dev.spillway.load.run.Tally;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.HdrHistogram.Histogram;

/**
 * A condition that fails a run: {@code ttfr.p99>50ms}, {@code native.rows_per_s<1000000}, {@code errors>0}.
 *
 * <p>{@code [SCENARIO.]METRIC[.STATISTIC] > | >= | < | <= VALUE[UNIT]}. Without a scenario it is asked of each that ran.
 * Metrics of time are {@code header}, {@code ttfr}, {@code gap}, {@code completion} and {@code resume}, with one of {@code
 * min}, {@code mean}, {@code max}, {@code p50}, {@code p99.9} and their like, and a unit of {@code us}, {@code ms} or {@code
 * s}; the others are numbers without a unit. What is named and was not measured fails the run too.
 */
public final class Threshold {
    private static final Map<String, Function<Tally, Histogram>> TIMES = new LinkedHashMap<>();
    private static final Map<String, Function<ScenarioOutcome, OptionalDouble>> NUMBERS = new LinkedHashMap<>();
    private static final double MEGA = 1e6;
    private static final double MIB = 1 << 20;
    private static final Pattern FORM =
            Pattern.compile("\\s*([a-z-]+\\.)?([a-z_]+)(?:\\.(min|mean|max|p\\d+(?:\\.\\d+)?))?"
                    + "\\s*(>=|<=|>|<)\\s*(\\d+(?:\\.\\d+)?(?:[eE]\\d+)?)\\s*(us|ms|s)?\\s*");

    static {
        TIMES.put("header", tally -> tally.header);
        TIMES.put("ttfr", tally -> tally.firstRow);
        TIMES.put("gap", tally -> tally.gap);
        TIMES.put("completion", tally -> tally.completion);
        TIMES.put("resume", tally -> tally.resume);
        NUMBERS.put("rows_per_s", outcome -> OptionalDouble.of(outcome.rowsPerSecond()));
        NUMBERS.put("mb_per_s", outcome -> OptionalDouble.of(outcome.bytesPerSecond() / MEGA));
        count("results", Tally::results);
        count("errors", tally -> tally.failed() + tally.corrupt());
        count("corrupt", Tally::corrupt);
        count("unfinished", Tally::unfinished);
        count("stalls", Tally::stalls);
        count("late", Tally::late);
        count("not_started", Tally::notStarted);
        NUMBERS.put(
                "server_cpu_s_per_m_rows",
                outcome -> outcome.serverCpuSecondsPerMillionRows()
                        .map(OptionalDouble::of)
                        .orElse(OptionalDouble.empty()));
        NUMBERS.put(
                "server_peak_mib",
                outcome -> outcome.serverPeakBytes().isPresent()
                        ? OptionalDouble.of(outcome.serverPeakBytes().getAsLong() / MIB)
                        : OptionalDouble.empty());
    }

    private static void count(String name, ToLongFunction<Tally> count) {
        NUMBERS.put(name, outcome -> OptionalDouble.of((double) count.applyAsLong(outcome.tally())));
    }

    private final String text;
    private final Optional<Scenario> scenario;
    private final String metric;
    private final Function<ScenarioOutcome, OptionalDouble> measure;
    private final String operator;
    private final double limit;

    private Threshold(
            String text,
            Optional<Scenario> scenario,
            String metric,
            Function<ScenarioOutcome, OptionalDouble> measure,
            String operator,
            double limit) {
        this.text = text;
        this.scenario = scenario;
        this.metric = metric;
        this.measure = measure;
        this.operator = operator;
        this.limit = limit;
    }

    /**
     * Reads a condition.
     *
     * @throws IllegalArgumentException it is none; the message says what was expected
     */
    public static Threshold parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw refused(text, "such as 'ttfr.p99>50ms', 'native.rows_per_s<1000000' or 'errors>0'");
        }
        Optional<Scenario> scenario = Optional.empty();
        if (form.group(1) != null) {
            String name = form.group(1).substring(0, form.group(1).length() - 1);
            scenario = Scenario.named(name);
            if (scenario.isEmpty()) {
                throw refused(text, "a scenario, not '" + name + "'");
            }
        }
        String metric = form.group(2);
        Optional<String> statistic = Optional.ofNullable(form.group(3));
        Optional<String> unit = Optional.ofNullable(form.group(6));
        double value = Double.parseDouble(form.group(5));
        Function<Tally, Histogram> time = TIMES.get(metric);
        if (time != null) {
            if (statistic.isEmpty() || unit.isEmpty()) {
                throw refused(text, metric + " with a statistic and a unit, such as '" + metric + ".p99>50ms'");
            }
            double percentile = percentile(text, statistic.get());
            return new Threshold(
                    text,
                    scenario,
                    metric,
                    outcome -> statistic(time.apply(outcome.tally()), statistic.get(), percentile),
                    form.group(4),
                    value * nanos(unit.get()));
        }
        Function<ScenarioOutcome, OptionalDouble> number = NUMBERS.get(metric);
        if (number == null) {
            List<String> names = new ArrayList<>(TIMES.keySet());
            names.addAll(NUMBERS.keySet());
            throw refused(text, "one of " + String.join(", ", names) + ", not '" + metric + "'");
        }
        if (statistic.isPresent() || unit.isPresent()) {
            throw refused(text, metric + " as a plain number");
        }
        return new Threshold(text, scenario, metric, number, form.group(4), value);
    }

    private static double percentile(String text, String statistic) {
        if (!statistic.startsWith("p")) {
            return 0;
        }
        double percentile = Double.parseDouble(statistic.substring(1));
        if (percentile > 100) {
            throw refused(text, "a percentile of at most 100");
        }
        return percentile;
    }

    private static double nanos(String unit) {
        return switch (unit) {
            case "us" -> 1e3;
            case "ms" -> 1e6;
            default -> 1e9;
        };
    }

    private static OptionalDouble statistic(Histogram histogram, String statistic, double percentile) {
        if (histogram.getTotalCount() == 0) {
            return OptionalDouble.empty();
        }
        return OptionalDouble.of(
                switch (statistic) {
                    case "min" -> (double) histogram.getMinValue();
                    case "mean" -> histogram.getMean();
                    case "max" -> (double) histogram.getMaxValue();
                    default -> (double) histogram.getValueAtPercentile(percentile);
                });
    }

    private static IllegalArgumentException refused(String text, String expected) {
        return new IllegalArgumentException("'" + text + "' (expected: " + expected + ")");
    }

    /** Where the condition holds, each in a line; none if the run passes. */
    public List<String> failures(LoadResult result) {
        List<ScenarioOutcome> asked =
                result.scenarios().stream().filter(this::isAsked).toList();
        List<String> failures = new ArrayList<>();
        if (asked.isEmpty() && scenario.isPresent()) {
            failures.add(text + ": " + scenario.get() + ": not measured");
        }
        for (ScenarioOutcome outcome : asked) {
            OptionalDouble value = outcome.absent().isPresent() ? OptionalDouble.empty() : measure.apply(outcome);
            if (value.isEmpty()) {
                failures.add(text + ": " + outcome.scenario() + ": not measured");
            } else if (holds(value.getAsDouble())) {
                failures.add(text + ": " + outcome.scenario() + ": " + shown(value.getAsDouble()));
            }
        }
        return failures;
    }

    /** Of the scenario that is named; else of all that ran, but for gaps in a body that comes as a whole. */
    private boolean isAsked(ScenarioOutcome outcome) {
        return scenario.isPresent()
                ? scenario.get() == outcome.scenario()
                : outcome.absent().isEmpty()
                        && (!metric.equals("gap") || outcome.scenario().streams());
    }

    private boolean holds(double value) {
        return switch (operator) {
            case ">" -> value > limit;
            case ">=" -> value >= limit;
            case "<" -> value < limit;
            default -> value <= limit;
        };
    }

    private String shown(double value) {
        return TIMES.containsKey(metric) ? Numbers.time(Math.round(value)) : Numbers.count(value);
    }
}
