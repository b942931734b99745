package dev.spillway.client;

import dev.spillway.wire.ByteBudget;
import dev.spillway.wire.Caller;
import dev.spillway.wire.ResultFailure;
import dev.spillway.wire.ResultId;
import dev.spillway.wire.ResultInfo;
import dev.spillway.wire.Results;
import dev.spillway.wire.ResumeToken;
import dev.spillway.wire.Start;
import dev.spillway.wire.StreamInfo;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Reads results of one origin.
 *
 * <pre>{@code
 * try (SpillwayClient client = SpillwayClient.connect("localhost:50051");
 *         RowStream<Row> rows = client.query("recommendations").with("max_results", 1_000_000).rows()) {
 *     for (Row row : rows) {
 *         System.out.println(row.int32("id") + ", " + row.string("title"));
 *     }
 * }
 * }</pre>
 *
 * <p>What arrives is verified: sequence, offset and checksum of every chunk before a row of it is handed out, and the
 * totals and the checksum of the whole at the end. There are no deadlines on results: a stream that is not read waits. A
 * result that is cut goes on by itself where it stopped, if its origin keeps it.
 *
 * <p>A client may be used from any thread, for any number of results at once; they share one connection, which is made
 * when the first one is asked for. Each result is read by one thread.
 */
public final class SpillwayClient implements AutoCloseable {
    private static final int DEFAULT_PREFETCH_BYTES = 1 << 20;

    /** What HTTP/2 starts with (RFC 9113, section 6.9.2). */
    private static final int MIN_WINDOW_BYTES = 65_535;

    /** The words of a database that failed travel in the trailers; gRPC takes 8 KiB unless told. */
    private static final int MAX_METADATA_BYTES = 64 << 10;

    /** An origin knows a client by its connection. */
    static final Caller SELF = new Caller("", "");

    private final ManagedChannel channel;
    private final RemoteResults results;

    SpillwayClient(ManagedChannel channel, String target, ByteBudget prefetch, ResumePolicy policy) {
        this.channel = channel;
        this.results = new RemoteResults(channel, target, prefetch, policy);
    }

    /** A client of the origin at {@code host:port}, with the defaults of {@link Builder}. */
    public static SpillwayClient connect(String target) {
        return builder(target).build();
    }

    /** A client of the origin at {@code host:port}, or at any target that gRPC resolves. */
    public static Builder builder(String target) {
        return new Builder(target);
    }

    /** How to reach an origin, and how much to hold ready. Plaintext. */
    public static final class Builder {
        private final String target;
        private int prefetchBytes = DEFAULT_PREFETCH_BYTES;
        private @Nullable ByteBudget shared;
        private @Nullable Duration keepAlive;
        private String userAgent = "spillway-java";
        private ResumePolicy policy = ResumePolicy.DEFAULT;

        private Builder(String target) {
            this.target = target;
        }

        /**
         * Bytes of one result to hold ready for its reader; one chunk more may be held. 1 MiB by default. The transport's
         * own window comes on top: as large at first, and widened to at most 8 MiB where the distance asks for it.
         */
        public Builder prefetchBytes(int bytes) {
            if (bytes < 1) {
                throw new IllegalArgumentException("prefetchBytes: " + bytes + " (expected: >= 1)");
            }
            prefetchBytes = bytes;
            return this;
        }

        /**
         * Bytes to hold ready, shared by the results of every client that was given the same budget, in place of {@link
         * #prefetchBytes}. The transport's own window comes on top, and is not widened: {@value #MIN_WINDOW_BYTES} bytes
         * for each result. For programs that read many results at once, at the pace of readers of their own.
         */
        public Builder prefetch(ByteBudget budget) {
            shared = budget;
            return this;
        }

        /**
         * While a result is read, asks for a sign of life from a connection that is silent for so long, and gives it up,
         * with its results, if none comes within as long again. At least 10 seconds; off by default, because servers
         * other than origins may take it for abuse.
         */
        public Builder keepAlive(Duration silence) {
            keepAlive = silence;
            return this;
        }

