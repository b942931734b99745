package dev.spillway.app.gateway;

import static dev.spillway.wire.ColumnKind.INT64;
import static dev.spillway.wire.ColumnKind.STRING;

import dev.spillway.result.LocalResults;
import dev.spillway.result.ResultSettings;
import dev.spillway.result.RunEnd;
import dev.spillway.result.RunListener;
import dev.spillway.result.RunView;
import dev.spillway.result.log.Spool;
import dev.spillway.result.log.SpoolSettings;
import dev.spillway.server.grpc.OriginServer;
import dev.spillway.server.grpc.OriginSettings;
import dev.spillway.source.RowSource;
import dev.spillway.source.Rows;
import dev.spillway.source.StreamDefinition;
import dev.spillway.wire.Parameter;
import dev.spillway.wire.ParameterType;
import dev.spillway.wire.Replay;
import dev.spillway.wire.RowSchema;
import dev.spillway.wire.Value;
import dev.spillway.wire.row.RowWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** An origin on this machine that a test starts, ends and starts again at the same address. */
final class TestOrigin implements RunListener, AutoCloseable {
    /** Of each run, as it started. */
    final BlockingQueue<RunView> started = new LinkedBlockingQueue<>();

    /** Of each run, how it ended. */
    final BlockingQueue<RunEnd> ended = new LinkedBlockingQueue<>();

    /** Of each source that was closed, its stream. */
    final BlockingQueue<String> sourcesClosed = new LinkedBlockingQueue<>();

    private final String name;
    private final List<StreamDefinition> streams = new ArrayList<>();
    private InetSocketAddress address;
    private @Nullable Path spool;
    private @Nullable LocalResults results;
    private @Nullable OriginServer server;

    private TestOrigin(String name, InetSocketAddress address) {
        this.name = name;
        this.address = address;
    }

    /** An origin without streams, at any port; it runs from when it is first asked for. */
    static TestOrigin start(String name) {
        return new TestOrigin(name, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    /** One that runs at once, at that address. */
    static TestOrigin start(String name, InetSocketAddress address) {
        TestOrigin origin = new TestOrigin(name, address);
        origin.run();
        return origin;
    }

    private ResultSettings settings() {
        return new ResultSettings(name, 16 << 10, 1 << 20, 16 << 10, 1 << 20);
    }

    /** Keeps the results of the streams that are added from now on there. */
    TestOrigin keepingIn(Path folder) {
        spool = folder;
        return this;
    }

    /** Has one stream more, and starts anew if it runs: the numbers from 0, and a text that names the origin. */
    TestOrigin serving(String stream) {
        return serving(stream, "n");
    }

    /** Has one stream more, whose first column is of that name. */
    TestOrigin serving(String stream, String column) {
        RowSchema schema = RowSchema.derive("Number")
                .column(column, INT64)
                .column("origin", STRING)
                .build();
        Parameter count = new Parameter(
                "count", ParameterType.INT64, new Value.Int64(3), Optional.of(new Value.Int64(0)), Optional.empty());
        RowSource source = RowSource.of(schema, arguments -> numbers(stream, arguments.int64("count")));
        streams.add(
                spool == null
                        ? new StreamDefinition(stream, List.of(count), source, Optional.of("count"))
                        : new StreamDefinition(stream, List.of(count), source, Optional.of("count"), Replay.LOG));
        if (server != null) {
            restart();
        }
        return this;
    }

    private Rows numbers(String stream, long count) {
        long[] next = {0};
        return new Rows() {
            @Override
            public boolean next(RowWriter out) throws Exception {
                if (next[0] == count) {
                    return false;
                }
                out.int64(1, next[0]++);
                out.string(2, name);
                out.endRow();
                return true;
            }

            @Override
            public void close() {
                sourcesClosed.add(stream);
            }
        };
    }

    LocalResults results() {
        run();
        return Objects.requireNonNull(results);
    }

    String target() {
        return "127.0.0.1:" + address().getPort();
    }

    InetSocketAddress address() {
        run();
        return address;
    }

    /** Ends the connections in mid-stream, as a killed process does. */
    void kill() {
        run();
        Objects.requireNonNull(server).close();
        Objects.requireNonNull(results).close();
    }

    void restart() {
        kill();
        server = null;
        run();
    }

    private void run() {
        if (server != null) {
            return;
        }
        try {
            results = spool == null
                    ? new LocalResults(streams, settings(), this)
                    : LocalResults.in(Spool.in(spool, SpoolSettings.DEFAULT), streams, settings(), this);
            server = OriginServer.start(new OriginSettings(address, false, List.of(), 4 << 20), results);
            address = server.address();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The next of these; waits for it. */
    static <T> T await(BlockingQueue<T> queue) throws InterruptedException {
        T next = queue.poll(30, TimeUnit.SECONDS);
        if (next == null) {
            throw new AssertionError("nothing came within 30 s");
        }
        return next;
    }

    @Override
    public void started(RunView run) {
        started.add(run);
    }

    @Override
    public void ended(RunView run, RunEnd end) {
        ended.add(end);
    }

    @Override
    public void close() {
        kill();
    }
}
