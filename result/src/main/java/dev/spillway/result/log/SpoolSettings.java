package dev.spillway.result.log;

/**
 * What the logs of results may use, in bytes.
 *
 * @param memoryPerResult what one result may hold in memory; beyond it, it goes to segment files
 * @param memoryTotal what all results together may hold in memory
 * @param diskPerResult what the segment files of one result may hold
 * @param diskTotal what all segment files may hold
 * @param segmentBytes when a segment file is full
 */
public record SpoolSettings(
        long memoryPerResult, long memoryTotal, long diskPerResult, long diskTotal, long segmentBytes) {
    public static final SpoolSettings DEFAULT = new SpoolSettings(4L << 20, 64L << 20, 1L << 30, 4L << 30, 8L << 20);

    /** The newest chunks of a result that is on disk stay in memory too, for readers that keep up. */
    long tailBytes() {
        return memoryPerResult / 4;
    }
}
