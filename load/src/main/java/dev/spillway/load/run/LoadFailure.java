package dev.spillway.load.run;

/** Why a run cannot begin. The message names the thing, the value and what was expected. */
public final class LoadFailure extends Exception {
    private static final long serialVersionUID = 1;

    public LoadFailure(String message) {
        super(message);
    }

    public LoadFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
