package dev.spillway.sql.jdbc;

import dev.spillway.source.Cursor;
import dev.spillway.sql.jdbc.ConnectionPool.Lease;
import dev.spillway.wire.Reason;
import dev.spillway.wire.ResultFailure;
import dev.spillway.wire.row.ChunkBuilder;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A {@link Run} as a cursor: waits for a connection, writes row after row, and stops when it is told to.
 *
 * <p>A connection goes back only when its run came to its end. One that was left before is closed: a cancel that is late
 * can then never hit the next result.
 */
public final class RunCursor implements Cursor {
    /** Begins a run on a connection. What takes time happens in its first {@link Run#next}. */
    @FunctionalInterface
    public interface Opener {
        Run open(Connection connection) throws SQLException;
    }

    private static final Logger LOG = LoggerFactory.getLogger(RunCursor.class);
    private static final int CANCEL_AGAIN_MILLIS = 20;

    private final ConnectionPool pool;
    private final Opener opener;
    private final Function<SQLException, String> words;

    private @Nullable Lease lease;
    private @Nullable Run run;
    private boolean ended;

    private volatile boolean cancelled;

    private final Object lock = new Object();
    /** Who waits for a connection at this moment. Guarded by lock. */
    private @Nullable Thread connecting;
    /** What the database works at at this moment. Guarded by lock. */
    private @Nullable Run working;

    /** @param words what the database itself said */
    public RunCursor(ConnectionPool pool, Opener opener, Function<SQLException, String> words) {
        this.pool = pool;
        this.opener = opener;
        this.words = words;
    }

    @Override
    public Fill fill(ChunkBuilder out) throws ResultFailure, InterruptedException {
        try {
            Run rows = run != null ? run : begin();
            enter(rows);
            while (rows.next()) {
                rows.write(out);
                requireNotCancelled();
                if (out.isFull() || out.isDue()) {
                    return Fill.MORE;
                }
            }
            requireNotCancelled();
            ended = true;
            return Fill.END;
        } catch (SQLException e) {
            requireNotCancelled();
            throw new ResultFailure(Reason.SOURCE_FAILED, words.apply(e), e);
        } catch (ResultFailure e) {
            requireNotCancelled();
            throw e;
        } finally {
            leave();
        }
    }

    private Run begin() throws SQLException, ResultFailure, InterruptedException {
        lease = borrow();
        requireNotCancelled();
        run = opener.open(lease.connection());
        return run;
    }

    private Lease borrow() throws ResultFailure, InterruptedException {
        synchronized (lock) {
            requireNotCancelled();
            connecting = Thread.currentThread();
        }
        try {
            return pool.borrow(() -> cancelled);
        } catch (InterruptedException e) {
            requireNotCancelled();
            throw e;
        } finally {
            synchronized (lock) {
                connecting = null;
                if (cancelled) {
                    // The interrupt was meant for the wait; whoever runs this thread goes on without it.
                    Thread.interrupted();
                }
            }
        }
    }

    private void enter(Run rows) throws ResultFailure {
        synchronized (lock) {
            requireNotCancelled();
            working = rows;
        }
    }

    private void leave() {
        synchronized (lock) {
            working = null;
            lock.notifyAll();
        }
    }

    private void requireNotCancelled() throws ResultFailure {
        if (cancelled) {
            throw new ResultFailure(Reason.CANCELLED, "cancelled");
        }
    }

    @Override
    public void cancel() {
        synchronized (lock) {
            if (cancelled) {
                return;
            }
            cancelled = true;
            if (connecting != null) {
                connecting.interrupt();
            }
            if (working != null) {
                Thread.ofVirtual().name("sql-cancel").start(this::cancelUntilLeft);
            }
        }
    }

    private void cancelUntilLeft() {
        try {
            Run stopping = working();
            while (stopping != null) {
                cancelQuietly(stopping);
                synchronized (lock) {
                    if (working != null) {
                        lock.wait(CANCEL_AGAIN_MILLIS);
                    }
                    stopping = working;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private @Nullable Run working() {
        synchronized (lock) {
            return working;
        }
    }

    private static void cancelQuietly(Run run) {
        try {
            run.cancel();
        } catch (SQLException e) {
            LOG.warn("a query was not cancelled: {}", e.getMessage());
        }
    }

    @Override
    public void close() {
        if (lease == null) {
            return;
        }
        if (!ended) {
            if (run != null) {
                cancelQuietly(run);
            }
            lease.discard();
            return;
        }
        try {
            lease.giveBack();
        } catch (SQLException e) {
            LOG.warn("a connection was not given back: {}", e.getMessage());
        }
    }
}
