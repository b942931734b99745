package dev.spillway.app.get;

import dev.spillway.wire.Outlook;
import dev.spillway.wire.Position;
import dev.spillway.wire.ResultId;
import dev.spillway.wire.Slice;
import java.io.IOException;
import java.io.OutputStream;

/** Standard output, unbuffered: what came is there at once. */
final class StandardOutput implements Destination {
    private final OutputStream out;

    StandardOutput(OutputStream out) {
        this.out = out;
    }

    /** Whether the program at the other end of the pipe has had enough: {@code spillway get … | head}. */
    static boolean readerLeft(IOException failure) {
        return String.valueOf(failure.getMessage()).contains("Broken pipe");
    }

    @Override
    public void write(Slice bytes) throws IOException {
        bytes.writeTo(out);
    }

    @Override
    public void reached(ResultId result, String token, long rows) {}

    @Override
    public void complete(Position total) throws IOException {
        out.flush();
    }

    @Override
    public boolean keep(Outlook outlook) {
        return false;
    }

    @Override
    public String remains() {
        return "";
    }

    @Override
    public void close() {}

    @Override
    public String toString() {
        return "stdout";
    }
}
