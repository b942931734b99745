package dev.spillway.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ByteBudgetTest {
    @Test
    void theBudgetIsSharedEquallyButNeverBelowTheSmallestShare() {
        ByteBudget budget = new ByteBudget(1 << 20, 256 << 10);
        budget.enter();
        assertEquals(256 << 10, budget.share());
        for (int i = 1; i < 16; i++) {
            budget.enter();
        }
        assertEquals(64 << 10, budget.share());
        assertTrue(budget.isShort());
        for (int i = 16; i < 1000; i++) {
            budget.enter();
        }
        assertEquals(16 << 10, budget.share());
        for (int i = 1; i < 1000; i++) {
            budget.leave();
        }
        assertFalse(budget.isShort());
    }

    @Test
    void noneGetsMoreThanTheMostForEach() {
        assertEquals(1, new ByteBudget(1 << 20, 1).share());
    }
}
