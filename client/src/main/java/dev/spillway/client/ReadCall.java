package dev.spillway.client;

import dev.spillway.wire.ByteBudget;
import dev.spillway.wire.Frame;
import dev.spillway.wire.Reason;
import dev.spillway.wire.ResultFailure;
import dev.spillway.wire.v1.ReadRequest;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One attempt over gRPC: one call of {@code Read}.
 *
 * <p>The end record is handed out when the call is over, so that nothing can follow it; the result is complete then,
 * whatever the call's status. A call that is over without one failed: {@link Reason#TRUNCATED} where its status is OK.
 */
final class ReadCall implements Attempt {
    private final ManagedChannel channel;
    private final ClientCall<ReadRequest, byte[]> call;
    private final String target;
    private final ByteBudget budget;
    private final Prefetch prefetch;
    private final AtomicReference<@Nullable Reason> cancelled = new AtomicReference<>();
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile Status status = Status.OK;
    private volatile @Nullable Metadata trailers;

    /**
     * Sends the request.
     *
     * @param budget of which this call takes part until it is closed
     */
    ReadCall(ManagedChannel channel, String target, ByteBudget budget, Metadata headers, ReadRequest request) {
        this.channel = channel;
        this.target = target;
        this.budget = budget;
        // On the transport's own thread: what it does there is to copy a message.
        call = channel.newCall(ReadMethod.DESCRIPTOR, CallOptions.DEFAULT.withExecutor(Runnable::run));
        prefetch = new Prefetch(budget::share, () -> call.request(1));
        budget.enter();
        call.start(new Receiver(), headers);
        prefetch.start();
        call.sendMessage(request);
        call.halfClose();
    }

    private final class Receiver extends ClientCall.Listener<byte[]> {
        @Override
        public void onMessage(byte[] message) {
            prefetch.add(message);
        }

        @Override
        public void onClose(Status closedWith, Metadata closedTrailers) {
            status = closedWith;
            trailers = closedTrailers;
            prefetch.end();
        }
    }

    @Override
    public @Nullable Frame next(Duration atMost) throws InterruptedException, ResultFailure {
        byte[] message = take(atMost);
        if (message == null) {
            if (!prefetch.isOver()) {
                channel.enterIdle();
                return null;
            }
            throw status.isOk()
                    ? new ResultFailure(Reason.TRUNCATED, target + ": the stream ended without an end record")
                    : StatusFailure.of(status, trailers, target);
        }
        Frame frame = ReadMethod.decode(message);
        if ((frame instanceof Frame.End || frame instanceof Frame.Limit) && take(atMost) != null) {
            throw new ResultFailure(Reason.DATA_LOSS, target + ": a message (expected: nothing after the end record)");
        }
        return frame;
    }

    private byte @Nullable [] take(Duration atMost) throws InterruptedException, ResultFailure {
        byte[] message = prefetch.take(atMost);
        Reason why = cancelled.get();
        if (why != null) {
            throw new ResultFailure(why, "cancelled");
        }
        return message;
    }

    @Override
    public void cancel(Reason why) {
        if (cancelled.compareAndSet(null, why)) {
            call.cancel("cancelled by the reader: " + why, null);
            prefetch.discard();
        }
    }

    @Override
    public void close() {
        cancel(Reason.CANCELLED);
        if (closed.compareAndSet(false, true)) {
            budget.leave();
        }
    }
}
