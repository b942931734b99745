package dev.spillway.app.config;

import dev.spillway.result.log.Spool;
import dev.spillway.result.log.SpoolSettings;
import java.nio.file.Path;

/**
 * Where results are kept while they are read.
 *
 * @param folder of one process only
 * @param memory most bytes of one result that are kept in memory
 * @param memoryTotal most bytes of all results that are kept in memory
 * @param disk most bytes of one result on disk
 * @param diskTotal most bytes of all results on disk
 */
public record SpoolSection(
        @Default(SpoolSection.DEFAULT_FOLDER) FolderToMake folder,

        @Default("4MiB") @Bounds(min = "256KiB", max = "1GiB")
        DataSize memory,

        @Default("64MiB") @Bounds(min = "1MiB") DataSize memoryTotal,

        @Default("1GiB") @Bounds(min = "64MiB") DataSize disk,

        @Default("4GiB") @Bounds(min = "64MiB") DataSize diskTotal)
        implements Section {
    static final String DEFAULT_FOLDER = "spillway-spool";

    private static final long SEGMENT_BYTES = 8L << 20;
    private static final int DEFAULT_FOLDERS = 9;

    /** Programs that were started in one working directory without more ado do not meet in one folder. */
    public Spool open() {
        boolean isDefault = folder.path().equals(Path.of(DEFAULT_FOLDER).toAbsolutePath());
        return isDefault
                ? Spool.inOneOf(folder.path(), DEFAULT_FOLDERS, settings())
                : Spool.in(folder.path(), settings());
    }

    private SpoolSettings settings() {
        return new SpoolSettings(memory.bytes(), memoryTotal.bytes(), disk.bytes(), diskTotal.bytes(), SEGMENT_BYTES);
    }
}