        /**
         * For how long a result that was cut is tried to go on with, without a chunk or a sign of life from its origin. 2
         * minutes by default. Zero: a cut is the end of the result.
         */
        public Builder giveUpAfter(Duration withoutProgress) {
            policy = new ResumePolicy(policy.stallTimeout(), withoutProgress, policy.waitsToOpen());
            return this;
        }

        /**
         * After which silence an attempt is given up, and the result gone on with by a new one. 30 seconds by default; an
         * origin that has nothing to send says so every 10.
         */
        public Builder stallTimeout(Duration silence) {
            policy = new ResumePolicy(silence, policy.giveUpAfter(), policy.waitsToOpen());
            return this;
        }

        /**
         * Has a read fail at once, whatever its origin says of when to come again, as long as its header has not come: for
         * programs that have other origins to ask.
         */
        public Builder failFast() {
            policy = new ResumePolicy(policy.stallTimeout(), policy.giveUpAfter(), false);
            return this;
        }

        /** How the program calls itself, for the people who run the origin to read. */
        public Builder userAgent(String name) {
            userAgent = name;
            return this;
        }

        /**
         * The client; it does not connect yet.
         *
         * @throws IllegalArgumentException the target is none
         */
        public SpillwayClient build() {
            ByteBudget prefetch = shared != null ? shared : new ByteBudget(Long.MAX_VALUE, prefetchBytes);
            return new SpillwayClient(channel().build(), target, prefetch, policy);
        }

        NettyChannelBuilder channel() {
            NettyChannelBuilder channel = NettyChannelBuilder.forTarget(target)
                    .usePlaintext()
                    .userAgent(userAgent)
                    .maxInboundMetadataSize(MAX_METADATA_BYTES);
            if (keepAlive != null) {
                channel.keepAliveTime(keepAlive.toMillis(), TimeUnit.MILLISECONDS)
                        .keepAliveTimeout(keepAlive.toMillis(), TimeUnit.MILLISECONDS);
            }
            return shared != null
                    ? channel.flowControlWindow(MIN_WINDOW_BYTES)
                    : channel.initialFlowControlWindow(Math.max(MIN_WINDOW_BYTES, prefetchBytes));
        }
    }

    /** A query of a stream, to give parameters to and to run. */
    public ResultQuery query(String stream) {
        return new ResultQuery(results, stream);
    }

    /**
     * A result from the place of a token on, that of a {@link ResultException} or a {@link ChunkStream}; of this or another
     * process.
     *
     * @throws ResultException INVALID_TOKEN: it is none
     */
    public ResultRead resume(String token) {
        try {
            return new ResultRead(results, new Start.Token(ResumeToken.fromText(token)));
        } catch (ResultFailure e) {
            throw new ResultException(e);
        }
    }

    /** A known result from a row on: so many are skipped. */
    public ResultRead resume(ResultId result, long fromRow) {
        if (fromRow < 0) {
            throw new IllegalArgumentException("fromRow: " + fromRow + " (expected: >= 0)");
        }
        return new ResultRead(results, new Start.Row(result, fromRow));
    }

    /**
     * What is true of a result, also after it ended.
     *
     * @throws ResultException the result is not known, or the origin cannot be reached
     */
    public ResultInfo status(ResultId result) {
        try {
            return results.get(result, SELF);
        } catch (ResultFailure e) {
            throw new ResultException(e);
        }
    }

    /**
     * Ends a result; its source stops. One that has ended stays as it is.
     *
     * @throws ResultException the result is not known, or the origin cannot be reached
     */
    public ResultInfo cancel(ResultId result) {
        try {
            return results.cancel(result, SELF);
        } catch (ResultFailure e) {
            throw new ResultException(e);
        }
    }

    /**
     * The streams of the origin, by name.
     *
     * @throws ResultException the origin cannot be reached
     */
    public List<StreamInfo> streams() {
        try {
            return results.streams(SELF);
        } catch (ResultFailure e) {
            throw new ResultException(e);
        }
    }

    /** The results of the origin as frames: what a gateway shows. */
    public Results results() {
        return results;
    }

    /** Opens nothing any more; the connection closes when the last result that is still read has ended. */
    public void retire() {
        channel.shutdown();
    }

    /** Closes the connection; results that are still read fail. */
    @Override
    public void close() {
        channel.shutdownNow();
    }
}
