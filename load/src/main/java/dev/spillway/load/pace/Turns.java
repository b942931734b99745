package dev.spillway.load.pace;

import java.time.Duration;

/**
 * How the time of a run is divided: a warm-up of each scenario, then rounds in which each has a turn, so that what
 * changes on a machine meanwhile meets all of them.
 *
 * @param ramp until all users are there; part of the first warm-up
 * @param warmUp of each scenario
 * @param rounds in which each scenario has one turn
 */
public record Turns(Duration ramp, Duration warmUp, int rounds) {
    /** Shorter turns are mostly start and end. */
    private static final Duration TURN = Duration.ofSeconds(5);

    private static final Duration SHORTEST_TURN = Duration.ofMillis(500);
    private static final Duration LONGEST_WARM_UP = Duration.ofSeconds(10);
    private static final int WARM_UP_SHARE = 6;

    /**
     * Divides the time of a run.
     *
     * @throws IllegalArgumentException the time does not suffice; the message says what would
     */
    public static Turns of(Duration runTime, Duration ramp, int scenarios) {
        Duration least = ramp.plus(SHORTEST_TURN.multipliedBy(2L * scenarios));
        if (runTime.compareTo(least) < 0) {
            throw new IllegalArgumentException(seconds(runTime) + " (expected: at least " + seconds(least) + ", "
                    + seconds(ramp) + " of it until all users are there)");
        }
        Duration rest = runTime.minus(ramp);
        Duration warmUp = shorter(LONGEST_WARM_UP, rest.dividedBy((long) WARM_UP_SHARE * scenarios));
        Duration measured = rest.minus(warmUp.multipliedBy(scenarios));
        long rounds = Math.max(1, measured.dividedBy(TURN.multipliedBy(scenarios)));
        return new Turns(ramp, warmUp, Math.toIntExact(rounds));
    }

    /** How long the next turn may be: its share of the time that is left. Never so short that nothing can happen. */
    public static Duration next(Duration left, int turnsLeft) {
        Duration share = left.dividedBy(turnsLeft);
        return share.compareTo(SHORTEST_TURN) < 0 ? SHORTEST_TURN : share;
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    private static String seconds(Duration duration) {
        double seconds = duration.toMillis() / 1e3;
        return seconds == Math.rint(seconds) ? (long) seconds + " s" : seconds + " s";
    }
}
