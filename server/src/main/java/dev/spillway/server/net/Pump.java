package dev.spillway.server.net;

import dev.spillway.wire.Frame;
import dev.spillway.wire.FrameReader;
import dev.spillway.wire.Reason;
import dev.spillway.wire.ResultFailure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries the frames of one attempt to one reader; the same for every endpoint. */
public final class Pump {
    private static final Logger LOG = LoggerFactory.getLogger(Pump.class);

    private Pump() {}

    /** Starts on a virtual thread of its own. The attempt is closed at the end, however it ends. */
    public static void start(FrameReader reader, Exchange exchange, Outbound out) {
        out.whenOver(() -> reader.cancel(Reason.CANCELLED));
        Thread.ofVirtual().name("pump").start(() -> {
            try (reader) {
                run(reader, exchange);
            } catch (ResultFailure e) {
                exchange.failed(e);
            } catch (InterruptedException e) {
                exchange.failed(new ResultFailure(Reason.CANCELLED, "interrupted", e));
            } catch (RuntimeException | Error e) {
                LOG.error("defect while a result was sent", e);
                exchange.failed(new ResultFailure(Reason.INTERNAL, "defect: " + e, e));
            }
        });
    }

    private static void run(FrameReader reader, Exchange exchange) throws InterruptedException, ResultFailure {
        while (true) {
            Frame frame = reader.next();
            if (frame instanceof Frame.End end) {
                exchange.complete(end);
                return;
            }
            if (frame instanceof Frame.Limit limit) {
                exchange.limitReached(limit);
                return;
            }
            if (send(frame, reader, exchange) == Outbound.Outcome.CLOSED) {
                return;
            }
        }
    }

    /** A frame that the endpoint cannot send ends the attempt for that reason. */
    private static Outbound.Outcome send(Frame frame, FrameReader reader, Exchange exchange)
            throws InterruptedException, ResultFailure {
        try {
            return exchange.frame(frame);
        } catch (ResultFailure e) {
            reader.cancel(e.reason());
            throw e;
        }
    }
}
