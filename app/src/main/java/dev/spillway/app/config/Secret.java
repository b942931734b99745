package dev.spillway.app.config;

/** A text that is never shown. */
public record Secret(String text) {
    /** What is shown instead. */
    static final String MASK = "***";

    @Override
    public String toString() {
        return MASK;
    }
}
