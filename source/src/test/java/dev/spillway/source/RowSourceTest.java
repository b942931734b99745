package dev.spillway.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spillway.source.Cursor.Fill;
import dev.spillway.wire.Content;
import dev.spillway.wire.Position;
import dev.spillway.wire.Reason;
import dev.spillway.wire.Replay;
import dev.spillway.wire.ResultFailure;
import dev.spillway.wire.row.ChunkBuilder;
import dev.spillway.wire.row.RowWriter;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Rows from Java code. */
class RowSourceTest extends SourceContract {
    private final AtomicInteger held = new AtomicInteger();

    @Override
    protected Source counting() {
        return RowSource.of(ROW, arguments -> rows(arguments.int64("count"), -1));
    }

    @Override
    protected Source failing() {
        return RowSource.of(ROW, arguments -> rows(arguments.int64("count"), arguments.int64("at")));
    }

    private Rows rows(long count, long failAt) {
        return new Counted() {
            private long n;

            @Override
            public boolean next(RowWriter out) throws Exception {
                if (n == count) {
                    return false;
                }
                if (n == failAt) {
                    throw new IOException(WORDS);
                }
                out.int64(1, n);
                if (n % 7 == 3) {
                    out.nil(2);
                } else {
                    out.string(2, "row " + n);
                }
                out.endRow();
                n++;
                return true;
            }
        };
    }

    @Override
    protected Source silent() {
        return RowSource.of(ROW, arguments -> new Counted() {
            @Override
            public boolean next(RowWriter out) throws InterruptedException {
                new CountDownLatch(1).await();
                return false;
            }
        });
    }

    @Override
    protected Source wide() {
        return RowSource.of(ROW, arguments -> new Counted() {
            private long n;

            @Override
            public boolean next(RowWriter out) throws ResultFailure {
                if (n == 3) {
                    return false;
                }
                out.int64(1, n);
                out.string(2, n == 1 ? "x".repeat((int) arguments.int64("length")) : "small");
                out.endRow();
                n++;
                return true;
            }
        });
    }

    @Override
    protected int held() {
        return held.get();
    }

    /** Rows that are held from their opening until they are closed. */
    private abstract class Counted implements Rows {
        Counted() {
            held.incrementAndGet();
        }

        @Override
        public void close() {
            held.decrementAndGet();
        }
    }

    private static ChunkBuilder builder(boolean due) {
        return new ChunkBuilder(ROW, Position.START, 1024, 1024, () -> due);
    }

    @Test
    void itSaysWhatItIs() {
        Source source = counting();
        assertEquals(new Content.Rows(ROW), source.content());
        assertEquals(Replay.NONE, source.replay());
        assertFalse(source.needsPlatformThread());
    }

    @Test
    void eachRowIsABatchThatLeavesIfItIsDue() throws Exception {
        ChunkBuilder out = builder(true);
        try (Cursor cursor = RowSource.of(ROW, arguments -> rows(3, -1)).open(Arguments.NONE, Position.START)) {
            for (int i = 0; i < 3; i++) {
                assertEquals(Fill.MORE, cursor.fill(out));
                assertEquals(1, out.take().rowCount());
            }
            assertEquals(Fill.END, cursor.fill(out));
        }
    }

    @Test
    void aRowThatIsFlushedLeaves() throws Exception {
        ChunkBuilder out = builder(false);
        Source source = RowSource.of(ROW, arguments -> {
            long[] n = {0};
            return row -> {
                row.int64(1, n[0]++);
                row.endRow();
                if (n[0] % 5 == 0) {
                    row.flush();
                }
                return n[0] < 100;
            };
        });
        try (Cursor cursor = source.open(Arguments.NONE, Position.START)) {
            assertEquals(Fill.MORE, cursor.fill(out));
            assertEquals(5, out.take().rowCount());
            assertEquals(Fill.MORE, cursor.fill(out));
            assertEquals(5, out.take().rowCount());
        }
    }

    @Test
    void aFailureOfTheOpenerIsAFailureOfTheSource() {
        Source source = RowSource.of(ROW, arguments -> {
            throw new IOException("no such table");
        });
        try (Cursor cursor = source.open(Arguments.NONE, Position.START)) {
            ResultFailure failure = assertThrows(ResultFailure.class, () -> cursor.fill(builder(false)));
            assertEquals(Reason.SOURCE_FAILED, failure.reason());
            assertEquals("no such table", failure.text());
        }
    }

    @Test
    void aFailureThatTheCodeNamedKeepsItsReason() {
        Source source = RowSource.of(ROW, arguments -> {
            throw new ResultFailure(Reason.BUSY, "too many");
        });
        try (Cursor cursor = source.open(Arguments.NONE, Position.START)) {
            assertEquals(
                    Reason.BUSY,
                    assertThrows(ResultFailure.class, () -> cursor.fill(builder(false)))
                            .reason());
        }
    }

    @Test
    void anExceptionWithoutWordsIsNamed() {
        Source source = RowSource.of(ROW, arguments -> {
            throw new IllegalStateException();
        });
        try (Cursor cursor = source.open(Arguments.NONE, Position.START)) {
            ResultFailure failure = assertThrows(ResultFailure.class, () -> cursor.fill(builder(false)));
            assertTrue(failure.text().contains("IllegalStateException"), failure.text());
        }
    }
}
