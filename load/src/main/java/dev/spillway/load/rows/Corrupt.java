package dev.spillway.load.rows;

/** What came is not what it should be. */
public final class Corrupt extends Exception {
    private static final long serialVersionUID = 1;

    private final Fault fault;

    public Corrupt(Fault fault, String message) {
        super(fault + ": " + message);
        this.fault = fault;
    }

    public Fault fault() {
        return fault;
    }
}
