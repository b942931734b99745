package dev.spillway.app.process;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The process that listens on a TCP port of this machine, where Linux tells. */
public record PortOwner(long pid, String name) {
    private static final Path PROC = Path.of("/proc");
    private static final String LISTENING = "0A";

    /** Who listens; empty if nobody does, it is somebody else's process, or the system does not tell. */
    public static Optional<PortOwner> of(int port) {
        Set<String> sockets = new HashSet<>();
        for (String table : List.of("net/tcp", "net/tcp6")) {
            try (Stream<String> lines = Files.lines(PROC.resolve(table))) {
                lines.forEach(line -> addListening(line, port, sockets));
            } catch (IOException e) {
                return Optional.empty();
            }
        }
        if (sockets.isEmpty()) {
            return Optional.empty();
        }
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROC, "[0-9]*")) {
            for (Path process : processes) {
                if (holds(process, sockets)) {
                    return Optional.of(new PortOwner(
                            Long.parseLong(process.getFileName().toString()),
                            Files.readString(process.resolve("comm")).strip()));
                }
            }
        } catch (IOException e) {
            return Optional.empty();
        }
        return Optional.empty();
    }

    /** A line is: number, local address:port in hex, remote one, state, five more, inode. See proc_pid_net(5). */
    private static void addListening(String line, int port, Set<String> sockets) {
        String[] words = line.strip().split("\\s+", -1);
        String suffix = String.format(Locale.ROOT, ":%04X", port);
        if (words.length > 9 && words[1].endsWith(suffix) && words[3].equals(LISTENING)) {
            sockets.add("socket:[" + words[9] + "]");
        }
    }

    private static boolean holds(Path process, Set<String> sockets) {
        try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(process.resolve("fd"))) {
            for (Path descriptor : descriptors) {
                if (Files.isSymbolicLink(descriptor)
                        && sockets.contains(Files.readSymbolicLink(descriptor).toString())) {
                    return true;
                }
            }
        } catch (IOException e) {
            return false;
        }
        return false;
    }

    @Override
    public String toString() {
        return "pid " + pid + " (" + name + ")";
    }
}
