package dev.spillway.app.kill;

import com.google.protobuf.CodedOutputStream;
import dev.spillway.testkit.CanonicalRows;
import dev.spillway.testkit.ChildProcess;
import dev.spillway.wire.Slice;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The program as a process, with one stream of rows that a test can compute. */
final class Program {
    /** The flags of ./spillway. */
    private static final List<String> FLAGS = List.of(
            "--sun-misc-unsafe-memory-access=allow",
            "--enable-native-access=ALL-UNNAMED",
            "--add-opens=java.base/java.nio=ALL-UNNAMED",
            "-Xmx256m",
            "-XX:TieredStopAtLevel=1");

    /** Row n, as protobuf writes {@code {optional int64 id = 1; optional string text = 2;}}. */
    static final CanonicalRows ROWS = Program::row;

    private final Path folder;
    private final int http = freePort();
    private final int grpc = freePort();

    /** @param disk what a result may hold there */
    Program(Path folder, String disk) throws IOException {
        this.folder = folder;
        Files.writeString(folder.resolve("spillway.yaml"), """
                origin: { listen: "127.0.0.1:%d", spool: { folder: "%s", disk: %s } }
                gateway: { listen: "127.0.0.1:%d" }
                databases: { here: { duckdb: ":memory:" } }
                streams:
                  numbers:
                    database: here
                    sql: |
                      SELECT i::BIGINT AS id, repeat(chr((97 + i %% 26)::INTEGER), (i %% 50)::INTEGER) AS text
                      FROM range(:rows) r(i)
                    parameters:
                      rows: { type: int64, default: 10, min: 0 }
                """.formatted(grpc, folder.resolve("spool"), disk, http));
    }

    private static int freePort() {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String target() {
        return "127.0.0.1:" + grpc;
    }

    /** Starts the origin, and waits until it is ready. */
    ChildProcess serve() throws IOException, InterruptedException {
        ChildProcess origin =
                run("serve", "--config", folder.resolve("spillway.yaml").toString());
        var _ = origin.awaitLine("ready in .*");
        return origin;
    }

    /** Starts a command of the program. */
    ChildProcess run(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(FLAGS);
        command.add("dev.spillway.app.Main");
        command.addAll(List.of(arguments));
        return ChildProcess.java(command);
    }

    static String text(long row) {
        return String.valueOf((char) ('a' + row % 26)).repeat((int) (row % 50));
    }

    private static Slice row(long number) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        CodedOutputStream out = CodedOutputStream.newInstance(bytes);
        try {
            out.writeTag(1, 2);
            out.writeUInt32NoTag(CodedOutputStream.computeInt64Size(1, number)
                    + CodedOutputStream.computeStringSize(2, text(number)));
            out.writeInt64(1, number);
            out.writeString(2, text(number));
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Slice.of(bytes.toByteArray());
    }
}
