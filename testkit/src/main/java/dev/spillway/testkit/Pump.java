package dev.spillway.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.time.Duration;

/** One direction of a connection, and the fault in it. Runs once. */
final class Pump implements Runnable {
    private final ProxiedConnection connection;
    private final Socket from;
    private final Socket to;
    private final Fault fault;
    private final FaultLog log;
    private final byte[] buffer = new byte[1 << 14];

    Pump(ProxiedConnection connection, Socket from, Socket to, Fault fault, FaultLog log) {
        this.connection = connection;
        this.from = from;
        this.to = to;
        this.fault = fault;
        this.log = log;
    }

    @Override
    public void run() {
        try {
            if (pass(fault.after())) {
                if (fault instanceof Fault.Corrupt || log.fires(fault.kind())) {
                    act(fault);
                } else {
                    passRest();
                }
            }
        } catch (IOException broken) {
            swallowIfCutElseReset();
        } catch (InterruptedException closing) {
            connection.reset();
        }
    }

    /** What was not cut on purpose breaks on both sides alike. */
    private void swallowIfCutElseReset() {
        if (!connection.isCut()) {
            connection.reset();
            return;
        }
        try {
            swallow(Long.MAX_VALUE);
        } catch (IOException receiverIsGone) {
            connection.reset();
        }
    }

    private void act(Fault now) throws IOException, InterruptedException {
        switch (now) {
            case Fault.None _, Fault.Refuse _ -> passRest();
            case Fault.Cut _ -> connection.cut(from, to);
            case Fault.Reset _ -> connection.reset();
            case Fault.Stall _ -> {
                log.awaitHealing();
                passRest();
            }
            case Fault.Corrupt corrupt -> {
                passFlipped(corrupt.bit());
                passRest();
            }
            case Fault.Truncate truncate -> {
                swallow(truncate.swallowed());
                connection.cut(from, to);
            }
            case Fault.Delay delay -> passLate(delay.each());
            case Fault.HalfClose _ -> {
                to.shutdownOutput();
                swallow(Long.MAX_VALUE);
            }
            case Fault.TowardsServer towards -> act(towards.fault());
        }
    }

    private void passRest() throws IOException {
        var _ = pass(Long.MAX_VALUE);
    }

    /** Passes on so many bytes; false if the sender ended before, which is passed on too. */
    private boolean pass(long bytes) throws IOException {
        InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream();
        for (long left = bytes; left > 0; ) {
            int read = in.read(buffer, 0, (int) Math.min(buffer.length, left));
            if (read < 0) {
                to.shutdownOutput();
                return false;
            }
            out.write(buffer, 0, read);
            left -= read;
        }
        return true;
    }

    /** Happens only if there is a byte. */
    private void passFlipped(int bit) throws IOException {
        int value = from.getInputStream().read();
        if (value >= 0) {
            to.getOutputStream().write(log.fires(Fault.Kind.CORRUPT) ? value ^ (1 << bit) : value);
        }
    }

    private void passLate(Duration each) throws IOException, InterruptedException {
        InputStream in = from.getInputStream();
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            log.pause(each);
            to.getOutputStream().write(buffer, 0, read);
        }
        to.shutdownOutput();
    }

    /** Takes so many bytes from the sender, or all until it ends. */
    private void swallow(long bytes) throws IOException {
        InputStream in = from.getInputStream();
        for (long left = bytes; left > 0; ) {
            int read = in.read(buffer, 0, (int) Math.min(buffer.length, left));
            if (read < 0) {
                return;
            }
            left -= read;
        }
    }
}
