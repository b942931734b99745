package dev.spillway.app.terminal;

import java.io.PrintStream;
import java.util.List;

/** The lower end of a terminal: lines that are redrawn in place, below lines that stay. One thread. */
public final class LiveLines {
    /** More would not fit below each other, and nobody reads them. */
    private static final int MOST = 10;

    private static final String NO_WRAP = "\033[?7l";
    private static final String WRAP = "\033[?7h";
    /** Clears the last column, into which all of a line that is too long was written. */
    private static final String END = "\033[999C\033[K\n";

    private final PrintStream out;
    private int drawn;

    public LiveLines(PrintStream out) {
        this.out = out;
    }

    /** Writes a line that stays, and below it the lines that are redrawn. */
    public void print(String line, List<String> live) {
        write(line + "\n", live);
    }

    /** Redraws those lines only; none takes them away. */
    public void redraw(List<String> live) {
        if (drawn > 0 || !live.isEmpty()) {
            write("", live);
        }
    }

    private void write(String above, List<String> live) {
        StringBuilder text = new StringBuilder();
        if (drawn > 0) {
            // Up to the first of the redrawn lines, and away with all below.
            text.append("\033[").append(drawn).append("A\r\033[J");
        }
        text.append(above);
        drawn = 0;
        if (!live.isEmpty()) {
            text.append(NO_WRAP);
            for (String line : live.subList(0, Math.min(MOST, live.size()))) {
                text.append(line).append(END);
                drawn++;
            }
            if (live.size() > MOST) {
                text.append("… and ").append(live.size() - MOST).append(" more").append(END);
                drawn++;
            }
            text.append(WRAP);
        }
        out.print(text);
        out.flush();
    }
}
