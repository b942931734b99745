package dev.spillway.benchmarks;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * The renderers beside the libraries that are used for it, without any input or output: {@link RenderedOrders}, {@link
 * RenderedBooks}.
 *
 * <p>Arguments: the launcher and a class path, neither of which is needed, and the number of measured iterations in each of
 * two processes.
 */
final class Renderers {
    private Renderers() {}

    public static void main(String[] args) throws RunnerException {
        new Runner(new OptionsBuilder()
                        .include("\\.Rendered")
                        .mode(Mode.AverageTime)
                        .timeUnit(TimeUnit.NANOSECONDS)
                        .forks(2)
                        .warmupIterations(4)
                        .warmupTime(TimeValue.seconds(1))
                        .measurementIterations(Integer.parseInt(args[2]))
                        .measurementTime(TimeValue.seconds(1))
                        .build())
                .run();
    }
}
