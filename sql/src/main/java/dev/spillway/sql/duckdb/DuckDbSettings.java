package dev.spillway.sql.duckdb;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How a DuckDB database is opened.
 *
 * @param location {@code :memory:}, or the path of a database file
 * @param init statements that run once, after the settings below and before the configuration is locked; what belongs
 *     to their own connection (temporary tables, {@code USE}) is not there for results
 * @param memoryLimitBytes {@code memory_limit}: what the engine may hold in memory, over all results
 * @param connections results at once; the next one waits
 * @param connectionWait how long it waits before it fails with {@link dev.spillway.wire.Reason#BUSY}
 * @param threads {@code threads}: those of the engine; empty: one a core
 * @param tempDirectory {@code temp_directory}: what does not fit into memory; made by the engine when it needs it, but not
 *     its parent
 */
public record DuckDbSettings(
        String location,
        Optional<String> init,
        long memoryLimitBytes,
        int connections,
        Duration connectionWait,
        OptionalInt threads,
        Path tempDirectory) {
    public static final String MEMORY = ":memory:";

    /** In memory, nothing in it: 256 MiB, 16 connections, 5 s, a thread a core, {@code spillway-duckdb.tmp}. */
    public static final DuckDbSettings DEFAULTS = new DuckDbSettings(
            MEMORY,
            Optional.empty(),
            256L << 20,
            16,
            Duration.ofSeconds(5),
            OptionalInt.empty(),
            Path.of("spillway-duckdb.tmp"));

    public DuckDbSettings {
        atLeast(1, memoryLimitBytes, "memory_limit");
        atLeast(1, connections, "connections");
        atLeast(0, connectionWait.toNanos(), "connection_wait");
        atLeast(1, threads.orElse(1), "threads");
    }

    private static void atLeast(long smallest, long value, String key) {
        if (value < smallest) {
            throw new IllegalArgumentException(key + ": " + value + " (expected: >= " + smallest + ")");
        }
    }

    public DuckDbSettings withInit(String statements) {
        return new DuckDbSettings(
                location,
                Optional.of(statements),
                memoryLimitBytes,
                connections,
                connectionWait,
                threads,
                tempDirectory);
    }

    public DuckDbSettings withConnections(int atOnce, Duration wait) {
        return new DuckDbSettings(location, init, memoryLimitBytes, atOnce, wait, threads, tempDirectory);
    }
}
