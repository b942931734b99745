package dev.spillway.load.run;

import dev.spillway.load.rows.Corrupt;
import dev.spillway.load.rows.Fault;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * What was counted and measured of one scenario. Times are in nanoseconds from the start that was scheduled, of steady
 * readers only unless said otherwise, and of results only that were complete and verified. One thread at a time.
 */
public final class Tally {
    /** Until the header of the response. */
    public final Histogram header = histogram();

    /** Until the first row could be used. */
    public final Histogram firstRow = histogram();

    /** Between two moments at which rows could be used. */
    public final Histogram gap = histogram();

    /** Until the result was complete and verified. */
    public final Histogram completion = histogram();

    /** Of readers that broke their connection and went on: from the break to the next rows. */
    public final Histogram resume = histogram();

    long results;
    long rows;
    long bytes;
    long proven;
    long stalls;
    long stalledNanos;
    long late;
    long notStarted;
    long unfinished;
    long killed;
    long cutOff;
    long nanos;
    final Map<String, Long> failures = new LinkedHashMap<>();
    final Map<Fault, Long> faults = new EnumMap<>(Fault.class);
    final Map<Fault, String> examples = new EnumMap<>(Fault.class);

    private static final long SMALLEST = TimeUnit.MICROSECONDS.toNanos(1);
    private static final long LARGEST = TimeUnit.DAYS.toNanos(1);
    private static final int DIGITS = 3;
    /** Beyond so many different failures, they are counted together. */
    private static final int MOST_FAILURES = 20;

    private static Histogram histogram() {
        Histogram histogram = new Histogram(SMALLEST, LARGEST, DIGITS);
        histogram.setAutoResize(true);
        return histogram;
    }

    /** Results that were complete and verified. */
    public long results() {
        return results;
    }

    /** Rows of results that were complete and verified. */
    public long rows() {
        return rows;
    }

    /** Bytes of their bodies. */
    public long bytes() {
        return bytes;
    }

    /** Results of which the sender's own checksum or end record was there, and right. */
    public long proven() {
        return proven;
    }

    /** Gaps longer than the threshold. */
    public long stalls() {
        return stalls;
    }

    public long stalledNanos() {
        return stalledNanos;
    }

    /** Starts more than a millisecond behind their schedule. */
    public long late() {
        return late;
    }

    /** Starts that were due and did not happen. */
    public long notStarted() {
        return notStarted;
    }

    /** Results that were on their way when their turn ended, and not complete a while later. */
    public long unfinished() {
        return unfinished;
    }

    /** Readers that broke their connection, as they were told to, and did not go on. */
    public long killed() {
        return killed;
    }

    /** Results that were broken off and gone on with to their end. */
    public long resumed() {
        return resume.getTotalCount();
    }

    /** Paced and frozen readers that were not done when the steady ones of their turn were, and were not waited for. */
    public long cutOff() {
        return cutOff;
    }

    /** The length of all turns, to the last result of each. */
    public long nanos() {
        return nanos;
    }

    /** Results that failed and said so: how many, by what they said. */
    public Map<String, Long> failures() {
        return Map.copyOf(failures);
    }

    public long failed() {
        return failures.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Results that were not what they should be: how many. */
    public Map<Fault, Long> faults() {
        return Map.copyOf(faults);
    }

    public long corrupt() {
        return faults.values().stream().mapToLong(Long::longValue).sum();
    }

    /** An example of each fault. */
    public Map<Fault, String> examples() {
        return Map.copyOf(examples);
    }

    void fail(String message) {
        String kind = failures.containsKey(message) || failures.size() < MOST_FAILURES ? message : "other failures";
        failures.merge(kind, 1L, Long::sum);
    }

    void corrupt(Corrupt corrupt) {
        faults.merge(corrupt.fault(), 1L, Long::sum);
        examples.putIfAbsent(corrupt.fault(), String.valueOf(corrupt.getMessage()));
    }

    /** Adds what was counted elsewhere at the same time. */
    void addParallel(Tally other) {
        long longer = Math.max(nanos, other.nanos);
        add(other);
        nanos = longer;
    }

    /** Adds what was counted before or after. */
    void add(Tally other) {
        header.add(other.header);
        firstRow.add(other.firstRow);
        gap.add(other.gap);
        completion.add(other.completion);
        resume.add(other.resume);
        results += other.results;
        rows += other.rows;
        bytes += other.bytes;
        proven += other.proven;
        stalls += other.stalls;
        stalledNanos += other.stalledNanos;
        late += other.late;
        notStarted += other.notStarted;
        unfinished += other.unfinished;
        killed += other.killed;
        cutOff += other.cutOff;
        nanos += other.nanos;
        other.failures.forEach((message, count) -> failures.merge(message, count, Long::sum));
        addFaults(other);
    }

    /** Adds what was wrong, and nothing else: a warm-up is not measured, but what it finds is said. */
    void addFaults(Tally other) {
        other.faults.forEach((fault, count) -> faults.merge(fault, count, Long::sum));
        other.examples.forEach(examples::putIfAbsent);
    }
}
