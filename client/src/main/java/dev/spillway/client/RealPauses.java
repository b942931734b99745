package dev.spillway.client;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Pauses as time passes. */
final class RealPauses implements ResumingReader.Pauses {
    private final CountDownLatch ended = new CountDownLatch(1);

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public void pause(Duration delay) throws InterruptedException {
        boolean ignored = ended.await(delay.toNanos(), TimeUnit.NANOSECONDS);
    }

    @Override
    public void end() {
        ended.countDown();
    }
}
