package dev.spillway.load.http2;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The threads of a load tester: loops, and some more for heavy work. Closing it breaks all connections. */
public final class Loops implements AutoCloseable {
    private static final Duration CLOSING = Duration.ofSeconds(5);

    private final MultiThreadIoEventLoopGroup group;
    private final ExecutorService heavy;
    private final List<Loop> loops = new ArrayList<>();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    /** @param threads loops, and as many threads for heavy work */
    public Loops(int threads) {
        boolean epoll = Epoll.isAvailable();
        IoHandlerFactory handlers = epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
        Class<? extends Channel> channelType = epoll ? EpollSocketChannel.class : NioSocketChannel.class;
        group = new MultiThreadIoEventLoopGroup(threads, new DefaultThreadFactory("load", true), handlers);
        heavy = Executors.newFixedThreadPool(threads, new DefaultThreadFactory("load-apart", true));
        for (int i = 0; i < threads; i++) {
            loops.add(new NettyLoop((EventLoop) group.next(), channelType));
        }
    }

    public List<Loop> all() {
        return List.copyOf(loops);
    }

    /** What an action threw that nobody expected: what was measured since is not to be trusted. */
    public Optional<Throwable> failure() {
        return Optional.ofNullable(failure.get());
    }

    private Runnable guarded(Runnable action) {
        return () -> {
            try {
                action.run();
            } catch (RuntimeException | Error e) {
                failure.compareAndSet(null, e);
            }
        };
    }

    @Override
    public void close() {
        heavy.shutdownNow();
        group.shutdownGracefully(0, CLOSING.toMillis(), TimeUnit.MILLISECONDS).awaitUninterruptibly();
    }

    private final class NettyLoop implements Loop {
        private final EventLoop eventLoop;
        private final Class<? extends Channel> channelType;

        NettyLoop(EventLoop eventLoop, Class<? extends Channel> channelType) {
            this.eventLoop = eventLoop;
            this.channelType = channelType;
        }

        @Override
        public long nanoTime() {
            return System.nanoTime();
        }

        @Override
        public void execute(Runnable action) {
            eventLoop.execute(guarded(action));
        }

        @Override
        public void at(long nanoTime, Runnable action) {
            long delay = nanoTime - System.nanoTime();
            if (delay <= 0) {
                execute(action);
            } else {
                Future<?> _ = eventLoop.schedule(guarded(action), delay, TimeUnit.NANOSECONDS);
            }
        }

        @Override
        public <T> void apart(Supplier<T> work, Consumer<T> then) {
            heavy.execute(guarded(() -> {
                T outcome = work.get();
                execute(() -> then.accept(outcome));
            }));
        }

        @Override
        public Connection connect(String host, int port) {
            return new NettyConnection(eventLoop, channelType, host, port);
        }
    }
}
