package dev.spillway.load.run;

import dev.spillway.load.http2.Loop;
import dev.spillway.load.pace.Pacer;
import dev.spillway.load.pace.Reader;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** The users of one loop, turn by turn. */
final class Lane {
    private static final long LATE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    /** What a user waits after a failure, where nothing else says when it starts again. */
    private static final long AFTER_FAILURE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final Loop loop;
    private final List<Seat> seats;
    private final Series series;
    private final long runStartNanos;
    private final int number;
    private final int lanes;

    /** @param number of this lane among all, from 0 on: it has every lanes-th start */
    Lane(Loop loop, List<Seat> seats, Series series, long runStartNanos, int number, int lanes) {
        this.loop = loop;
        this.seats = List.copyOf(seats);
        this.series = series;
        this.runStartNanos = runStartNanos;
        this.number = number;
        this.lanes = lanes;
    }

    /** Plays a turn, when there is none; tells on the loop what came out. Any thread. */
    void play(Turn turn, Consumer<Tally> done) {
        loop.execute(() -> new Playing(turn, done).begin());
    }

    private final class Playing {
        private final Turn turn;
        private final Consumer<Tally> done;
        private final Tally tally = new Tally();
        private final Deque<Seat> idle = new ArrayDeque<>();
        private final Deque<Long> waiting = new ArrayDeque<>();
        private final Set<Reading> running = new HashSet<>();
        /** Whether starts may still become due; one that a busy loop comes to after the end is late, not lost. */
        private boolean arriving;

        private boolean overdue;
        private boolean isDone;
        private final boolean hasSteady = seats.stream().anyMatch(seat -> seat.reader() instanceof Reader.Steady);

        Playing(Turn turn, Consumer<Tally> done) {
            this.turn = turn;
            this.done = done;
        }

        void begin() {
            turn.arrivals().ifPresent(pacer -> arrive(pacer, number));
            for (Seat seat : seats) {
                loop.at(Math.max(turn.startNanos(), runStartNanos + seat.appearsNanos()), () -> free(seat));
            }
            loop.at(turn.endNanos(), this::endIfIdle);
            loop.at(turn.endNanos() + turn.graceNanos(), this::giveUp);
        }

        /** One start after the other, each at its time. */
        private void arrive(Pacer pacer, long start) {
            long due = turn.startNanos() + pacer.dueNanos(start);
            arriving = due < turn.endNanos();
            if (arriving) {
                loop.at(due, () -> {
                    if (overdue) {
                        tally.notStarted++;
                    } else {
                        waiting.add(due);
                    }
                    arrive(pacer, start + lanes);
                    match();
                });
            }
        }

        private void free(Seat seat) {
            long now = loop.nanoTime();
            idle.add(seat);
            if (turn.arrivals().isEmpty() && now < turn.endNanos()) {
                waiting.add(now);
            }
            match();
        }

        private void match() {
            while (!overdue && !idle.isEmpty() && !waiting.isEmpty()) {
                start(idle.remove(), waiting.remove());
            }
            endIfIdle();
        }

        private void start(Seat seat, long due) {
            if (loop.nanoTime() - due > LATE_NANOS) {
                tally.late++;
            }
            Reading reading = new Reading(loop, turn, seat, tally, series, due, over -> over(over, seat));
            running.add(reading);
            reading.begin();
        }

        private void over(Reading reading, Seat seat) {
            running.remove(reading);
            boolean waits = reading.isFailed() && turn.arrivals().isEmpty();
            // Never at once: what starts within what ends would nest without an end.
            loop.at(loop.nanoTime() + (waits ? AFTER_FAILURE_NANOS : 0), () -> free(seat));
        }

        private void giveUp() {
            overdue = true;
            tally.notStarted += waiting.size();
            waiting.clear();
            tally.unfinished += stopAll();
            endIfIdle();
        }

        /** Those that take their time are there to be a burden; a turn does not wait for them. */
        private void cutOffIfOthersOnly() {
            if (hasSteady && running.stream().noneMatch(Reading::isSteady)) {
                tally.cutOff += stopAll();
            }
        }

        private int stopAll() {
            List<Reading> stopped = List.copyOf(running);
            stopped.forEach(Reading::stop);
            return stopped.size();
        }

        private void endIfIdle() {
            long now = loop.nanoTime();
            if (isDone || arriving || now < turn.endNanos() || !waiting.isEmpty()) {
                return;
            }
            cutOffIfOthersOnly();
            if (running.isEmpty()) {
                isDone = true;
                tally.nanos = now - turn.startNanos();
                done.accept(tally);
            }
        }
    }
}
