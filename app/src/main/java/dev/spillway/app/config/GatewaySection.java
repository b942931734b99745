package dev.spillway.app.config;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

/**
 * The role that answers HTTP.
 *
 * @param listen where HTTP is served
 * @param triggers short paths of streams
 * @param commitAfter when the status leaves, where neither a chunk nor the end came before
 * @param giveUpAfter for how long a result whose origin was lost is tried to go on with; its reader waits
 * @param cors origins of web pages whose scripts may read answers
 * @param prefetch most bytes of one result to hold ready for its reader, where the origin is another process
 * @param budget most bytes to hold ready for all readers together
 */
public record GatewaySection(
        @Default("127.0.0.1:3333") InetSocketAddress listen,
        List<TriggerSection> triggers,
        @Default("10s") @Bounds(min = "1ms", max = "1h") Duration commitAfter,
        @Default("2m") @Bounds(min = "0s", max = "1h") Duration giveUpAfter,
        List<String> cors,

        @Default("192KiB") @Bounds(min = "16KiB", max = "1GiB")
        DataSize prefetch,

        @Default("128MiB") @Bounds(min = "1MiB") DataSize budget)
        implements Section {}
