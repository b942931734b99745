package dev.spillway.result.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A disk in memory whose every call can be made to fail, and of which a write can stop half-way. One thread. */
final class MemoryDisk implements Disk {
    /** What is called on a disk. */
    enum Call {
        LIST,
        MAKE_FOLDER,
        CREATE,
        OPEN,
        OVERWRITE,
        WRITE,
        READ,
        SIZE,
        FORCE,
        TRUNCATE,
        RENAME,
        DELETE,
        CLOSE
    }

    /** Decides over each call before it is done. */
    interface Trouble {
        /** What a call does instead of what it should. */
        @Nullable
        Failure before(Call call, String name);
    }

    /**
     * A call that fails.
     *
     * @param done how much of a write is done before, 0 to 1
     */
    record Failure(RuntimeException unchecked, @Nullable IOException checked, double done) {
        static Failure io(String text, double done) {
            return new Failure(new IllegalStateException(), new IOException(text), done);
        }

        static Failure death(double done) {
            return new Failure(new ProcessDied(), null, done);
        }

        void happen() throws IOException {
            if (checked != null) {
                throw checked;
            }
            throw unchecked;
        }
    }

    /** The process was killed. */
    static final class ProcessDied extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    private final TreeMap<String, byte[]> files = new TreeMap<>();
    private final TreeSet<String> folders = new TreeSet<>();
    private Trouble trouble = (call, name) -> null;
    private int openFiles;

    /** What a process leaves that dies now. */
    MemoryDisk copy() {
        MemoryDisk copy = new MemoryDisk();
        files.forEach((name, bytes) -> copy.files.put(name, bytes.clone()));
        copy.folders.addAll(folders);
        return copy;
    }

    void trouble(Trouble now) {
        trouble = now;
    }

    private void call(Call call, String name) throws IOException {
        Failure failure = trouble.before(call, name);
        if (failure != null) {
            failure.happen();
        }
    }

    @Override
    public List<String> folders() throws IOException {
        call(Call.LIST, "");
        return List.copyOf(folders);
    }

    @Override
    public List<String> files(String folder) throws IOException {
        call(Call.LIST, folder);
        String prefix = folder + "/";
        return files.keySet().stream()
                .filter(each -> each.startsWith(prefix))
                .map(each -> each.substring(prefix.length()))
                .toList();
    }

    @Override
    public void makeFolder(String folder) throws IOException {
        call(Call.MAKE_FOLDER, folder);
        if (!folders.add(folder)) {
            throw new IOException(folder + ": is there");
        }
    }

    @Override
    public DiskFile create(String file) throws IOException {
        call(Call.CREATE, file);
        requireFolder(file);
        files.put(file, new byte[0]);
        return new OpenFile(file);
    }

    @Override
    public DiskFile overwrite(String file) throws IOException {
        call(Call.OVERWRITE, file);
        bytes(file);
        return new OpenFile(file);
    }

    private void requireFolder(String file) throws IOException {
        if (!folders.contains(file.substring(0, file.indexOf('/')))) {
            throw new IOException(file + ": no such folder");
        }
    }

    @Override
    public DiskFile open(String file) throws IOException {
        call(Call.OPEN, file);
        bytes(file);
        return new OpenFile(file);
    }

    private byte[] bytes(String file) throws IOException {
        byte[] bytes = files.get(file);
        if (bytes == null) {
            throw new IOException(file + ": no such file");
        }
        return bytes;
    }

    @Override
    public void rename(String from, String to) throws IOException {
        call(Call.RENAME, from);
        files.put(to, bytes(from));
        files.remove(from);
    }

    @Override
    public void delete(String name) throws IOException {
        call(Call.DELETE, name);
        if (files.keySet().stream().anyMatch(each -> each.startsWith(name + "/"))) {
            throw new IOException(name + ": not empty");
        }
        files.remove(name);
        folders.remove(name);
    }

    /** Names of all files. */
    List<String> all() {
        return List.copyOf(files.keySet());
    }

    long bytes() {
        return files.values().stream().mapToLong(each -> each.length).sum();
    }

    long size(String file) {
        return Objects.requireNonNull(files.get(file), file).length;
    }

    void cut(String file, int size) {
        files.computeIfPresent(file, (name, bytes) -> Arrays.copyOf(bytes, size));
    }

    void write(String file, byte[] bytes) {
        files.put(file, bytes);
    }

    byte[] read(String file) {
        return Objects.requireNonNull(files.get(file), file).clone();
    }

    /** Files that were opened and not closed. */
    int openFiles() {
        return openFiles;
    }

    boolean isEmpty() {
        return files.isEmpty() && folders.isEmpty();
    }

    /** Turns a bit of a file, by its place in it. */
    void rot(String file, long bit) {
        byte[] bytes = files.get(file);
        if (bytes != null && bytes.length > 0) {
            int at = (int) Math.floorMod(bit / 8, (long) bytes.length);
            bytes[at] ^= (byte) (1 << (bit % 8));
        }
    }

    @Override
    public void close() {}

    @Override
    public String toString() {
        return "memory";
    }

    private final class OpenFile implements DiskFile {
        private final String name;
        private int end;

        OpenFile(String name) {
            this.name = name;
            openFiles++;
        }

        @Override
        public void append(ByteBuffer... parts) throws IOException {
            Failure failure = trouble.before(Call.WRITE, name);
            int length = 0;
            for (ByteBuffer part : parts) {
                length += part.remaining();
            }
            byte[] before = bytes(name);
            int written = failure == null ? length : (int) (length * failure.done());
            ByteBuffer all = ByteBuffer.allocate(length);
            for (ByteBuffer part : parts) {
                all.put(part);
            }
            byte[] after = Arrays.copyOf(before, Math.max(before.length, end + written));
            System.arraycopy(all.array(), 0, after, end, written);
            files.put(name, after);
            end += written;
            if (failure != null) {
                failure.happen();
            }
        }

        @Override
        public int read(ByteBuffer into, long at) throws IOException {
            call(Call.READ, name);
            byte[] bytes = bytes(name);
            int length = (int) Math.max(0, Math.min(into.remaining(), bytes.length - at));
            into.put(bytes, (int) Math.min(at, bytes.length), length);
            return length;
        }

        @Override
        public long size() throws IOException {
            call(Call.SIZE, name);
            return bytes(name).length;
        }

        @Override
        public void force() throws IOException {
            call(Call.FORCE, name);
        }

        @Override
        public void truncate(long size) throws IOException {
            call(Call.TRUNCATE, name);
            files.put(name, Arrays.copyOf(bytes(name), (int) size));
        }

        @Override
        public void close() throws IOException {
            openFiles--;
            call(Call.CLOSE, name);
        }
    }
}
