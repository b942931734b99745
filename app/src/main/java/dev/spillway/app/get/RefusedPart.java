package dev.spillway.app.get;

/** A part file is not written to, because it holds something else than the beginning of what is asked for. */
final class RefusedPart extends Exception {
    private static final long serialVersionUID = 1;

    private static final int USAGE = 2;
    private static final int INTEGRITY = 4;

    private final int exitCode;

    private RefusedPart(int exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    static RefusedPart other(String message) {
        return new RefusedPart(USAGE, message);
    }

    static RefusedPart damaged(String message) {
        return new RefusedPart(INTEGRITY, message);
    }

    int exitCode() {
        return exitCode;
    }
}
