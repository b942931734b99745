package dev.spillway.testkit;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;

/** One connection through a {@link FaultProxy}: two sockets, and a pump in each direction. */
final class ProxiedConnection {
    private static final int CONNECT_MILLIS = 10_000;

    private final Socket client;
    private final Socket server = new Socket();
    private final Fault fault;
    private final FaultLog log;
    private volatile boolean cut;

    ProxiedConnection(Socket client, Fault fault, FaultLog log) {
        this.client = client;
        this.fault = fault;
        this.log = log;
    }

    /** Runs until both directions ended. A server that cannot be reached is to the client as one that resets. */
    void run(InetSocketAddress target) {
        try {
            if (fault.kind() == Fault.Kind.REFUSE && log.fires(Fault.Kind.REFUSE)) {
                reset();
                return;
            }
            server.connect(target, CONNECT_MILLIS);
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
            Fault none = new Fault.None();
            Fault upFault = fault instanceof Fault.TowardsServer towards ? towards.fault() : none;
            Fault downFault = fault instanceof Fault.TowardsServer ? none : fault;
            Thread up = Thread.ofVirtual().start(new Pump(this, client, server, upFault, log));
            new Pump(this, server, client, downFault, log).run();
            up.join();
            close(client);
            close(server);
        } catch (IOException | InterruptedException e) {
            reset();
        }
    }

    /** Ends the stream to the receiver cleanly, and leaves the sender. What the receiver still sends is swallowed. */
    void cut(Socket sender, Socket receiver) throws IOException {
        cut = true;
        try {
            receiver.shutdownOutput();
        } finally {
            close(sender);
        }
    }

    boolean isCut() {
        return cut;
    }

    /** Breaks both sides. Any thread, any number of times. */
    void reset() {
        reset(client);
        reset(server);
    }

    private static void reset(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
        } catch (IOException closedAlready) {
            return;
        }
        close(socket);
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException nothingMoreToDo) {
            // A socket that cannot be closed is closed.
        }
    }
}
