package dev.spillway.testkit;

import static dev.spillway.testkit.Recording.concatenation;
import static dev.spillway.testkit.Recording.rows;
import static dev.spillway.testkit.Recording.total;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.spillway.testkit.Verdict.Incomplete;
import dev.spillway.testkit.Verdict.Property;
import dev.spillway.testkit.Verdict.Violation;
import dev.spillway.testkit.Verdict.Whole;
import dev.spillway.wire.Position;
import dev.spillway.wire.Seeds;
import dev.spillway.wire.Slice;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class AuditorTest {
    private static final int ROWS = 20;
    private static final GeneratedRows TRUTH = new GeneratedRows(42, 7, 500);
    private static final Position TOTAL = total(rows(TRUTH, ROWS));

    private final Auditor auditor = new Auditor(TRUTH, ROWS);

    @Test
    void aWholeResultIsWholeWhereverTheSlicesEnd() {
        Seeds.each(300, random -> {
            GeneratedRows truth = new GeneratedRows(random.nextLong(), 10, 3_000);
            List<Slice> rows = rows(truth, random.nextInt(100));
            Auditor any = new Auditor(truth, rows.size());
            Recording.slices(rows, random).forEach(any::bytes);
            any.end(total(rows));
            assertEquals(new Whole(total(rows)), any.verdict());
        });
    }

    @Test
    void aWholeResultIsWholeRowByRow() {
        hand(rows(TRUTH, ROWS));
        auditor.end(TOTAL);
        assertEquals(new Whole(TOTAL), auditor.verdict());
        assertEquals(new Whole(TOTAL), auditor.verdict(), "asked again");
    }

    @Test
    void nothingIsWholeIfThereIsNothing() {
        Auditor empty = new Auditor(TRUTH, 0);
        empty.end(Position.START);
        assertEquals(new Whole(Position.START), empty.verdict());
    }

    @Test
    void anHonestFailureIsIncompleteAfterAnyByte() {
        Slice all = Slice.of(concatenation(rows(TRUTH, ROWS)));
        int row = 0;
        int rowEnd = 0;
        for (int length = 0; length <= all.length(); length++) {
            if (row < ROWS && length == rowEnd + TRUTH.row(row).length()) {
                rowEnd = length;
                row++;
            }
            Auditor cut = new Auditor(TRUTH, ROWS);
            cut.bytes(all.sub(0, length));
            cut.failed("UNAVAILABLE: gone");
            assertEquals(new Incomplete(row, "UNAVAILABLE: gone"), cut.verdict(), length + " bytes");
        }
    }

    @Test
    void aPrefixThatClaimsToBeWholeIsIncompleteAfterAnyByte() {
        Slice all = Slice.of(concatenation(rows(TRUTH, ROWS)));
        for (int length = 0; length < all.length(); length++) {
            Auditor cut = new Auditor(TRUTH, ROWS);
            cut.bytes(all.sub(0, length));
            cut.end(TOTAL);
            assertEquals(Property.COMPLETE, violation(cut).property(), length + " bytes");
        }
    }

    @Test
    void aPrefixWithItsOwnTotalsIsIncomplete() {
        hand(rows(TRUTH, 12));
        auditor.end(total(rows(TRUTH, 12)));
        assertViolation(Property.COMPLETE, 12);
    }

    @Test
    void aPrefixWithoutAnEndHasNoEnd() {
        hand(rows(TRUTH, 12));
        assertViolation(Property.END_SEEN, 12);
    }

    @Test
    void allRowsWithoutAnEndHaveNoEnd() {
        hand(rows(TRUTH, ROWS));
        assertViolation(Property.END_SEEN, ROWS);
    }

    @Test
    void aDroppedRowIsMissed() {
        for (int dropped = 0; dropped < ROWS; dropped++) {
            int place = dropped;
            assertEquals(place, changed(Property.COMPLETE, rows -> rows.remove(place)), "row");
        }
    }

    @Test
    void droppedRowsAreMissedAlsoFarFromTheirPlace() {
        Auditor many = new Auditor(TRUTH, 100_000);
        many.row(TRUTH.row(0));
        many.row(TRUTH.row(90_000));
        assertEquals(Property.COMPLETE, violation(many).property());
    }

    @Test
    void aDroppedRowBeforeACutIsMissed() {
        Slice last = TRUTH.row(ROWS - 1);
        hand(rows(TRUTH, ROWS - 2));
        auditor.bytes(last.sub(0, last.length() - 1));
        auditor.failed("cut");
        assertViolation(Property.COMPLETE, ROWS - 2);
    }

    @Test
    void aFailureExcusesNoDroppedRow() {
        List<Slice> rows = rows(TRUTH, ROWS);
        rows.remove(5);
        hand(rows);
        auditor.failed("honest?");
        assertViolation(Property.COMPLETE, 5);
    }

    @Test
    void aDoubledRowIsSeen() {
        for (int doubled = 0; doubled < ROWS; doubled++) {
            int place = doubled;
            assertEquals(place + 1, changed(Property.UNIQUE, rows -> rows.add(place, TRUTH.row(place))), "row");
        }
    }

    @Test
    void aDoubledChunkIsSeen() {
        assertEquals(10, changed(Property.UNIQUE, rows -> rows.addAll(10, List.copyOf(rows.subList(4, 10)))));
    }

    @Test
    void aDoubledRowThatIsCutIsSeen() {
        Slice row = TRUTH.row(3);
        hand(rows(TRUTH, 4));
        auditor.bytes(row.sub(0, row.length() - 1));
        auditor.failed("cut");
        assertViolation(Property.UNIQUE, 4);
    }

    @Test
    void swappedRowsAreOutOfOrder() {
        Seeds.each(200, random -> {
            int one = random.nextInt(ROWS);
            int other = (one + 1 + random.nextInt(ROWS - 1)) % ROWS;
            assertEquals(
                    Math.min(one, other), changed(Property.ORDERED, rows -> Collections.swap(rows, one, other)), "row");
        });
    }

    @Test
    void aRowThatComesAfterTheEndDoesNotComeLateButNotAtAll() {
        List<Slice> rows = rows(TRUTH, ROWS);
        Slice late = rows.remove(6);
        hand(rows);
        auditor.end(TOTAL);
        auditor.row(late);
        assertViolation(Property.COMPLETE, 6);
    }

    @Test
    void aFlippedBitIsSeenWhereverItIs() {
        List<Slice> rows = rows(TRUTH, ROWS);
        byte[] bytes = concatenation(rows);
        int row = 0;
        int rowEnd = rows.getFirst().length();
        for (int i = 0; i < bytes.length; i++) {
            if (i == rowEnd) {
                rowEnd += rows.get(++row).length();
            }
            for (int bit = 0; bit < Byte.SIZE; bit++) {
                byte[] flipped = bytes.clone();
                flipped[i] ^= (byte) (1 << bit);
                Auditor any = new Auditor(TRUTH, ROWS);
                any.bytes(Slice.of(flipped));
                any.end(TOTAL);
                Violation violation = violation(any);
                assertEquals(Property.UNALTERED, violation.property(), violation::toString);
                assertEquals(row, violation.row(), "bit " + bit + " of byte " + i);
            }
        }
    }

    @Test
    void aRowOfAnotherSeedIsNoRowOfTheResult() {
        Slice other = new GeneratedRows(43, 7, 500).row(9);
        assertEquals(9, changed(Property.UNALTERED, rows -> rows.set(9, other)), "row");
    }

    @Test
    void aRowWhoseLengthIsNotMinimalIsAltered() {
        Slice row = TRUTH.row(0);
        byte[] longer = new byte[row.length() + 1];
        System.arraycopy(row.toByteArray(), 1, longer, 2, row.length() - 1);
        longer[0] = row.toByteArray()[0];
        longer[1] = (byte) (row.toByteArray()[1] | 0x80);
        longer[2] = 0;
        auditor.bytes(Slice.of(longer));
        assertViolation(Property.UNALTERED, 0);
    }

    @Test
    void rowsBehindTheLastAreDoubledOrUnknown() {
        assertEquals(ROWS, changed(Property.UNIQUE, rows -> rows.add(TRUTH.row(0))));
        assertEquals(ROWS, changed(Property.UNALTERED, rows -> rows.add(TRUTH.row(ROWS))));
        assertEquals(ROWS, changed(Property.UNALTERED, rows -> rows.add(Slice.of(new byte[] {0x0A, 0}))));
    }

    @Test
    void anEndMustHaveTheTotals() {
        assertEquals(Property.COMPLETE, ended(new Position(TOTAL.bytes(), ROWS - 1, TOTAL.crc32c())));
        assertEquals(Property.COMPLETE, ended(new Position(TOTAL.bytes(), ROWS + 1, TOTAL.crc32c())));
        assertEquals(Property.COMPLETE, ended(new Position(TOTAL.bytes() - 1, ROWS, TOTAL.crc32c())));
        assertEquals(Property.COMPLETE, ended(new Position(TOTAL.bytes() + 1, ROWS, TOTAL.crc32c())));
        assertEquals(Property.UNALTERED, ended(new Position(TOTAL.bytes(), ROWS, TOTAL.crc32c() ^ 1)));
    }

    private static Property ended(Position total) {
        Auditor any = new Auditor(TRUTH, ROWS);
        rows(TRUTH, ROWS).forEach(any::row);
        any.end(total);
        assertEquals(ROWS, violation(any).row());
        return violation(any).property();
    }

    @Test
    void nothingFollowsAnEnd() {
        for (Consumer<Auditor> more : MORE) {
            Auditor any = new Auditor(TRUTH, ROWS);
            rows(TRUTH, ROWS).forEach(any::row);
            any.end(TOTAL);
            more.accept(any);
            assertEquals(Property.END_SEEN, violation(any).property());
        }
    }

    @Test
    void nothingFollowsAFailure() {
        for (Consumer<Auditor> more : MORE) {
            Auditor any = new Auditor(TRUTH, ROWS);
            rows(TRUTH, ROWS - 1).forEach(any::row);
            any.failed("gone");
            more.accept(any);
            assertEquals(Property.END_SEEN, violation(any).property());
        }
    }

    private static final List<Consumer<Auditor>> MORE = List.of(
            auditor -> auditor.row(TRUTH.row(ROWS - 1)),
            auditor -> auditor.bytes(TRUTH.row(ROWS - 1).sub(0, 1)),
            auditor -> auditor.end(TOTAL),
            auditor -> auditor.failed("again"));

    @Test
    void aRowWithinARowIsNone() {
        auditor.bytes(TRUTH.row(0).sub(0, 1));
        auditor.row(TRUTH.row(0));
        assertViolation(Property.UNALTERED, 0);
    }

    @Test
    void noBytesAreNoRow() {
        auditor.row(Slice.EMPTY);
        assertViolation(Property.UNALTERED, 0);
    }

    @Test
    void whatFollowsAViolationChangesNothing() {
        auditor.row(TRUTH.row(0));
        auditor.row(TRUTH.row(0));
        auditor.row(Slice.of(new byte[] {1, 2, 3}));
        auditor.failed("gone");
        auditor.end(TOTAL);
        assertViolation(Property.UNIQUE, 1);
    }

    @Test
    void bytesThatAreNoRowDoNotHideTheRowThatIsMissing() {
        auditor.bytes(TRUTH.row(1));
        auditor.bytes(Slice.of(new byte[] {1, 2, 3}));
        auditor.bytes(Slice.of(new byte[] {1, 2, 3}));
        assertViolation(Property.COMPLETE, 0);
    }

    @Test
    void rowsThatAreAllTheSameAreCounted() {
        CanonicalRows same = number -> Slice.of(new byte[] {0x0A, 0});
        Auditor any = new Auditor(same, 3);
        rows(same, 2).forEach(any::row);
        any.end(total(rows(same, 3)));
        assertEquals(new Violation(Property.COMPLETE, 2, "an end after row 2 of 3"), any.verdict());
    }

    @Test
    void anyMutationIsSeenAtItsPlace() {
        Seeds.each(3_000, random -> {
            GeneratedRows truth = new GeneratedRows(random.nextLong(), 10, 400);
            int count = 1 + random.nextInt(40);
            List<Slice> rows = rows(truth, count);
            List<Slice> mutated = rows(truth, count);
            for (int mutations = 1 + random.nextInt(3); mutations > 0 || mutated.equals(rows); mutations--) {
                mutate(mutated, truth, random);
            }
            Auditor any = new Auditor(truth, count);
            Recording.slices(mutated, random).forEach(any::bytes);
            any.end(total(random.nextBoolean() ? rows : mutated));
            int place = 0;
            while (place < Math.min(rows.size(), mutated.size())
                    && rows.get(place).equals(mutated.get(place))) {
                place++;
            }
            assertEquals(place, violation(any).row(), "row");
        });
    }

    private static void mutate(List<Slice> rows, GeneratedRows truth, Random random) {
        if (rows.isEmpty()) {
            rows.add(truth.row(random.nextInt(10)));
            return;
        }
        int place = random.nextInt(rows.size());
        Slice row = rows.get(place);
        switch (random.nextInt(7)) {
            case 0 -> rows.remove(place);
            case 1 -> rows.add(random.nextInt(rows.size() + 1), row);
            case 2 -> Collections.swap(rows, place, random.nextInt(rows.size()));
            case 3 -> rows.subList(place, rows.size()).clear();
            case 4 -> Collections.rotate(rows.subList(place, rows.size()), 1);
            case 5 -> rows.set(place, new GeneratedRows(random.nextLong()).row(place));
            default -> {
                byte[] flipped = row.toByteArray();
                flipped[random.nextInt(flipped.length)] ^= (byte) (1 << random.nextInt(Byte.SIZE));
                rows.set(place, Slice.of(flipped));
            }
        }
    }

    @Test
    void refusesAResultOfLessThanNoRows() {
        assertThrows(IllegalArgumentException.class, () -> new Auditor(TRUTH, -1));
    }

    /** The place of the violation if a whole recording is changed so, which must be the same by rows and by bytes. */
    private static long changed(Property expected, Consumer<List<Slice>> change) {
        List<Slice> rows = rows(TRUTH, ROWS);
        change.accept(rows);
        Auditor byRows = new Auditor(TRUTH, ROWS);
        rows.forEach(byRows::row);
        byRows.end(TOTAL);
        Auditor byBytes = new Auditor(TRUTH, ROWS);
        Recording.slices(rows, new Random(1)).forEach(byBytes::bytes);
        byBytes.end(TOTAL);
        assertEquals(byRows.verdict(), byBytes.verdict());
        assertEquals(expected, violation(byRows).property(), byRows.verdict()::toString);
        return violation(byRows).row();
    }

    private void hand(List<Slice> rows) {
        rows.forEach(auditor::row);
    }

    private void assertViolation(Property property, long row) {
        assertEquals(
                property, violation(auditor).property(), () -> auditor.verdict().toString());
        assertEquals(row, violation(auditor).row());
        assertTrue(violation(auditor).message().length() > 10);
    }

    private static Violation violation(Auditor auditor) {
        return assertInstanceOf(Violation.class, auditor.verdict());
    }
}
