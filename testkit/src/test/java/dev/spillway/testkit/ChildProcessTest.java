package dev.spillway.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ChildProcessTest {
    private static final int SIGKILLED = 128 + 9;
    private static final int SIGTERMED = 128 + 15;

    private static ChildProcess child(String... arguments) throws IOException {
        List<String> all = new ArrayList<>(List.of("-XX:TieredStopAtLevel=1", Child.class.getName()));
        all.addAll(List.of(arguments));
        return ChildProcess.java(all);
    }

    @Test
    void givesLinesOfBothOutputsAndTheExitCode() throws Exception {
        try (ChildProcess child = child("speak", "42")) {
            assertEquals("42", child.awaitLine("port (\\d+)").group(1));
            assertEquals(42, child.exitCode());
            assertEquals(List.of("to standard output", "to standard error: port 42"), child.lines());
            assertEquals("to", child.awaitLine("^to").group(), "a line from before");
            assertFalse(child.isAlive());
        }
    }

    @Test
    void aKilledOneIsDead() throws Exception {
        try (ChildProcess child = child("tidy")) {
            child.awaitLine("waiting");
            assertTrue(child.isAlive());
            assertEquals(SIGKILLED, child.kill());
            assertFalse(child.isAlive());
            assertEquals(List.of("waiting"), child.lines());
            assertEquals(SIGKILLED, child.kill(), "once more");
        }
    }

    @Test
    void aStoppedOneTidiesUp() throws Exception {
        try (ChildProcess child = child("tidy")) {
            child.awaitLine("waiting");
            assertEquals(SIGTERMED, child.stop());
            assertEquals(List.of("waiting", "tidied up"), child.lines());
        }
    }

    @Test
    void aClosedOneIsDead() throws Exception {
        ChildProcess child = child("wait");
        child.awaitLine("waiting");
        child.close();
        assertFalse(child.isAlive());
    }

    @Test
    void whatItStartedDiesWithIt() throws Exception {
        try (ServerSocket lifeline = lifeline();
                ChildProcess child = child("bear", port(lifeline), "and wait");
                Socket grandchild = lifeline.accept()) {
            child.awaitLine("bore");
            assertEquals(SIGKILLED, child.kill());
            assertEquals(-1, grandchild.getInputStream().read());
        }
    }

    @Test
    void noneOutlivesTheJvmThatStartedIt() throws Exception {
        try (ServerSocket lifeline = lifeline();
                ChildProcess child = child("bear", port(lifeline), "and exit");
                Socket grandchild = lifeline.accept()) {
            assertEquals(0, child.exitCode());
            assertEquals(-1, grandchild.getInputStream().read());
        }
    }

    /** What a process is connected to as long as it lives. */
    private static ServerSocket lifeline() throws IOException {
        return new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    }

    private static String port(ServerSocket socket) {
        return String.valueOf(socket.getLocalPort());
    }

    @Test
    void aLineThatDoesNotComeIsAnErrorWithTheOutputSoFar() throws Exception {
        try (ChildProcess child = child("wait")) {
            child.awaitLine("waiting");
            AssertionError error =
                    assertThrows(AssertionError.class, () -> child.awaitLine("ready", Duration.ofMillis(1)));
            assertTrue(message(error).contains("no line that matches ready within PT0.001S"), message(error));
            assertTrue(message(error).endsWith("it wrote:\nwaiting"), message(error));
        }
    }

    @Test
    void aLineThatCannotComeAnyMoreIsNotWaitedFor() throws Exception {
        try (ChildProcess child = child("speak", "3")) {
            AssertionError error =
                    assertThrows(AssertionError.class, () -> child.awaitLine("ready", Duration.ofDays(1)));
            assertTrue(message(error).contains("no line that matches ready ("), message(error));
            assertTrue(message(error).contains("to standard error: port 3"), message(error));
        }
    }

    private static String message(AssertionError error) {
        return String.valueOf(error.getMessage());
    }

    @Test
    void keepsTheLastLines() throws Exception {
        try (ChildProcess child = child("chatter")) {
            assertEquals(0, child.exitCode());
            assertEquals(ChildProcess.MAX_LINES, child.lines().size());
            assertEquals("line 1", child.lines().getFirst());
        }
    }

    @Test
    void hasNothingToRead() throws Exception {
        try (ChildProcess child = child("read")) {
            assertEquals("-1", child.awaitLine("read (.+)").group(1));
        }
    }

    @Test
    void runsAnyCommandInItsDirectoryAndEnvironment(@TempDir Path directory) throws Exception {
        ProcessBuilder command = new ProcessBuilder("sh", "-c", "pwd; echo $WORD").directory(directory.toFile());
        command.environment().putAll(Map.of("WORD", "spillway"));
        try (ChildProcess child = ChildProcess.start(command)) {
            assertEquals(0, child.exitCode());
            assertEquals(List.of(directory.toRealPath().toString(), "spillway"), child.lines());
        }
    }
}
