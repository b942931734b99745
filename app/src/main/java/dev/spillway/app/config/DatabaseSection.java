package dev.spillway.app.config;

import java.time.Duration;
import java.util.Optional;

/**
 * A database that streams read.
 *
 * @param duckdb {@code :memory:}, or the file of a DuckDB database, relative to the configuration file
 * @param init statements that run once, when the database opens
 * @param memoryLimit most memory that the database uses
 * @param connections most results that read it at once
 * @param connectionWait how long one more result waits for its turn
 * @param threads how many threads the database uses; where it is not said: one a processor
 * @param tempDirectory where the database makes a folder for what does not fit into its memory; where it is not said: in the
 *     working directory
 */
public record DatabaseSection(
        String duckdb,
        Optional<InputFile> init,
        @Default("256MiB") @Bounds(min = "16MiB") DataSize memoryLimit,
        @Default("16") @Bounds(min = "1", max = "1000") int connections,

        @Default("5s") @Bounds(min = "0s", max = "1h") Duration connectionWait,
        @Bounds(min = "1", max = "1024") Optional<Integer> threads,
        Optional<OutputFolder> tempDirectory)
        implements Section {}
