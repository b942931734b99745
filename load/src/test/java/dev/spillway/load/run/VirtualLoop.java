package dev.spillway.load.run;

import dev.spillway.load.http2.Connection;
import dev.spillway.load.http2.Exchange;
import dev.spillway.load.http2.Loop;
import dev.spillway.load.http2.Receiver;
import dev.spillway.load.http2.Request;
import dev.spillway.load.rows.Shop;
import dev.spillway.wire.Slice;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** A loop whose time passes only when nothing is left to do, with a server that answers by a timetable. */
final class VirtualLoop implements Loop {
    /** What a server does, so many nanoseconds after it got a request. */
    sealed interface Step {
        long afterNanos();

        record Headers(long afterNanos) implements Step {}

        record Data(long afterNanos, Slice bytes) implements Step {}

        record End(long afterNanos, Map<String, String> trailers) implements Step {}
    }

    /** Tells what the server does with its n-th request, which came at a time. */
    interface Timetable {
        List<Step> of(Request request, int number, long nanoTime);
    }

    /** Credit that a reader gave back. */
    record Credit(long nanoTime, int bytes) {}

    private record Due(long at, long order, Runnable action) {}

    private final PriorityQueue<Due> dues =
            new PriorityQueue<>(Comparator.comparingLong(Due::at).thenComparingLong(Due::order));
    private final Timetable timetable;
    private final List<Credit> credits = new ArrayList<>();
    private long now = 1_000_000_007;
    private long order;
    private int requests;
    private int closed;

    VirtualLoop(Timetable timetable) {
        this.timetable = timetable;
    }

    /** Runs until nothing is left to do. */
    void run() {
        while (!dues.isEmpty()) {
            Due next = dues.remove();
            now = Math.max(now, next.at());
            next.action().run();
        }
    }

    List<Credit> credits() {
        return credits;
    }

    /** Connections that readers broke. */
    int closed() {
        return closed;
    }

    @Override
    public long nanoTime() {
        return now;
    }

    @Override
    public void execute(Runnable action) {
        at(now, action);
    }

    @Override
    public void at(long nanoTime, Runnable action) {
        dues.add(new Due(nanoTime, order++, action));
    }

    @Override
    public <T> void apart(Supplier<T> work, Consumer<T> then) {
        T outcome = work.get();
        execute(() -> then.accept(outcome));
    }

    @Override
    public Connection connect(String host, int port) {
        return new VirtualConnection();
    }

    private final class VirtualConnection implements Connection {
        private final List<VirtualExchange> open = new ArrayList<>();

        @Override
        public Exchange send(Request request, Receiver receiver) {
            VirtualExchange exchange = new VirtualExchange(receiver);
            open.add(exchange);
            for (Step step : timetable.of(request, requests++, now)) {
                at(now + step.afterNanos(), () -> exchange.step(step));
            }
            return exchange;
        }

        @Override
        public void close() {
            closed++;
            List.copyOf(open).forEach(VirtualExchange::breakOff);
            open.clear();
        }
    }

    private final class VirtualExchange implements Exchange {
        private final Receiver receiver;
        private boolean over;

        VirtualExchange(Receiver receiver) {
            this.receiver = receiver;
        }

        void step(Step step) {
            if (over) {
                return;
            }
            switch (step) {
                case Step.Headers _ ->
                    receiver.headers(Map.of(":status", "200", "spillway-result-id", Shop.RESULT.text()));
                case Step.Data data -> {
                    Slice bytes = data.bytes();
                    if (receiver.data(bytes.toByteArray(), 0, bytes.length())) {
                        consumed(bytes.length());
                    }
                }
                case Step.End end -> {
                    over = true;
                    receiver.end(end.trailers());
                }
            }
        }

        void breakOff() {
            if (!over) {
                over = true;
                receiver.broken("the connection broke");
            }
        }

        @Override
        public void consumed(int bytes) {
            credits.add(new Credit(now, bytes));
        }

        @Override
        public void cancel() {
            over = true;
        }
    }
}
