package dev.spillway.load.run;

import dev.spillway.load.http2.Connection;
import dev.spillway.load.http2.Loop;
import dev.spillway.load.pace.Reader;
import java.util.SplittableRandom;

/** A user: a reader with a connection to each of the two servers. On its loop only. */
final class Seat {
    private final Connection origin;
    private final Connection gateway;
    private final Reader reader;
    private final SplittableRandom random;
    private final long appearsNanos;

    /**
     * @param number of the user, from 0 on
     * @param appearsNanos when it appears, after the start of the run
     */
    Seat(Loop loop, Target origin, Target gateway, Reader reader, int number, long appearsNanos) {
        this.origin = loop.connect(origin.host(), origin.port());
        this.gateway = loop.connect(gateway.host(), gateway.port());
        this.reader = reader;
        this.random = new SplittableRandom(number);
        this.appearsNanos = appearsNanos;
    }

    Connection connection(Scenario scenario) {
        return scenario.isGrpc() ? origin : gateway;
    }

    Reader reader() {
        return reader;
    }

    long appearsNanos() {
        return appearsNanos;
    }

    /** Where a reader of so many bytes breaks off: anywhere between the first and the last tenth. */
    long killAt(long bytes) {
        return Math.max(1, Math.round(bytes * random.nextDouble(0.1, 0.9)));
    }
}
