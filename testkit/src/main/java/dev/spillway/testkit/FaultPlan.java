package dev.spillway.testkit;

import java.util.List;
import java.util.Set;

/** Which fault each connection of a {@link FaultProxy} gets. Any thread. */
@FunctionalInterface
public interface FaultPlan {
    /**
     * The fault of a connection; the same each time.
     *
     * @param connection how many were accepted before it
     */
    Fault fault(long connection);

    /** No faults. */
    static FaultPlan none() {
        return _ -> new Fault.None();
    }

    /** Faults of the first connections, in this order; those that follow have none. */
    static FaultPlan of(Fault... faults) {
        List<Fault> each = List.of(faults);
        return connection -> connection < each.size() ? each.get((int) connection) : new Fault.None();
    }

    /**
     * Faults that follow from a seed, from server to client.
     *
     * @param percent how many of a hundred connections have one
     * @param withinBytes places lie below this, as many below 1 % of it as between 1 % and all of it or so, since much
     *     happens at the beginning of a connection
     * @param kinds what may happen; each as often
     */
    static FaultPlan seeded(long seed, int percent, long withinBytes, Set<Fault.Kind> kinds) {
        return new SeededFaults(seed, percent, withinBytes, List.copyOf(kinds));
    }
}
