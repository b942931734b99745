package dev.spillway.source;

import dev.spillway.wire.Reason;
import dev.spillway.wire.ResultFailure;
import dev.spillway.wire.row.ChunkBuilder;
import org.jspecify.annotations.Nullable;

/** A run of own code. */
final class RowCursor implements Cursor {
    private final RowSource.OpenerAt opener;
    private final Arguments arguments;
    private final long fromRow;

    private @Nullable Rows rows;

    private final Object lock = new Object();
    /** Who runs own code at this moment. Guarded by lock. */
    private @Nullable Thread filling;
    /** Guarded by lock. */
    private boolean cancelled;

    RowCursor(RowSource.OpenerAt opener, Arguments arguments, long fromRow) {
        this.fromRow = fromRow;
        this.opener = opener;
        this.arguments = arguments;
    }

    @Override
    public Fill fill(ChunkBuilder out) throws ResultFailure, InterruptedException {
        enter();
        try {
            if (rows == null) {
                rows = opener.open(arguments, fromRow);
            }
            while (rows.next(out)) {
                if (out.isFull() || out.isDue()) {
                    return Fill.MORE;
                }
            }
            return Fill.END;
        } catch (ResultFailure e) {
            throw e;
        } catch (Exception e) {
            throw failure(e);
        } finally {
            leave();
        }
    }

    private ResultFailure failure(Exception e) throws InterruptedException {
        synchronized (lock) {
            if (cancelled) {
                return cancelled();
            }
        }
        if (e instanceof InterruptedException interrupted) {
            throw interrupted;
        }
        return new ResultFailure(Reason.SOURCE_FAILED, e.getMessage() != null ? e.getMessage() : e.toString(), e);
    }

    private static ResultFailure cancelled() {
        return new ResultFailure(Reason.CANCELLED, "cancelled");
    }

    private void enter() throws ResultFailure {
        synchronized (lock) {
            if (cancelled) {
                throw cancelled();
            }
            filling = Thread.currentThread();
        }
    }

    private void leave() {
        synchronized (lock) {
            filling = null;
            if (cancelled) {
                // The interrupt was meant for own code; whoever runs this thread goes on without it.
                Thread.interrupted();
            }
        }
    }

    @Override
    public void cancel() {
        synchronized (lock) {
            cancelled = true;
            if (filling != null) {
                filling.interrupt();
            }
        }
    }

    @Override
    public void close() {
        if (rows != null) {
            rows.close();
        }
    }
}
