package dev.spillway.client;

import java.time.Duration;

/**
 * How a read goes on after a cut.
 *
 * @param stallTimeout an attempt from which nothing comes for so long, not even a heartbeat, is given up for a new one
 * @param giveUpAfter the read fails when attempts brought nothing for so long; zero: the first cut is its end
 * @param waitsToOpen whether an origin that has said when to come again is asked again before there is a header
 */
record ResumePolicy(Duration stallTimeout, Duration giveUpAfter, boolean waitsToOpen) {
    static final ResumePolicy DEFAULT = new ResumePolicy(Duration.ofSeconds(30), Duration.ofMinutes(2), true);

    static final Duration FIRST_DELAY = Duration.ofMillis(20);
    static final Duration LAST_DELAY = Duration.ofSeconds(1);

    /** Damaged again and again at one place: that is no noise on a line. */
    static final int DAMAGED_ATTEMPTS = 5;

    ResumePolicy {
        if (stallTimeout.isNegative() || stallTimeout.isZero()) {
            throw new IllegalArgumentException("stallTimeout: " + stallTimeout + " (expected: > 0)");
        }
        if (giveUpAfter.isNegative()) {
            throw new IllegalArgumentException("giveUpAfter: " + giveUpAfter + " (expected: >= 0)");
        }
    }
}
