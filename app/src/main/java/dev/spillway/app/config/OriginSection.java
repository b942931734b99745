package dev.spillway.app.config;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;

/**
 * The role that runs sources and owns results.
 *
 * @param name a part of every result's id
 * @param listen where gRPC is served
 * @param reflection whether clients may ask for the descriptors; where it is not said: on a loopback address
 * @param chunk size of a chunk of rows
 * @param maxValueBytes largest text or bytes value
 * @param maxMessageBytes largest message of a method that a stream is bound to
 * @param window most bytes that a source may be ahead of its reader
 * @param budget most bytes that all sources together may be ahead of their readers
 * @param lease for how long a result is known that nobody reads
 * @param linger for how long the source of a result goes on that was read, and is not any more
 * @param drain what running sources have to finish when the origin stops
 */
public record OriginSection(
        @Default("local") String name,
        @Default("127.0.0.1:50051") InetSocketAddress listen,
        Optional<Boolean> reflection,

        @Default("64KiB") @Bounds(min = "16KiB", max = "256KiB")
        DataSize chunk,

        @Default("16MiB") @Bounds(min = "1KiB", max = "512MiB")
        DataSize maxValueBytes,

        @Default("4MiB") @Bounds(min = "256KiB", max = "1GiB")
        DataSize maxMessageBytes,

        @Default("256KiB") @Bounds(min = "16KiB", max = "1GiB")
        DataSize window,

        @Default("128MiB") @Bounds(min = "1MiB") DataSize budget,
        @Default("10m") @Bounds(min = "1s") Duration lease,
        @Default("30s") Duration linger,
        @Default("0s") @Bounds(min = "0s", max = "10m") Duration drain,
        SpoolSection spool)
        implements Section {
    /** Whether clients may ask for the descriptors. */
    public boolean servesReflection() {
        return reflection.orElseGet(() -> listen.getAddress().isLoopbackAddress());
    }
}
