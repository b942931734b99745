package dev.spillway.sql.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FetchSizeTest {
    /** The sizes of the fetches that so many rows of one width take, as they change. */
    private static List<Integer> sizes(FetchSize fetch, int rows, long bytes) {
        List<Integer> sizes = new ArrayList<>(List.of(fetch.rows()));
        for (int i = 0; i < rows; i++) {
            if (fetch.isChangedBy(bytes)) {
                sizes.add(fetch.rows());
            }
        }
        return sizes;
    }

    @Test
    void itStartsSmallAndDoublesUpToAThousandRows() {
        assertEquals(List.of(16, 32, 64, 128, 256, 512, 1000), sizes(new FetchSize(), 10_000, 100));
    }

    @Test
    void asManyRowsAsFitIntoTheBudgetAreFetchedAtOnce() {
        assertEquals(List.of(16, 32, 52), sizes(new FetchSize(), 10_000, 20_000));
        assertEquals(List.of(16, 1), sizes(new FetchSize(), 100, 16 << 20));
    }

    @Test
    void aWideRowAmongNarrowOnesCountsForAllThatFollow() {
        FetchSize fetch = new FetchSize();
        sizes(fetch, 10_000, 100);
        assertEquals(List.of(1000, 104), sizes(fetch, 1000, 10_000));
        assertEquals(List.of(104), sizes(fetch, 10_000, 100));
    }
}
