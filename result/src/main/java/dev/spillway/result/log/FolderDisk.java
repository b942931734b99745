package dev.spillway.result.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A folder of this machine, for its owner's eyes only; locked by this process from its first use on. */
final class FolderDisk implements Disk {
    private static final String LOCK = "lock";
    /**
     * The folders of this process. Whoever closes a file gives back the locks that its process has on it, so that the lock
     * file of a folder that is ours is not even opened again.
     */
    private static final Set<Path> OURS = ConcurrentHashMap.newKeySet();

    private final List<Path> candidates;
    private volatile Path root;
    private @Nullable FileChannel lock;
    private @Nullable Path owned;

    FolderDisk(Path root) {
        this(List.of(root));
    }

    /** The first of these folders that no other process has. */
    FolderDisk(List<Path> candidates) {
        this.candidates = List.copyOf(candidates);
        this.root = candidates.getFirst();
    }

    @Override
    public List<String> folders() throws IOException {
        if (!Files.isDirectory(candidates.getFirst())) {
            return List.of();
        }
        own();
        return names(root, Files::isDirectory);
    }

    @Override
    public List<String> files(String folder) throws IOException {
        return names(root.resolve(folder), Files::isRegularFile);
    }

    private static List<String> names(Path folder, Predicate<Path> which) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(which)
                    .map(each -> String.valueOf(each.getFileName()))
                    .sorted()
                    .toList();
        }
    }

    @Override
    public void makeFolder(String folder) throws IOException {
        own();
        Files.createDirectory(root.resolve(folder));
    }

    private synchronized void own() throws IOException {
        if (lock != null) {
            return;
        }
        for (Path candidate : candidates) {
            root = candidate;
            if (isOurs()) {
                return;
            }
        }
        throw new FileSystemException(
                candidates.getFirst().toString(), null, "another process keeps its results there");
    }

    private synchronized boolean isOurs() throws IOException {
        if (!Files.isDirectory(root)) {
            Files.createDirectories(root);
            if (Files.getFileStore(root).supportsFileAttributeView("posix")) {
                Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwx------"));
            }
        }
        Path real = root.toRealPath();
        if (!OURS.add(real)) {
            return false;
        }
        try {
            lock = lock();
        } finally {
            if (lock == null) {
                OURS.remove(real);
            }
        }
        owned = lock == null ? null : real;
        return lock != null;
    }

    /** Null if another process has it. */
    private @Nullable FileChannel lock() throws IOException {
        FileChannel channel = FileChannel.open(root.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        boolean locked = false;
        try {
            locked = channel.tryLock() != null;
        } finally {
            if (!locked) {
                channel.close();
            }
        }
        return locked ? channel : null;
    }

    @Override
    public DiskFile create(String file) throws IOException {
        return open(file, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
    }

    @Override
    public DiskFile open(String file) throws IOException {
        return open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    @Override
    public DiskFile overwrite(String file) throws IOException {
        return open(file, StandardOpenOption.WRITE);
    }

    private DiskFile open(String file, StandardOpenOption... options) throws IOException {
        return new OpenFile(FileChannel.open(root.resolve(file), options));
    }

    @Override
    public void rename(String from, String to) throws IOException {
        Files.move(
                root.resolve(from),
                root.resolve(to),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public void delete(String name) throws IOException {
        Files.deleteIfExists(root.resolve(name));
    }

    @Override
    public String toString() {
        return root.toString();
    }

    @Override
    public synchronized void close() throws IOException {
        if (lock != null && owned != null) {
            lock.close();
            lock = null;
            OURS.remove(owned);
            owned = null;
        }
    }

    private record OpenFile(FileChannel channel) implements DiskFile {
        @Override
        public void append(ByteBuffer... parts) throws IOException {
            long left = 0;
            for (ByteBuffer part : parts) {
                left += part.remaining();
            }
            while (left > 0) {
                left -= channel.write(parts);
            }
        }

        @Override
        public int read(ByteBuffer into, long at) throws IOException {
            int before = into.position();
            int read = 0;
            while (into.hasRemaining() && read >= 0) {
                read = channel.read(into, at + into.position() - before);
            }
            return into.position() - before;
        }

        @Override
        public long size() throws IOException {
            return channel.size();
        }

        @Override
        public void force() throws IOException {
            channel.force(false);
        }

        @Override
        public void truncate(long size) throws IOException {
            channel.truncate(size);
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
