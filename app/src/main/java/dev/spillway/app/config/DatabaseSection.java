package dev.spillway.app.config;

import java.time.Duration;
import java.util.Optional;

/**
 * A database that streams read: of one {@link DatabaseKind}, with the keys of that kind.
 *
 * @param duckdb {@code :memory:}, or the file of a DuckDB database, relative to the configuration file
 * @param postgres {@code postgresql://HOST:PORT/DATABASE}
 * @param jdbc {@code jdbc:…}, as the driver takes it
 * @param driver the driver's jar
 * @param connections most results that read it at once
 * @param connectionWait how long one more result waits for its turn
 * @param init statements that run once, when the database opens
 * @param memoryLimit most memory that the database uses
 * @param threads how many threads the database uses; where it is not said: one a processor
 * @param tempDirectory where the database makes a folder for what does not fit into its memory; where it is not said: in the
 *     working directory
 * @param user who connects
 * @param passwordEnv the environment variable that holds the password
 * @param connectTimeout how long making a connection may take
 * @param statementTimeout how long a statement may run, its reader included; zero: any time
 */
public record DatabaseSection(
        Optional<String> duckdb,
        Optional<String> postgres,
        Optional<String> jdbc,
        Optional<InputFile> driver,
        @Default("16") @Bounds(min = "1", max = "1000") int connections,

        @Default("5s") @Bounds(min = "0s", max = "1h") Duration connectionWait,
        Optional<InputFile> init,
        @Default("256MiB") @Bounds(min = "16MiB") DataSize memoryLimit,
        @Bounds(min = "1", max = "1024") Optional<Integer> threads,
        Optional<OutputFolder> tempDirectory,
        Optional<String> user,
        Optional<Secret> password,
        Optional<String> passwordEnv,

        @Default("10s") @Bounds(min = "250ms", max = "10m") Duration connectTimeout,

        @Default("0s") @Bounds(min = "0s", max = "500h") Duration statementTimeout)
        implements Section {}
