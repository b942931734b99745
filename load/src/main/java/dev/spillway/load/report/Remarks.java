package dev.spillway.load.report;

import dev.spillway.load.run.ScenarioOutcome;
import dev.spillway.load.run.Tally;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What there is to say of a scenario beside its figures: each in a sentence. */
final class Remarks {
    private static final double MEGA = 1e6;

    private Remarks() {}

    static List<String> of(ScenarioOutcome outcome) {
        List<String> remarks = new ArrayList<>();
        outcome.absent().ifPresent(why -> remarks.add("not run: " + why));
        outcome.limit()
                .ifPresent(limit -> remarks.add(String.format(
                        Locale.ROOT,
                        "%s; the largest result that passes has %,d rows (%.2f MB)",
                        limit.refusal(),
                        limit.rows(),
                        limit.bytes() / MEGA)));
        Tally tally = outcome.tally();
        tally.faults()
                .forEach((fault, count) ->
                        remarks.add(count + " × WRONG, " + tally.examples().getOrDefault(fault, fault.toString())));
        tally.failures().forEach((message, count) -> remarks.add(count + " × failed, " + message));
        count(tally.killed(), "readers broke off, as they were told to", remarks);
        if (tally.resumed() > 0) {
            remarks.add(tally.resumed() + " × broken off and gone on with: the next rows after "
                    + Numbers.time(tally.resume.getValueAtPercentile(50)) + " (p50), "
                    + Numbers.time(tally.resume.getValueAtPercentile(99)) + " (p99)");
        }
        count(tally.cutOff(), "paced or frozen readers cut off at the end of a turn, not counted", remarks);
        count(tally.unfinished(), "results not complete 10 s after their turn, given up", remarks);
        count(tally.late(), "starts more than 1 ms late; times count from when they were due", remarks);
        count(tally.notStarted(), "starts were due and never happened: all users were busy", remarks);
        if (tally.results() > 0 && tally.proven() < tally.results()) {
            remarks.add(
                    (tally.results() - tally.proven()) + " of " + tally.results()
                            + " results came without a checksum or end record of the server's; all rows were as they should be");
        }
        return remarks;
    }

    private static void count(long count, String what, List<String> remarks) {
        if (count > 0) {
            remarks.add(count + " × " + what);
        }
    }
}
