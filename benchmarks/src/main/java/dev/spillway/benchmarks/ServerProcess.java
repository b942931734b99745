package dev.spillway.benchmarks;

import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A server in a process of its own, with what it used. */
final class ServerProcess implements AutoCloseable {
    private final Process process;
    private final BufferedReader output;

    private ServerProcess(List<String> command, Path workingDirectory) throws IOException {
        process = new ProcessBuilder(command)
                .directory(workingDirectory.toFile())
                .redirectErrorStream(true)
                .start();
        output = process.inputReader();
    }

    /** Spillway, ready. */
    static ServerProcess spillway(
            String launcher, int grpcPort, int httpPort, List<String> options, Path workingDirectory)
            throws IOException {
        List<String> command = new ArrayList<>(List.of(launcher, "serve"));
        command.addAll(List.of("--grpc-port", Integer.toString(grpcPort), "--http-port", Integer.toString(httpPort)));
        command.addAll(options);
        ServerProcess server = new ServerProcess(command, workingDirectory);
        server.awaitLine("ready");
        return server;
    }

    /** A program of this folder, on a JVM with the flags of this one. */
    static ServerProcess java(String classPath, Class<?> main, List<String> arguments, Path workingDirectory)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of("-cp", classPath, main.getName()));
        command.addAll(arguments);
        return new ServerProcess(command, workingDirectory);
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    static ManagedChannel channel(int port) {
        return NettyChannelBuilder.forAddress("localhost", port).usePlaintext().build();
    }

    /** The port that a program of this folder prints. */
    int port() throws IOException {
        return Integer.parseInt(awaitLine("port ").substring("port ".length()));
    }

    /** The first line of its output that holds the text. */
    private String awaitLine(String text) throws IOException {
        StringBuilder seen = new StringBuilder();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            if (line.contains(text)) {
                Thread.ofVirtual().start(this::drain);
                return line;
            }
            seen.append(line).append('\n');
        }
        throw new IOException("no line with '" + text + "' from the server:\n" + seen);
    }

    private void drain() {
        try {
            output.transferTo(Writer.nullWriter());
        } catch (IOException e) {
            // The process is gone.
        }
    }

    /** CPU time of the process so far. */
    Duration cpu() {
        return CpuTime.of(process.pid());
    }

    /** Prints how much memory both servers held at most. */
    static void printPeakMemory(ServerProcess spillway, String yardstick, ServerProcess other) throws IOException {
        System.out.printf(
                "%npeak memory of the server process: spillway %d MiB, %s %d MiB%n",
                spillway.peakMemoryMiB(), yardstick, other.peakMemoryMiB());
    }

    /** The most memory that the process held, in MiB. */
    private long peakMemoryMiB() throws IOException {
        return Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), "status")).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) >> 10)
                .findFirst()
                .orElse(0);
    }

    @Override
    public void close() {
        process.destroy();
    }
}
