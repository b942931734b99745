package dev.spillway.testkit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A TCP proxy on the loopback interface that breaks connections as it is planned.
 *
 * <p>What is no fault passes as it is: bytes, the end of a direction (FIN) and a break (RST). A server that cannot be
 * reached resets the client's connection. Any thread.
 */
public final class FaultProxy implements AutoCloseable {
    private static final int BACKLOG = 1_024;

    private final ServerSocket listener;
    private final FaultPlan plan;
    private final FaultLog log = new FaultLog();
    private final Set<ProxiedConnection> open = ConcurrentHashMap.newKeySet();
    private final ExecutorService acceptor = Executors.newVirtualThreadPerTaskExecutor();
    private final ExecutorService connections = Executors.newVirtualThreadPerTaskExecutor();
    private volatile InetSocketAddress target;
    private volatile long accepted;

    private FaultProxy(ServerSocket listener, InetSocketAddress target, FaultPlan plan) {
        this.listener = listener;
        this.target = target;
        this.plan = plan;
    }

    /** A proxy in front of a server, which need not be there yet. */
    public static FaultProxy start(InetSocketAddress target, FaultPlan plan) throws IOException {
        ServerSocket listener = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
        FaultProxy proxy = new FaultProxy(listener, target, plan);
        proxy.acceptor.execute(proxy::accept);
        return proxy;
    }

    private void accept() {
        for (long number = 0; ; number++) {
            Socket client;
            try {
                client = listener.accept();
            } catch (IOException closed) {
                return;
            }
            Fault fault = log.isHealed() ? new Fault.None() : plan.fault(number);
            if (fault.kind() == Fault.Kind.NONE) {
                var _ = log.fires(Fault.Kind.NONE);
            }
            ProxiedConnection connection = new ProxiedConnection(client, fault, log);
            open.add(connection);
            accepted = number + 1;
            connections.execute(() -> {
                connection.run(target);
                open.remove(connection);
            });
        }
    }

    /** Where clients connect. */
    public InetSocketAddress address() {
        return new InetSocketAddress(listener.getInetAddress(), listener.getLocalPort());
    }

    /** Sends connections from now on elsewhere. */
    public void retarget(InetSocketAddress newTarget) {
        target = newTarget;
    }

    /** Connections that were accepted. */
    public long connections() {
        return accepted;
    }

    /**
     * How many faults of each kind happened. One whose place a connection did not reach did not happen; {@link
     * Fault.Kind#NONE} counts connections that were to have none.
     */
    public Map<Fault.Kind, Integer> counts() {
        return log.counts();
    }

    /** Waits until so many faults of a kind happened. */
    public void awaitFault(Fault.Kind kind, int times) throws InterruptedException {
        log.await(kind, times);
    }

    /** Ends all faults: what is stalled goes on, and nothing that is planned happens any more. */
    public void heal() {
        log.heal();
    }

    /** Breaks all connections (RST), those that are stalled too; returns when no thread of the proxy is left. */
    @Override
    public void close() throws IOException {
        listener.close();
        acceptor.close();
        open.forEach(ProxiedConnection::reset);
        log.heal();
        connections.close();
    }
}
