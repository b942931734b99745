package dev.spillway.result.rendering;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spillway.wire.Position;
import dev.spillway.wire.RenderingInfo.Place;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlacesTest {
    private static final int CHUNK = 64 << 10;
    private static final Place END = new Place(new Position(Long.MAX_VALUE, 1, 1), Long.MAX_VALUE);

    /** As many chunks, each rendered to twice its length. */
    private static Places of(int chunks) {
        Places places = new Places();
        for (long i = 1; i < chunks; i++) {
            places.add(position(i), 2 * i * CHUNK);
        }
        return places;
    }

    private static Position position(long chunk) {
        return new Position(chunk * CHUNK, 100 * chunk, (int) (7 * chunk));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 63, 64, 65, 1_000, 65_536})
    void everyChunkIsAPlace(int chunks) {
        Places places = of(chunks);
        for (long i = 0; i < chunks; i++) {
            Place at = new Place(position(i), 2 * i * CHUNK);
            assertEquals(at, places.before(2 * i * CHUNK));
            assertEquals(at, places.before(2 * (i + 1) * CHUNK - 1));
            Place next = i + 1 < chunks ? new Place(position(i + 1), 2 * (i + 1) * CHUNK) : END;
            assertEquals(next, places.behind(2 * i * CHUNK, END));
            assertEquals(next, places.behind(2 * (i + 1) * CHUNK - 1, END));
        }
    }

    @Test
    void ofMoreThanAreKeptEverySecondOneOrFourthIs() {
        Places places = of(200_000);
        Random random = new Random(1);
        for (int i = 0; i < 10_000; i++) {
            long offset = random.nextLong(2L * 200_000 * CHUNK);
            Place before = places.before(offset);
            Place behind = places.behind(offset, END);
            assertTrue(before.offset() <= offset && offset < behind.offset());
            assertTrue(offset - before.offset() < 4 * 2L * CHUNK, () -> offset + " behind " + before);
            assertEquals(position(before.position().bytes() / CHUNK), before.position());
        }
    }

    @Test
    void whatIsNearTheOneBeforeIsNone() {
        Places places = new Places();
        places.add(new Position(100, 1, 1), 200);
        assertEquals(new Place(Position.START, 0), places.before(300));
    }
}
