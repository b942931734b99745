package dev.spillway.testkit;

import dev.spillway.wire.Slice;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** A server that sends back what it gets, and remembers what became of each connection. */
final class EchoServer implements AutoCloseable {
    /** What became of a connection: what was read, and whether it was broken rather than ended. */
    record Seen(Slice bytes, boolean broken) {}

    private final ServerSocket listener;
    private final BlockingQueue<Seen> seen = new LinkedBlockingQueue<>();

    EchoServer() throws IOException {
        listener = new ServerSocket(0, 1_024, InetAddress.getLoopbackAddress());
        var _ = Thread.ofVirtual().start(this::accept);
    }

    InetSocketAddress address() {
        return new InetSocketAddress(listener.getInetAddress(), listener.getLocalPort());
    }

    /** What became of the connection that ended next. */
    Seen seen() throws InterruptedException {
        return seen.take();
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = listener.accept();
                var _ = Thread.ofVirtual().start(() -> seen.add(echo(socket)));
            }
        } catch (IOException closed) {
            // The end of the server.
        }
    }

    private static Seen echo(Socket socket) {
        ByteArrayOutputStream got = new ByteArrayOutputStream();
        try (socket) {
            InputStream in = socket.getInputStream();
            byte[] buffer = new byte[8_192];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                got.write(buffer, 0, read);
                socket.getOutputStream().write(buffer, 0, read);
            }
            return new Seen(Slice.of(got.toByteArray()), false);
        } catch (IOException e) {
            return new Seen(Slice.of(got.toByteArray()), true);
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
