package dev.spillway.server.http;

import dev.spillway.wire.Slice;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes what a reader gets into a file too: first beside the target, renamed into place at the end. What goes wrong with
 * the file is logged and ends the tee; the reader's answer goes on. One thread.
 */
final class Tee {
    private static final Logger LOG = LoggerFactory.getLogger(Tee.class);

    private final Path target;
    private final Path part;
    private @Nullable FileChannel channel;

    /** @param name tells this file from those of other results */
    Tee(Path target, String name) {
        this.target = target.toAbsolutePath();
        this.part = this.target.resolveSibling(this.target.getFileName() + "." + name + ".part");
        attempt(() -> channel = FileChannel.open(part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
    }

    void write(Slice slice) {
        FileChannel open = channel;
        if (open != null) {
            attempt(() -> {
                ByteBuffer rest = slice.asByteBuffer();
                while (rest.hasRemaining()) {
                    open.write(rest);
                }
            });
        }
    }

    /** The file is whole: from now on it stands in the target's place. */
    void commit() {
        FileChannel open = channel;
        if (open != null) {
            attempt(() -> {
                open.close();
                Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
                LOG.info("wrote {}", target.getFileName());
            });
        }
    }

    /** The result is not whole: the target stays as it is. */
    void discard() {
        FileChannel open = channel;
        channel = null;
        if (open != null) {
            try {
                open.close();
                Files.deleteIfExists(part);
            } catch (IOException e) {
                LOG.warn("tee {}: its unfinished part {} is left behind: {}", target, part, e.toString());
            }
        }
    }

    private interface Action {
        void run() throws IOException;
    }

    private void attempt(Action action) {
        try {
            action.run();
        } catch (IOException e) {
            LOG.warn("tee {}: not written: {}", target, e.toString());
            discard();
        }
    }
}
