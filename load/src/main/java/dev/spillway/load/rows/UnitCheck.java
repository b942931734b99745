package dev.spillway.load.rows;

/**
 * Compares the units of one body, one by one, with those that belong there. After the first that does not fit it goes on,
 * to tell a unit that is lost from one that comes later. One thread.
 */
final class UnitCheck {
    private final Prints expected;
    private final String unit;
    private int next;
    private boolean fits = true;
    /** Units that were passed over: {@code [missingFrom, missingTo)}. */
    private int missingFrom;

    private int missingTo;

    /** @param unit what a unit is called in messages */
    UnitCheck(Prints expected, String unit) {
        this.expected = expected;
        this.unit = unit;
    }

    /** @throws Corrupt the unit does not belong here, for a reason that nothing that follows can change */
    void accept(int print) throws Corrupt {
        if (next < expected.count() && expected.at(next) == print) {
            next++;
            return;
        }
        refuse(print);
    }

    private void refuse(int print) throws Corrupt {
        int passed = fits ? -1 : expected.find(print, missingFrom, missingTo);
        if (passed >= 0) {
            throw new Corrupt(Fault.REORDERED, unit + " " + passed + " behind " + unit + " " + (next - 1));
        }
        int before = expected.find(print, 0, next);
        if (before >= 0) {
            throw new Corrupt(Fault.DOUBLED, unit + " " + before + " again, in place of " + unit + " " + next);
        }
        if (next == expected.count()) {
            throw new Corrupt(Fault.BEYOND_END, "a " + unit + " behind the last of " + next);
        }
        int later = expected.find(print, next + 1, expected.count());
        if (later < 0) {
            throw new Corrupt(Fault.ALTERED, unit + " " + next + " is not the one of the result");
        }
        if (!fits) {
            throw lost();
        }
        fits = false;
        missingFrom = next;
        missingTo = later;
        next = later + 1;
    }

    /** The number of the unit that belongs here. */
    int next() {
        return next;
    }

    /** @throws Corrupt units are missing */
    void end() throws Corrupt {
        if (!fits) {
            throw lost();
        }
        if (next < expected.count()) {
            throw new Corrupt(
                    Fault.SHORT, next + " of " + expected.count() + " " + unit + "s, and then an end without an error");
        }
    }

    private Corrupt lost() {
        return new Corrupt(Fault.LOST, unit + " " + missingFrom + " (" + (missingTo - missingFrom) + " missing)");
    }
}
