package dev.spillway.sql.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.spillway.wire.ColumnKind;
import dev.spillway.wire.Position;
import dev.spillway.wire.ResultFailure;
import dev.spillway.wire.RowSchema;
import dev.spillway.wire.row.ChunkBuilder;
import dev.spillway.wire.row.RowWriter;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RunCursorTest {
    /** Works until it is cancelled. Cancelled again, that takes until its reader has closed it, or waits to. */
    private static final class Endless implements Run {
        private final CountDownLatch cancelled = new CountDownLatch(1);
        private final CountDownLatch cancelledAgain = new CountDownLatch(1);
        private final AtomicInteger cancels = new AtomicInteger();
        private volatile @Nullable Thread closing;

        @Override
        public boolean next() throws SQLException {
            try {
                cancelled.await();
            } catch (InterruptedException e) {
                throw new SQLException(e);
            }
            throw new SQLException("cancelled");
        }

        @Override
        public void write(RowWriter out) {}

        @Override
        public void cancel() {
            cancelled.countDown();
            if (cancels.incrementAndGet() > 1 && Thread.currentThread() != closing) {
                cancelledAgain.countDown();
                while (closing == null || !isAtRest(closing)) {
                    Thread.onSpinWait();
                }
            }
        }

        private static boolean isAtRest(@Nullable Thread thread) {
            return thread != null
                    && switch (thread.getState()) {
                        case WAITING, TIMED_WAITING, TERMINATED -> true;
                        case NEW, RUNNABLE, BLOCKED -> false;
                    };
        }
    }

    @Test
    void whenAReaderHasClosedItNothingIsHeldThoughItsTimeEndsMeanwhile() throws Exception {
        RowSchema schema = RowSchema.derive("Row").column("a", ColumnKind.INT32).build();
        ChunkBuilder out = new ChunkBuilder(schema, Position.START, 64 * 1024, 16 << 20, () -> false);
        Endless run = new Endless();
        try (ConnectionPool pool = new ConnectionPool(
                "shop",
                1,
                Duration.ofSeconds(10),
                Duration.ofSeconds(10),
                config -> config.setJdbcUrl("jdbc:h2:mem:"))) {
            RunCursor cursor =
                    new RunCursor(pool, connection -> run, Duration.ofMillis(1), e -> String.valueOf(e.getMessage()));
            assertThrows(ResultFailure.class, () -> cursor.fill(out));
            run.cancelledAgain.await();
            AtomicInteger held = new AtomicInteger(-1);
            Thread closing = new Thread(() -> {
                cursor.close();
                held.set(pool.held());
            });
            run.closing = closing;
            closing.start();
            closing.join();
            assertEquals(0, held.get());
        }
    }
}
