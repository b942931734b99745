package dev.spillway.sql.jdbc;

import dev.spillway.source.Cursor;
import dev.spillway.sql.jdbc.ConnectionPool.Lease;
import dev.spillway.wire.Reason;
import dev.spillway.wire.ResultFailure;
import dev.spillway.wire.row.ChunkBuilder;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A {@link Run} as a cursor: waits for a connection, writes row after row, and stops when it is told to, or when it has
 * taken too long, its reader included.
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
    private final Duration limit;
    private final Function<SQLException, String> words;

    private @Nullable Run run;
    private @Nullable Thread watch;
    private long overdueAt;
    private boolean ended;

    /** Why nothing more is read; null: it is. */
    private volatile @Nullable ResultFailure stopped;

    private final Object lock = new Object();
    /** Guarded by lock. */
    private @Nullable Lease lease;
    /** Who waits for a connection at this moment. Guarded by lock. */
    private @Nullable Thread connecting;
    /** What the database works at at this moment. Guarded by lock. */
    private @Nullable Run working;

    /**
     * @param limit how long a run may take, its reader included; zero: any time
     * @param words what the database itself said
     */
    public RunCursor(ConnectionPool pool, Opener opener, Duration limit, Function<SQLException, String> words) {
        this.pool = pool;
        this.opener = opener;
        this.limit = limit;
        this.words = words;
    }

    @Override
    public Fill fill(ChunkBuilder out) throws ResultFailure, InterruptedException {
        try {
            Run rows = run != null ? run : begin();
            enter(rows);
            while (rows.next()) {
                rows.write(out);
                requireNotStopped();
                if (out.isFull() || out.isDue()) {
                    return Fill.MORE;
                }
            }
            requireNotStopped();
            ended = true;
            return Fill.END;
        } catch (SQLException e) {
            requireNotStopped();
            throw isOverdue() ? pool.overdue(limit) : new ResultFailure(Reason.SOURCE_FAILED, words.apply(e), e);
        } catch (ResultFailure e) {
            requireNotStopped();
            throw e;
        } finally {
            leave();
        }
    }

    /** The database may have the same limit, and be first. */
    private boolean isOverdue() {
        return watch != null && System.nanoTime() - overdueAt >= 0;
    }

    private Run begin() throws SQLException, ResultFailure, InterruptedException {
        Lease held = borrow();
        synchronized (lock) {
            lease = held;
        }
        requireNotStopped();
        Run rows = opener.open(held.connection());
        run = rows;
        overdueAt = System.nanoTime() + limit.toNanos();
        if (limit.isPositive()) {
            watch = Thread.ofVirtual().name("sql-limit").start(this::stopAfterLimit);
        }
        return rows;
    }

    private Lease borrow() throws ResultFailure, InterruptedException {
        synchronized (lock) {
            requireNotStopped();
            connecting = Thread.currentThread();
        }
        try {
            return pool.borrow(() -> stopped != null);
        } catch (InterruptedException e) {
            requireNotStopped();
            throw e;
        } finally {
            synchronized (lock) {
                connecting = null;
                if (stopped != null) {
                    // The interrupt was meant for the wait; whoever runs this thread goes on without it.
                    Thread.interrupted();
                }
            }
        }
    }

    private void enter(Run rows) throws ResultFailure {
        synchronized (lock) {
            requireNotStopped();
            working = rows;
        }
    }

    private void leave() {
        synchronized (lock) {
            working = null;
            lock.notifyAll();
        }
    }

    private void requireNotStopped() throws ResultFailure {
        if (stopped != null) {
            throw stopped;
        }
    }

    @Override
    public void cancel() {
        if (stop(new ResultFailure(Reason.CANCELLED, "cancelled"))) {
            Thread.ofVirtual().name("sql-cancel").start(this::cancelUntilLeft);
        }
    }

    /** From now on nothing is read any more; false if that is so already. */
    private boolean stop(ResultFailure why) {
        synchronized (lock) {
            if (stopped != null) {
                return false;
            }
            stopped = why;
            if (connecting != null) {
                connecting.interrupt();
            }
            return true;
        }
    }

    /** A database that gives up a statement whose rows nobody takes still holds its connection: it is cut here. */
    private void stopAfterLimit() {
        try {
            Thread.sleep(limit);
        } catch (InterruptedException e) {
            return;
        }
        if (stop(pool.overdue(limit))) {
            cancelUntilLeft();
            abandon();
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
        endWatch();
        if (!ended) {
            abandon();
            return;
        }
        Lease held = takeLease();
        try {
            if (held != null) {
                held.giveBack();
            }
        } catch (SQLException e) {
            LOG.warn("a connection was not given back: {}", e.getMessage());
        }
    }

    /** Who ends an overdue run may be about to give back what it holds: that is waited for. */
    private void endWatch() {
        if (watch == null) {
            return;
        }
        watch.interrupt();
        boolean interrupted = false;
        while (watch.isAlive()) {
            try {
                watch.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Nobody is in the run, and nobody comes any more. */
    private void abandon() {
        Lease held = takeLease();
        if (held == null) {
            return;
        }
        if (run != null) {
            cancelQuietly(run);
        }
        held.discard();
    }

    private @Nullable Lease takeLease() {
        synchronized (lock) {
            Lease held = lease;
            lease = null;
            return held;
        }
    }
}
