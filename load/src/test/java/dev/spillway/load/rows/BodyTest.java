package dev.spillway.load.rows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class BodyTest {
    private static final List<byte[]> ROWS = Shop.rows(40);
    private static final Reference REFERENCE = Shop.reference(ROWS);
    private static final List<Integer> PIECES = List.of(1, 2, 3, 7, 64, 100_000);

    /** Takes a body in pieces of so many bytes; returns its rows. */
    private static int take(Body body, byte[] bytes, Map<String, String> trailers, int piece) throws Corrupt {
        int rows = 0;
        for (int from = 0; from < bytes.length; from += piece) {
            // Each piece in an array that is written over afterwards, as a transport does.
            byte[] array = Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + piece));
            rows += body.accept(array, 0, array.length);
            Arrays.fill(array, (byte) 0x55);
        }
        return rows + body.complete(trailers);
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void everyRowOnceAndInOrderPassesHoweverItIsCut(Form form) throws Corrupt {
        for (int piece : PIECES) {
            Body body = REFERENCE.body(form);
            assertEquals(
                    ROWS.size(),
                    take(body, Shop.body(form, ROWS), Shop.trailers(form, ROWS), piece),
                    "pieces of " + piece);
            assertTrue(body.isProven());
        }
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void anEmptyResultPasses(Form form) throws Corrupt {
        Body body = Shop.reference(List.of()).body(form);
        assertEquals(0, take(body, Shop.body(form, List.of()), Shop.trailers(form, List.of()), 5));
    }

    static Stream<Arguments> lies() {
        return Arrays.stream(Form.values())
                .flatMap(form -> Arrays.stream(Lie.values()).map(lie -> Arguments.of(form, lie)));
    }

    @ParameterizedTest
    @MethodSource("lies")
    void aLieThatAgreesWithItselfIsCaught(Form form, Lie lie) {
        List<byte[]> sent = lie.of(ROWS);
        for (int piece : PIECES) {
            Corrupt corrupt = assertThrows(
                    Corrupt.class,
                    () -> take(REFERENCE.body(form), Shop.body(form, sent), Shop.trailers(form, sent), piece));
            assertTrue(lie.isA(corrupt.fault()), corrupt::getMessage);
        }
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void anEndAnywhereWithinTheBodyIsCaught(Form form) {
        byte[] whole = Shop.body(form, ROWS);
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThrows(
                    Corrupt.class,
                    () -> take(REFERENCE.body(form), cut, Shop.trailers(form, ROWS), 50),
                    "cut at byte " + length + " of " + whole.length);
        }
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void everyByteThatIsAnotherOneIsCaught(Form form) {
        byte[] whole = Shop.body(form, ROWS);
        int missed = 0;
        // What a header says of how to read on has no checksum.
        int from = form == Form.FRAMES ? Shop.frames(ROWS).getFirst().length : 0;
        for (int at = from; at < whole.length; at++) {
            byte[] altered = whole.clone();
            altered[at] ^= 0x10;
            try {
                take(REFERENCE.body(form), altered, Shop.trailers(form, ROWS), 1_000);
                missed++;
            } catch (Corrupt e) {
                assertFalse(e.fault().toString().isEmpty());
            }
        }
        // The time that a result took stands in its end record. A resume token that has another tag is none, and one of
        // another version may say anything.
        int chunks = Shop.frames(ROWS).size() - 2;
        assertTrue(missed <= (form == Form.FRAMES ? 2 + 2 * chunks : 0), missed + " of " + whole.length + " bytes");
    }

    @ParameterizedTest
    @EnumSource(value = Form.class, names = "FRAMES", mode = EnumSource.Mode.EXCLUDE)
    void whatTrailersSayWronglyIsCaught(Form form) {
        byte[] body = Shop.body(form, ROWS);
        Map<String, String> honest = Shop.trailers(form, ROWS);
        for (String name : honest.keySet()) {
            if (!name.equals("grpc-status")) {
                Map<String, String> trailers = new HashMap<>(honest);
                trailers.put(name, name.equals("repr-digest") ? "crc32c=:AAAAAA==:" : "12345678");
                Corrupt corrupt =
                        assertThrows(Corrupt.class, () -> take(REFERENCE.body(form), body, trailers, 1_000), name);
                assertEquals(Fault.CHECKSUM, corrupt.fault());
            }
        }
    }

    @ParameterizedTest
    @EnumSource(value = Form.class, names = "FRAMES", mode = EnumSource.Mode.EXCLUDE)
    void withoutTrailersRowsAreCheckedAndNothingIsProven(Form form) throws Corrupt {
        Body body = REFERENCE.body(form);
        assertEquals(ROWS.size(), take(body, Shop.body(form, ROWS), Map.of(), 1_000));
        assertFalse(body.isProven());
    }

    @ParameterizedTest
    @EnumSource(
            value = Form.class,
            names = {"ROW_MESSAGES", "BATCH_MESSAGES", "FRAMES"})
    void aCompressedMessageIsRefused(Form form) {
        byte[] body = Shop.body(form, ROWS);
        body[0] = 1;
        assertEquals(
                Fault.MALFORMED,
                assertThrows(Corrupt.class, () -> take(REFERENCE.body(form), body, Map.of(), 1_000))
                        .fault());
    }
}
