package dev.spillway.app.get;

import dev.spillway.wire.Slice;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * A file that gets its name when it is complete, and is on the disk then. Until then it is {@code NAME.part} beside it,
 * and stays so if it is never completed; one that is empty then goes away.
 */
final class PartFile implements Destination {
    private final Path file;
    private final Path part;
    private final FileChannel channel;
    private long length;
    private boolean complete;

    private PartFile(Path file, Path part, FileChannel channel) {
        this.file = file;
        this.part = part;
        this.channel = channel;
    }

    /**
     * Opens {@code NAME.part}, anew.
     *
     * @throws IOException it cannot be written, is being written, or {@code NAME} is there and no regular file
     */
    static PartFile open(Path name) throws IOException {
        Path file = Files.exists(name) ? name.toRealPath() : name;
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw new FileSystemException(name.toString(), null, "no regular file");
        }
        Path part = file.resolveSibling(file.getFileName() + ".part");
        FileChannel channel = FileChannel.open(part, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            lock(channel, part);
            channel.truncate(0);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
        return new PartFile(file, part, channel);
    }

    /** Until the channel is closed. Who had the lock before may have given the part its name in the meantime. */
    private static void lock(FileChannel channel, Path part) throws IOException {
        FileLock lock = null;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException _) {
            // Held by this very program.
        }
        if (lock == null || !Files.exists(part)) {
            throw new FileSystemException(part.toString(), null, "another get writes to it");
        }
    }

    @Override
    public void write(Slice bytes) throws IOException {
        ByteBuffer left = bytes.asByteBuffer();
        while (left.hasRemaining()) {
            length += channel.write(left);
        }
    }

    @Override
    public void complete() throws IOException {
        channel.force(true);
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        complete = true;
    }

    @Override
    public String remains() {
        return length == 0 ? "" : part + " keeps the first " + length + " bytes";
    }

    @Override
    public void close() throws IOException {
        if (!complete && length == 0) {
            Files.deleteIfExists(part);
        }
        channel.close();
    }

    @Override
    public String toString() {
        return part.toString();
    }
}
