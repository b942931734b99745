package dev.spillway.testkit;

/** Numbers that follow from a seed and a place: SplitMix64 (Steele, Lea, Flood, 2014). One thread. */
final class Mix {
    private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

    private long state;

    Mix(long seed, long place) {
        state = scramble(seed ^ scramble(place + GOLDEN_GAMMA));
    }

    private static long scramble(long value) {
        long z = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    long next() {
        state += GOLDEN_GAMMA;
        return scramble(state);
    }

    /** From 0 up to, without, the bound. */
    int below(int bound) {
        return (int) (((next() >>> 32) * bound) >>> 32);
    }

    boolean oneIn(int many) {
        return below(many) == 0;
    }
}
