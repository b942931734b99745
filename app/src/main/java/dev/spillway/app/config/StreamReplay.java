package dev.spillway.app.config;

import dev.spillway.wire.Replay;
import java.util.Locale;

/** How a result of a query can be read again. */
public enum StreamReplay {
    /** Its chunks are kept until its lease is over. */
    LOG(Replay.LOG),
    /** Not at all: its source stops when its reader leaves. */
    NONE(Replay.NONE);

    private final Replay replay;

    StreamReplay(Replay replay) {
        this.replay = replay;
    }

    Replay replay() {
        return replay;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
