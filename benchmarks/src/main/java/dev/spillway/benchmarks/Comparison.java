package dev.spillway.benchmarks;

import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Contenders that take turns, round by round, each of them reading its rows to the end; the first is the one that the
 * others are compared with. One thread.
 */
final class Comparison {
    /** What is read, and counted so that no reading can be left out. */
    interface Contender {
        long read(long rows) throws Exception;
    }

    private record Entry(Contender contender, long rows, List<Double> rates, Map<String, List<Double>> cpu) {}

    private final String title;
    private final Map<String, Supplier<Duration>> processes;
    private final Map<String, Entry> entries = new LinkedHashMap<>();

    /** @param processes whose CPU time is shown beside each contender, by what they are called */
    Comparison(String title, Map<String, Supplier<Duration>> processes) {
        this.title = title;
        this.processes = processes;
    }

    void add(String name, long rows, Contender contender) {
        Map<String, List<Double>> cpu = new LinkedHashMap<>();
        processes.keySet().forEach(process -> cpu.put(process, new ArrayList<>()));
        entries.put(name, new Entry(contender, rows, new ArrayList<>(), cpu));
    }

    /**
     * Runs the rounds and prints the table.
     *
     * @param warmUp how many do not count, before those that do: the compilers of the JVMs are at work then, with two cores
     *     at the cost of what is measured, until some ten seconds of each contender are over
     */
    void run(int warmUp, int rounds) throws Exception {
        for (int round = -warmUp; round < rounds; round++) {
            for (Entry entry : entries.values()) {
                measure(entry, round >= 0);
            }
        }
        System.out.printf(
                "%n%s, %s, %d cores, Java %s, median of %d rounds (min…max)%n%n",
                title,
                LocalDate.now(ZoneOffset.UTC),
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("java.version"),
                rounds);
        System.out.printf("%-52s %14s %18s %7s   CPU s per million rows%n", "", "million rows/s", "", "times");
        double first = median(entries.values().iterator().next().rates());
        entries.forEach((name, entry) -> System.out.printf(
                "%-52s %14.3f %18s %7.2f   %s%n",
                name,
                median(entry.rates()),
                range(entry.rates()),
                first / median(entry.rates()),
                entry.cpu().entrySet().stream()
                        .map(process -> process.getKey() + " " + "%.2f".formatted(median(process.getValue())))
                        .collect(Collectors.joining("   "))));
    }

    private void measure(Entry entry, boolean counts) throws Exception {
        List<Duration> before = cpu();
        long startedAt = System.nanoTime();
        long rows = entry.contender().read(entry.rows());
        double seconds = (System.nanoTime() - startedAt) / 1e9;
        List<Duration> after = cpu();
        if (rows != entry.rows()) {
            throw new IllegalStateException(rows + " rows (expected: " + entry.rows() + ")");
        }
        if (counts) {
            entry.rates().add(rows / seconds / 1e6);
            int process = 0;
            for (List<Double> used : entry.cpu().values()) {
                Duration time = after.get(process).minus(before.get(process));
                used.add(time.toMillis() / 1e3 / (rows / 1e6));
                process++;
            }
        }
    }

    private List<Duration> cpu() {
        return processes.values().stream().map(Supplier::get).toList();
    }

    private static String range(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        return "(%.3f…%.3f)".formatted(sorted.getFirst(), sorted.getLast());
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().skip(values.size() / 2).findFirst().orElse(0.0);
    }
}
