package dev.spillway.result.log;

import dev.spillway.wire.Chunk;
import dev.spillway.wire.ResultInfo;
import dev.spillway.wire.ResultState;
import java.util.Optional;

/** Spools with one fault each, which a simulation has to find. */
enum LogFault {
    NONE,
    /** A torn tail is kept at recovery, for its checksum is not compared. */
    TORN_TAIL_KEPT {
        @Override
        Recovery recovery(Spool spool, String folder) {
            return new Recovery(spool, folder) {
                @Override
                boolean isWhole(Disk.DiskFile file, long at, SegmentRecord.Head head) {
                    return true;
                }
            };
        }
    },
    /** A result whose source died counts as complete. */
    LOST_COUNTS_AS_COMPLETE {
        @Override
        Recovery recovery(Spool spool, String folder) {
            return new Recovery(spool, folder) {
                @Override
                Manifest judged(Manifest manifest, LogPlace end) {
                    ResultInfo was = manifest.info();
                    return manifest.with(was.with(ResultState.COMPLETE, end.position(), Optional.empty()));
                }
            };
        }
    },
    /** What comes from the disk is not compared with its checksum. */
    DISK_NOT_CHECKED {
        @Override
        SegmentReader reader(ResultLog log) {
            return new SegmentReader(log) {
                @Override
                Chunk checked(Chunk chunk, Segment from) {
                    return new Chunk(
                            chunk.firstRow(),
                            chunk.rowCount(),
                            chunk.offset(),
                            chunk.data(),
                            chunk.data().crc32c());
                }
            };
        }
    };

    Recovery recovery(Spool spool, String folder) {
        return new Recovery(spool, folder);
    }

    SegmentReader reader(ResultLog log) {
        return new SegmentReader(log);
    }

    Spool spool(Disk disk, SpoolSettings settings) {
        return new Spool(disk, settings) {
            @Override
            Recovery recovery(String folder) {
                return LogFault.this.recovery(this, folder);
            }

            @Override
            SegmentReader reader(ResultLog log) {
                return LogFault.this.reader(log);
            }
        };
    }
}
