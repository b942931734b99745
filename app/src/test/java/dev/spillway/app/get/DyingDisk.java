package dev.spillway.app.get;

import dev.spillway.testkit.FakeClock;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** The files of this machine until the process dies, with the machine if need be: then nothing is done to them any more. */
final class DyingDisk extends LocalDisk {
    /** The process is dead. */
    static final class Killed extends Error {
        private static final long serialVersionUID = 1;
    }

    /** Moves with every write to a part, so that each is worth a checkpoint. */
    private final FakeClock clock = new FakeClock();

    private final boolean withMachine;
    private final Map<FileChannel, Path> open = new HashMap<>();
    private final Map<Path, Long> forced = new HashMap<>();
    private long stepsToLive;
    private boolean dead;

    /**
     * @param stepsToLive how many steps are done; of one more, that writes, a half
     * @param withMachine what was not forced is lost: its bytes are zeros
     */
    DyingDisk(long stepsToLive, boolean withMachine) {
        this.stepsToLive = stepsToLive;
        this.withMachine = withMachine;
    }

    FakeClock clock() {
        return clock;
    }

    private void step() throws IOException {
        if (!dead && stepsToLive-- == 0) {
            dead = true;
            if (withMachine) {
                for (Map.Entry<Path, Long> file : forced.entrySet()) {
                    lose(file.getKey(), file.getValue());
                }
            }
        }
        if (dead) {
            throw new Killed();
        }
    }

    private static void lose(Path file, long from) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            for (long at = from; at < channel.size(); at++) {
                int _ = channel.write(ByteBuffer.allocate(1), at);
            }
        }
    }

    private FileChannel opened(FileChannel channel, Path file) throws IOException {
        open.put(channel, file);
        forced.put(file, channel.size());
        return channel;
    }

    private Path path(FileChannel channel) {
        Path file = open.get(channel);
        if (file == null) {
            throw new IllegalArgumentException("a channel of another disk");
        }
        return file;
    }

    @Override
    public FileChannel open(Path file) throws IOException {
        step();
        return opened(super.open(file), file);
    }

    @Override
    public FileChannel create(Path file, boolean secret) throws IOException {
        step();
        return opened(super.create(file, secret), file);
    }

    @Override
    public void write(FileChannel file, ByteBuffer bytes) throws IOException {
        if (!dead && stepsToLive == 0) {
            super.write(file, bytes.slice(0, bytes.remaining() / 2));
        }
        step();
        if (path(file).toString().endsWith(".part")) {
            clock.advance(Duration.ofSeconds(2));
        }
        super.write(file, bytes);
    }

    @Override
    public void force(FileChannel file) throws IOException {
        step();
        super.force(file);
        forced.put(path(file), file.size());
    }

    @Override
    public void truncate(FileChannel file, long length) throws IOException {
        step();
        super.truncate(file, length);
        forced.merge(path(file), length, Math::min);
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        step();
        super.rename(from, to);
        Long known = forced.remove(from);
        forced.put(to, known == null ? Files.size(to) : known);
    }

    @Override
    public void delete(Path file) throws IOException {
        step();
        super.delete(file);
        forced.remove(file);
    }
}
