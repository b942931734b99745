package dev.spillway.sql.duckdb;

import dev.spillway.source.Arguments;
import dev.spillway.source.Cursor;
import dev.spillway.sql.mapping.CheckedQuery;
import dev.spillway.sql.mapping.MappedColumn;
import dev.spillway.sql.mapping.RowFeed;
import dev.spillway.wire.Reason;
import dev.spillway.wire.ResultFailure;
import dev.spillway.wire.row.ChunkBuilder;
import dev.spillway.wire.row.FlatColumn;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A run of a query: waits for its turn, then copies batch after batch into rows. */
final class DuckDbCursor implements Cursor {
    private final DuckDbDatabase database;
    private final CheckedQuery<DuckDbType> query;
    private final Arguments arguments;
    private final List<ColumnReader> columns = new ArrayList<>();
    private final RowFeed feed;
    /** All columns, if all can be written so; else none. */
    private final List<FlatColumn> flat;

    private boolean hasSlot;
    private @Nullable Execution execution;
    /** Rows of the result before the batch. */
    private long rowsBefore;
    /** The next row of the batch, and how many there are. */
    private int row;

    private int rows;

    private volatile boolean cancelled;

    private final Object lock = new Object();
    /** What a cancel has to stop. Guarded by lock. */
    private @Nullable Execution running;

    DuckDbCursor(DuckDbDatabase database, CheckedQuery<DuckDbType> query, Arguments arguments) {
        this.database = database;
        this.query = query;
        this.arguments = arguments;
        this.feed = RowFeed.of(query, this::reader);
        List<FlatColumn> all =
                columns.stream().flatMap(column -> column.flat().stream()).toList();
        this.flat = all.size() == columns.size() ? all : List.of();
    }

    private ColumnReader reader(MappedColumn<DuckDbType> mapped) {
        ColumnReader reader = ColumnReader.of(mapped, query.row());
        columns.add(reader);
        return reader;
    }

    @Override
    public Fill fill(ChunkBuilder out) throws ResultFailure, InterruptedException {
        try {
            if (execution == null) {
                execution = begin();
            }
            while (true) {
                requireNotCancelled();
                if (writeRows(out) || out.isDue()) {
                    return Fill.MORE;
                }
                if (!nextBatch(execution)) {
                    requireNotCancelled();
                    return Fill.END;
                }
            }
        } catch (ResultFailure e) {
            requireNotCancelled();
            throw e;
        }
    }

    private Execution begin() throws ResultFailure, InterruptedException {
        requireNotCancelled();
        hasSlot = database.slots().acquire(database.connectionWait(), () -> cancelled);
        if (!hasSlot) {
            requireNotCancelled();
            throw database.busy();
        }
        Execution begun = new Execution(database.connect(), query, arguments);
        synchronized (lock) {
            running = begun;
        }
        return begun;
    }

    /** Writes the rows of the batch until the builder is full; false when none is left. */
    private boolean writeRows(ChunkBuilder out) throws ResultFailure {
        while (row < rows) {
            if (!flat.isEmpty()) {
                row += out.rows(flat, row, rows - row);
            }
            if (row < rows && !out.isFull()) {
                feed.write(row, out);
                row++;
            }
            if (out.isFull()) {
                return true;
            }
        }
        return false;
    }

    private boolean nextBatch(Execution from) throws ResultFailure {
        rowsBefore += rows;
        row = 0;
        rows = 0;
        Batch batch = from.next();
        if (batch == null) {
            return false;
        }
        for (ColumnReader column : columns) {
            column.load(batch, rowsBefore);
        }
        rows = batch.rows();
        return true;
    }

    private void requireNotCancelled() throws ResultFailure {
        if (cancelled) {
            throw new ResultFailure(Reason.CANCELLED, "cancelled");
        }
    }

    @Override
    public void cancel() {
        Execution stopping;
        synchronized (lock) {
            cancelled = true;
            stopping = running;
            running = null;
        }
        database.slots().wake();
        if (stopping != null) {
            stopping.stop();
        }
    }

    @Override
    public void close() {
        synchronized (lock) {
            running = null;
        }
        try {
            if (execution != null) {
                execution.close();
            }
        } finally {
            if (hasSlot) {
                database.slots().release();
            }
        }
    }
}
