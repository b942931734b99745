package dev.spillway.load.pace;

import java.time.Duration;

/** How a reader behaves. */
public sealed interface Reader {
    /** Takes what comes. */
    record Steady() implements Reader {
        @Override
        public String toString() {
            return "steady";
        }
    }

    /** Takes no more than so many bytes a second. */
    record Paced(long bytesPerSecond) implements Reader {
        @Override
        public String toString() {
            return "paced";
        }
    }

    /** Stops reading when the first bytes are there, for so long, and then goes on. */
    record Frozen(Duration pause) implements Reader {
        @Override
        public String toString() {
            return "frozen";
        }
    }

    /** Breaks its connection somewhere in the middle, as a process does that is killed. */
    record Killed() implements Reader {
        @Override
        public String toString() {
            return "killed";
        }
    }

    /** Breaks its connection somewhere in the middle, and goes on from there over a new one. */
    record Resumed() implements Reader {
        @Override
        public String toString() {
            return "resumed";
        }
    }
}
