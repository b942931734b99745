package dev.spillway.result.log;

import dev.spillway.wire.Reason;

/** What may go wrong in a simulation. */
enum ScheduledFault {
    /** The connection breaks, and what was on its way is lost. */
    CUT,
    /** The stream is over without an end record, and says that all is well. */
    CLEAN_END,
    /** A bit of a message turns. */
    CORRUPT,
    /** A message is cut short. */
    TRUNCATE,
    /** A message is lost. */
    DROP,
    /** A message comes twice. */
    DOUBLE,
    /** Two messages change places. */
    SWAP,
    /** An end record comes before the last chunk. */
    EARLY_END,
    /** Nothing comes any more. */
    STALL,
    /** The origin does not take the connection. */
    REFUSE,
    /** The origin is busy, and says when to come again. */
    BUSY,
    /** The origin says that it is about to stop, and does. */
    DRAIN,
    /** The origin starts elsewhere than it was asked to. */
    MISPLACED,
    /** The origin sends another result, of the same shape. */
    OTHER_RESULT,
    /** The process of the reader dies, and goes on from what it kept. */
    READER_KILLED,
    /** The process of the origin dies in a call to the disk, or between two, and comes back soon. */
    ORIGIN_KILLED,
    /** The origin is away for longer than a reader has patience. */
    OUTAGE,
    /** The source fails. */
    SOURCE_FAILED,
    /** A call to the disk fails. */
    DISK_FAILED,
    /** The disk is full. */
    DISK_FULL,
    /** A bit turns on the disk. */
    DISK_ROTS;

    /** Whether a read may fail as that for it; for no reason, if it must be got over. */
    boolean excuses(Reason reason) {
        return switch (this) {
            // The header and the version of a token are under no checksum: a result may look as if it could not go on.
            case CORRUPT ->
                reason == Reason.DATA_LOSS
                        || reason == Reason.INVALID_TOKEN
                        || reason == Reason.UNKNOWN_RESULT
                        || reason == Reason.TRUNCATED
                        || reason == Reason.UNAVAILABLE;
            case TRUNCATE, DROP, DOUBLE, SWAP, EARLY_END, MISPLACED, OTHER_RESULT -> reason == Reason.DATA_LOSS;
            // Again and again, they use up the patience of a reader.
            case STALL -> reason == Reason.UNAVAILABLE;
            case BUSY -> reason == Reason.BUSY;
            case ORIGIN_KILLED -> reason == Reason.SOURCE_LOST;
            case OUTAGE -> reason == Reason.UNAVAILABLE || reason == Reason.SOURCE_LOST;
            case SOURCE_FAILED -> reason == Reason.SOURCE_FAILED;
            case DISK_FAILED, DISK_FULL -> reason == Reason.SPOOL_FAILED || reason == Reason.SOURCE_LOST;
            case DISK_ROTS ->
                reason == Reason.SPOOL_FAILED
                        || reason == Reason.SOURCE_LOST
                        || reason == Reason.UNKNOWN_RESULT
                        || reason == Reason.INVALID_TOKEN;
            default -> false;
        };
    }
}
