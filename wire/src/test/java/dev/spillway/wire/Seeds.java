package dev.spillway.wire;

import java.util.Random;

/** Runs a claim for many seeds, and names the seed for which it does not hold. */
public final class Seeds {
    private Seeds() {}

    /** What must hold whatever the numbers are. */
    public interface Claim {
        void holds(Random random) throws Exception;
    }

    public static void each(int count, Claim claim) {
        for (int seed = 1; seed <= count; seed++) {
            try {
                claim.holds(new Random(seed));
            } catch (Exception | AssertionError e) {
                throw new AssertionError("seed " + seed + ": " + e, e);
            }
        }
    }
}
