package dev.spillway.testkit;

import java.time.Duration;

/**
 * What a {@link FaultProxy} does to one connection. Places count the bytes of one direction of that connection, from 0;
 * it is the one from server to client, unless {@link TowardsServer}.
 */
public sealed interface Fault {
    /** The kinds of faults. */
    enum Kind {
        NONE,
        REFUSE,
        CUT,
        RESET,
        STALL,
        CORRUPT,
        TRUNCATE,
        DELAY,
        HALF_CLOSE
    }

    default Kind kind() {
        return switch (this) {
            case None _ -> Kind.NONE;
            case Refuse _ -> Kind.REFUSE;
            case Cut _ -> Kind.CUT;
            case Reset _ -> Kind.RESET;
            case Stall _ -> Kind.STALL;
            case Corrupt _ -> Kind.CORRUPT;
            case Truncate _ -> Kind.TRUNCATE;
            case Delay _ -> Kind.DELAY;
            case HalfClose _ -> Kind.HALF_CLOSE;
            case TowardsServer(Fault fault) -> fault.kind();
        };
    }

    /** Bytes that pass before it happens. */
    default long after() {
        return 0;
    }

    /** Everything passes. */
    record None() implements Fault {
        @Override
        public long after() {
            return Long.MAX_VALUE;
        }
    }

    /** The client is accepted and reset at once; the server never hears of it. */
    record Refuse() implements Fault {}

    /** The receiver sees a clean end (FIN) in mid-stream; the sender's connection is closed. */
    record Cut(long after) implements Fault {}

    /** Both sides are reset (RST). The receiver may lose what it has not read yet. */
    record Reset(long after) implements Fault {}

    /** Nothing passes any more, but the connection stays open until the proxy heals or is closed. */
    record Stall(long after) implements Fault {}

    /**
     * One bit is flipped.
     *
     * @param after the place of the byte
     * @param bit 0 for the lowest, to 7
     */
    record Corrupt(long after, int bit) implements Fault {
        public Corrupt {
            if (bit < 0 || bit > 7) {
                throw new IllegalArgumentException("bit: " + bit + " (expected: 0 to 7)");
            }
        }
    }

    /**
     * Some bytes are taken from the sender, but do not pass; then as with {@link Cut}.
     *
     * @param swallowed how many; fewer if the sender ends before
     */
    record Truncate(long after, long swallowed) implements Fault {}

    /**
     * Everything passes, but late.
     *
     * @param each how long whatever was read at once waits
     */
    record Delay(Duration each) implements Fault {}

    /** The receiver sees a clean end in mid-stream; the sender sees nothing, and the other direction goes on. */
    record HalfClose(long after) implements Fault {}

    /** A fault in the direction from client to server. */
    record TowardsServer(Fault fault) implements Fault {
        @Override
        public long after() {
            return fault.after();
        }
    }
}
