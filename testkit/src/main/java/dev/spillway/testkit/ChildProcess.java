package dev.spillway.testkit;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A process that a test starts, listens to and ends, by force if need be. It does not outlive this JVM.
 *
 * <p>Its standard input is empty. Standard output and error are one sequence of lines, of which the last {@value #MAX_LINES}
 * are kept. What waits gives up with an {@link AssertionError} that holds those lines. Any thread.
 */
public final class ChildProcess implements AutoCloseable {
    /** Lines that are kept. */
    static final int MAX_LINES = 10_000;

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Set<ChildProcess> LIVING = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> LIVING.forEach(ChildProcess::destroyAll)));
    }

    private final Process process;
    private final Deque<String> lines = new ArrayDeque<>();
    private long dropped;
    private boolean silent;

    private ChildProcess(Process process) {
        this.process = process;
    }

    /**
     * A Java program from this JVM's class path, run by this JVM's own {@code java}.
     *
     * @param arguments options of the JVM, the main class, and its arguments
     */
    public static ChildProcess java(List<String> arguments) throws IOException {
        return java(System.getProperty("java.class.path"), arguments);
    }

    /** The same from another class path, which may be a jar. */
    public static ChildProcess java(String classPath, List<String> arguments) throws IOException {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        List<String> command = new ArrayList<>(List.of(java.toString(), "-cp", classPath));
        command.addAll(arguments);
        return start(new ProcessBuilder(command));
    }

    /** Any command, with the builder's directory and environment. */
    public static ChildProcess start(ProcessBuilder command) throws IOException {
        Process process = command.redirectErrorStream(true)
                .redirectInput(new File("/dev/null"))
                .start();
        ChildProcess child = new ChildProcess(process);
        LIVING.add(child);
        var _ = process.onExit().thenRun(() -> LIVING.remove(child));
        var _ = Thread.ofVirtual().start(child::read);
        return child;
    }

    private void read() {
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                add(line);
            }
        } catch (IOException ended) {
            add("(output broke off: " + ended.getMessage() + ")");
        }
        fallSilent();
    }

    private synchronized void add(String line) {
        lines.add(line);
        if (lines.size() > MAX_LINES) {
            lines.removeFirst();
            dropped++;
        }
        notifyAll();
    }

    private synchronized void fallSilent() {
        silent = true;
        notifyAll();
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** The lines so far. */
    public synchronized List<String> lines() {
        return List.copyOf(lines);
    }

    /** The first line, so far or to come within a minute, in which a regular expression is found. */
    public MatchResult awaitLine(String regex) throws InterruptedException {
        return awaitLine(regex, PATIENCE);
    }

    /** The first line, so far or to come, in which a regular expression is found. */
    public synchronized MatchResult awaitLine(String regex, Duration atMost) throws InterruptedException {
        Pattern pattern = Pattern.compile(regex);
        long deadline = System.nanoTime() + atMost.toNanos();
        for (long seen = 0; ; ) {
            MatchResult match = find(pattern, seen);
            if (match != null) {
                return match;
            }
            seen = dropped + lines.size();
            long left = deadline - System.nanoTime();
            if (silent || left <= 0) {
                throw gaveUp("no line that matches " + pattern + (silent ? "" : " within " + atMost));
            }
            TimeUnit.NANOSECONDS.timedWait(this, left + 1_000_000);
        }
    }

    private synchronized @Nullable MatchResult find(Pattern pattern, long seen) {
        return lines.stream()
                .skip(Math.max(0, seen - dropped))
                .map(pattern::matcher)
                .filter(Matcher::find)
                .findFirst()
                .map(Matcher::toMatchResult)
                .orElse(null);
    }

    /** Ends it by force (SIGKILL), and whatever it started; returns the exit code, once it is dead. */
    public int kill() throws InterruptedException {
        destroyAll();
        return exitCode();
    }

    /** Asks it to end (SIGTERM); returns the exit code, once it did, within a minute. */
    public int stop() throws InterruptedException {
        var _ = process.toHandle().destroy();
        return exitCode();
    }

    /** The exit code, once it ended, within a minute; all its lines are there then. */
    public int exitCode() throws InterruptedException {
        if (!process.waitFor(PATIENCE)) {
            throw gaveUp("still running after " + PATIENCE);
        }
        awaitSilence();
        return process.exitValue();
    }

    private synchronized void awaitSilence() throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!silent) {
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                throw gaveUp("something that it started still holds its output after " + PATIENCE);
            }
            TimeUnit.NANOSECONDS.timedWait(this, left + 1_000_000);
        }
    }

    private AssertionError gaveUp(String why) {
        String state = process.isAlive() ? "running" : "exit code " + process.exitValue();
        return new AssertionError(why + " (" + process + ", " + state + "); it wrote:\n" + String.join("\n", lines()));
    }

    /** By its handle: {@link Process#destroy} would close the output that is still to be read. */
    private void destroyAll() {
        List<ProcessHandle> descendants = process.descendants().toList();
        var _ = process.toHandle().destroyForcibly();
        descendants.forEach(ProcessHandle::destroyForcibly);
    }

    /** Ends it by force, if it still runs; returns once it is dead. */
    @Override
    public void close() {
        destroyAll();
        process.onExit().join();
    }
}
