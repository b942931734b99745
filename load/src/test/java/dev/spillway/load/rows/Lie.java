package dev.spillway.load.rows;

import java.util.ArrayList;
import java.util.List;

/** What a server may do to rows while all its own counts and checksums agree with what it sends. */
public enum Lie {
    DROPS(Fault.LOST) {
        @Override
        void apply(List<byte[]> rows) {
            rows.remove(rows.size() / 2);
        }
    },
    DROPS_THE_FIRST(Fault.LOST) {
        @Override
        void apply(List<byte[]> rows) {
            rows.removeFirst();
        }
    },
    DOUBLES(Fault.DOUBLED) {
        @Override
        void apply(List<byte[]> rows) {
            rows.add(rows.size() / 2, rows.get(rows.size() / 2));
        }
    },
    DOUBLES_THE_LAST(Fault.DOUBLED) {
        @Override
        void apply(List<byte[]> rows) {
            rows.add(rows.getLast());
        }
    },
    REORDERS(Fault.REORDERED) {
        @Override
        void apply(List<byte[]> rows) {
            int at = rows.size() / 2;
            rows.add(at + 3, rows.remove(at));
        }
    },
    TRUNCATES_A_ROW(Fault.ALTERED) {
        @Override
        void apply(List<byte[]> rows) {
            rows.set(rows.size() / 2, Shop.row(rows.size() / 2, "cut sh"));
        }
    },
    ENDS_EARLY(Fault.SHORT) {
        @Override
        void apply(List<byte[]> rows) {
            rows.subList(rows.size() / 2, rows.size()).clear();
        }
    },
    SENDS_MORE(Fault.BEYOND_END, Fault.ALTERED) {
        @Override
        void apply(List<byte[]> rows) {
            rows.add(Shop.row(rows.size(), "one more"));
        }
    };

    private final Fault fault;
    private final Fault orElse;

    Lie(Fault fault) {
        this(fault, fault);
    }

    Lie(Fault fault, Fault orElse) {
        this.fault = fault;
        this.orElse = orElse;
    }

    abstract void apply(List<byte[]> rows);

    /** The rows that are sent in place of these. */
    public List<byte[]> of(List<byte[]> rows) {
        List<byte[]> changed = new ArrayList<>(rows);
        apply(changed);
        return changed;
    }

    /** Whether it may be called so. */
    public boolean isA(Fault found) {
        return found == fault || found == orElse;
    }
}
