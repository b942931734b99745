package dev.spillway.load.run;

import java.util.OptionalLong;
import java.util.function.LongBinaryOperator;

/**
 * What turns cost.
 *
 * @param serverCpuNanos of the server's process, where it is known
 * @param serverPeakBytes the most resident memory of the server's process in any turn, where it is known
 * @param testerCpuNanos of this process
 */
record Cost(OptionalLong serverCpuNanos, OptionalLong serverPeakBytes, long testerCpuNanos) {
    static final Cost NOTHING = new Cost(OptionalLong.empty(), OptionalLong.empty(), 0);

    Cost plus(Cost other) {
        return new Cost(
                combined(serverCpuNanos, other.serverCpuNanos, Long::sum),
                combined(serverPeakBytes, other.serverPeakBytes, Math::max),
                testerCpuNanos + other.testerCpuNanos);
    }

    private static OptionalLong combined(OptionalLong a, OptionalLong b, LongBinaryOperator operator) {
        if (a.isEmpty() || b.isEmpty()) {
            return a.isEmpty() ? b : a;
        }
        return OptionalLong.of(operator.applyAsLong(a.getAsLong(), b.getAsLong()));
    }
}
