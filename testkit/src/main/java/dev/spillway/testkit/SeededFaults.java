package dev.spillway.testkit;

import java.time.Duration;
import java.util.List;

/** Faults that follow from a seed. */
record SeededFaults(long seed, int percent, long withinBytes, List<Fault.Kind> kinds) implements FaultPlan {
    private static final int MAX_DELAY_MILLIS = 20;

    /** Bits that places are shifted down by at most. */
    private static final int MAX_SHIFT = 14;

    SeededFaults {
        if (percent < 0 || percent > 100) {
            throw new IllegalArgumentException("percent: " + percent + " (expected: 0 to 100)");
        }
        if (withinBytes < 1) {
            throw new IllegalArgumentException("withinBytes: " + withinBytes + " (expected: >= 1)");
        }
        if (kinds.isEmpty()) {
            throw new IllegalArgumentException("kinds: none (expected: at least one)");
        }
        kinds = kinds.stream().sorted().toList();
    }

    @Override
    public Fault fault(long connection) {
        Mix mix = new Mix(seed, connection);
        if (mix.below(100) >= percent) {
            return new Fault.None();
        }
        Fault.Kind kind = kinds.get(mix.below(kinds.size()));
        long after = Long.remainderUnsigned(mix.next(), withinBytes) >>> mix.below(MAX_SHIFT + 1);
        return switch (kind) {
            case NONE -> new Fault.None();
            case REFUSE -> new Fault.Refuse();
            case CUT -> new Fault.Cut(after);
            case RESET -> new Fault.Reset(after);
            case STALL -> new Fault.Stall(after);
            case CORRUPT -> new Fault.Corrupt(after, mix.below(Byte.SIZE));
            case TRUNCATE -> new Fault.Truncate(after, 1 + Long.remainderUnsigned(mix.next(), withinBytes));
            case DELAY -> new Fault.Delay(Duration.ofMillis(1 + mix.below(MAX_DELAY_MILLIS)));
            case HALF_CLOSE -> new Fault.HalfClose(after);
        };
    }
}
