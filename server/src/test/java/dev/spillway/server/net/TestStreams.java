package dev.spillway.server.net;

import static dev.spillway.wire.ColumnKind.INT64;
import static dev.spillway.wire.ColumnKind.STRING;

import dev.spillway.result.LocalResults;
import dev.spillway.result.ResultSettings;
import dev.spillway.result.RunEnd;
import dev.spillway.result.RunListener;
import dev.spillway.result.RunView;
import dev.spillway.source.Arguments;
import dev.spillway.source.RowSource;
import dev.spillway.source.Rows;
import dev.spillway.source.StreamDefinition;
import dev.spillway.wire.Parameter;
import dev.spillway.wire.ParameterType;
import dev.spillway.wire.RowSchema;
import dev.spillway.wire.Value;
import dev.spillway.wire.row.RowWriter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Streams for tests, with what is needed to drive and to watch them. */
public final class TestStreams implements RunListener {
    public static final RowSchema SCHEMA =
            RowSchema.derive("Item").column("id", INT64).column("title", STRING).build();

    /** A row of {@code paced} leaves for each permit. */
    public final Semaphore permits = new Semaphore(0);

    /** Of each run that ended, how. */
    public final BlockingQueue<RunEnd> ends = new LinkedBlockingQueue<>();

    /** Of each source that was closed, its stream. */
    public final BlockingQueue<String> closed = new LinkedBlockingQueue<>();

    public final LocalResults results = new LocalResults(
            List.of(
                    stream("items", arguments -> items(arguments.int64("count"), Long.MAX_VALUE)),
                    stream("failing", arguments -> items(Long.MAX_VALUE, arguments.int64("count"))),
                    stream("paced", arguments -> paced())),
            ResultSettings.DEFAULT,
            this);

    private StreamDefinition stream(String name, RowSource.Opener opener) {
        Parameter count = new Parameter(
                "count",
                ParameterType.INT64,
                new Value.Int64(10),
                Optional.of(new Value.Int64(0)),
                Optional.of(new Value.Int64(1_000_000_000)));
        RowSource source = RowSource.of(SCHEMA, arguments -> closing(name, opener, arguments));
        return new StreamDefinition(name, List.of(count), source, Optional.of("count"));
    }

    private Rows closing(String name, RowSource.Opener opener, Arguments arguments) throws Exception {
        Rows rows = opener.open(arguments);
        return new Rows() {
            @Override
            public boolean next(RowWriter out) throws Exception {
                return rows.next(out);
            }

            @Override
            public void close() {
                closed.add(name);
            }
        };
    }

    /** So many items; reading that one fails. */
    public static Rows items(long count, long failAt) {
        long[] next = {0};
        return out -> {
            long id = next[0]++;
            if (id == failAt) {
                throw new IllegalStateException("item " + id + " is broken");
            }
            if (id == count) {
                return false;
            }
            row(out, id);
            return true;
        };
    }

    private Rows paced() {
        long[] next = {0};
        return out -> {
            permits.acquire();
            row(out, next[0]++);
            out.flush();
            return true;
        };
    }

    /** An item. */
    public static void row(RowWriter out, long id) throws Exception {
        out.int64(1, id);
        out.string(2, "Item number " + id);
        out.endRow();
    }

    /** The items as text lines. */
    public static String text(int count) {
        StringBuilder lines = new StringBuilder();
        for (int id = 0; id < count; id++) {
            lines.append(id).append(", Item number ").append(id).append('\n');
        }
        return lines.toString();
    }

    /** How the next run ends; waits for it. */
    public RunEnd awaitEnd() throws InterruptedException {
        RunEnd end = ends.poll(30, TimeUnit.SECONDS);
        if (end == null) {
            throw new AssertionError("no run ended within 30 s");
        }
        return end;
    }

    /** The stream whose source is closed next; waits for it. */
    public String awaitClosed() throws InterruptedException {
        String name = closed.poll(30, TimeUnit.SECONDS);
        if (name == null) {
            throw new AssertionError("no source was closed within 30 s");
        }
        return name;
    }

    @Override
    public void started(RunView run) {}

    @Override
    public void ended(RunView run, RunEnd end) {
        ends.add(end);
    }
}
