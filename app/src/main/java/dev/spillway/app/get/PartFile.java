package dev.spillway.app.get;

import dev.spillway.wire.Outlook;
import dev.spillway.wire.Position;
import dev.spillway.wire.ResultId;
import dev.spillway.wire.Slice;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A file that gets its name when it is complete, and is on the disk then. Until then it is {@code NAME.part}, with {@code
 * NAME.part.state} beside it, which says what the part is the beginning of and from where it goes on; both stay if it is
 * never completed, unless the part is empty.
 *
 * <p>Whenever the process dies: beside a part that holds a byte lies a state that says what it is of, and the bytes that it
 * speaks of are on the disk. A state beside an empty part, or none, means nothing.
 */
final class PartFile implements Destination {
    private static final long BETWEEN_CHECKPOINTS_NANOS = Duration.ofSeconds(1).toNanos();

    /** A slow disk holds the reader up for no more than a tenth of the time. */
    private static final int PAUSES_PER_CHECKPOINT = 9;

    private final Path file;
    private final Path part;
    private final FileChannel channel;
    private final Asked asked;
    private final Disk disk;
    private final LongSupplier nanoTime;
    private final SmallFile state;
    private Checksum written = Checksum.NOTHING;
    private long nextCheckpoint;
    private @Nullable Checkpoint reached;
    private @Nullable Checkpoint kept;
    private boolean inDoubt;
    private boolean sidecar;
    private boolean complete;

    private PartFile(Path file, Path part, FileChannel channel, Asked asked, Disk disk, LongSupplier nanoTime) {
        this.file = file;
        this.part = part;
        this.channel = channel;
        this.asked = asked;
        this.disk = disk;
        this.nanoTime = nanoTime;
        this.state = new SmallFile(disk, stateOf(part), true);
        this.nextCheckpoint = nanoTime.getAsLong() + BETWEEN_CHECKPOINTS_NANOS;
    }

    private static Path stateOf(Path part) {
        return SmallFile.beside(part, ".state");
    }

    /**
     * Opens {@code NAME.part}: where there is something to go on from, behind that; else anew.
     *
     * @param restart anew in any case
     * @throws IOException it cannot be written, is being written, or {@code NAME} is there and no regular file
     * @throws RefusedPart it holds something else than the beginning of what is asked for
     */
    static PartFile open(Path name, Asked asked, boolean restart, Disk disk, LongSupplier nanoTime)
            throws IOException, RefusedPart {
        Path file = Files.exists(name) ? name.toRealPath() : name;
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw new FileSystemException(name.toString(), null, "no regular file");
        }
        Path part = SmallFile.beside(file, ".part");
        FileChannel channel = disk.open(part);
        boolean open = false;
        try {
            lock(channel, part);
            PartFile opened = new PartFile(file, part, channel, asked, disk, nanoTime);
            opened.begin(restart);
            open = true;
            return opened;
        } finally {
            if (!open) {
                channel.close();
            }
        }
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

    private void begin(boolean restart) throws IOException, RefusedPart {
        if (!restart && channel.size() > 0) {
            kept = checked(stateThere());
        }
        if (kept == null) {
            disk.truncate(channel, 0);
            state.write(new PartState(asked, Optional.empty()).toText());
        } else {
            disk.truncate(channel, kept.part().length());
            channel.position(kept.part().length());
            written = kept.part();
            reached = kept;
        }
    }

    private PartState stateThere() throws IOException, RefusedPart {
        Path there = stateOf(part);
        if (!Files.exists(there)) {
            throw RefusedPart.other(part + ": no " + there.getFileName() + " beside it that says what it is of");
        }
        try {
            return PartState.of(SmallFile.read(there));
        } catch (IllegalArgumentException e) {
            throw RefusedPart.damaged(there + ": " + e.getMessage());
        }
    }

    /** Where it goes on, null if nowhere. */
    private @Nullable Checkpoint checked(PartState there) throws IOException, RefusedPart {
        String other = asked.otherThan(there.asked());
        if (!other.isEmpty()) {
            throw RefusedPart.other(part + " is of another get: " + other);
        }
        Checkpoint at = there.checkpoint().orElse(null);
        if (at != null) {
            Checksum is = Checksum.of(channel, at.part().length());
            String difference = is.otherThan(at.part());
            if (!difference.isEmpty()) {
                throw RefusedPart.damaged(part + ": " + difference);
            }
        }
        return at;
    }

    /** Where it can be gone on with; right after it was opened, where this run does. */
    Optional<Checkpoint> kept() {
        return Optional.ofNullable(kept);
    }

    @Override
    public void write(Slice bytes) throws IOException {
        inDoubt = true;
        disk.write(channel, bytes.asByteBuffer());
        inDoubt = false;
        written = written.and(bytes);
    }

    @Override
    public void reached(ResultId result, String token, long rows) throws IOException {
        reached = new Checkpoint(result, token, rows, written);
        if (nanoTime.getAsLong() - nextCheckpoint >= 0) {
            checkpoint();
        }
    }

    private void checkpoint() throws IOException {
        long begin = nanoTime.getAsLong();
        force();
        state.write(new PartState(asked, Optional.ofNullable(reached)).toText());
        kept = reached;
        long end = nanoTime.getAsLong();
        nextCheckpoint = end + Math.max(BETWEEN_CHECKPOINTS_NANOS, PAUSES_PER_CHECKPOINT * (end - begin));
    }

    private void force() throws IOException {
        inDoubt = true;
        disk.force(channel);
        inDoubt = false;
    }

    /** Leaves {@link Sidecar} beside the file when it is complete; that of the file that it replaces goes in any case. */
    void withSidecar() {
        sidecar = true;
    }

    @Override
    public void complete(Position total) throws IOException {
        force();
        SmallFile beside = new SmallFile(disk, Sidecar.beside(file), false);
        beside.delete();
        disk.rename(part, file);
        complete = true;
        if (sidecar) {
            beside.write(new Sidecar(total.rows(), written).toText());
        }
        state.delete();
    }

    @Override
    public boolean keep(Outlook outlook) throws IOException {
        if (complete) {
            return false;
        }
        if (outlook == Outlook.OVER) {
            reached = null;
        }
        // After a failure of the disk, what was sure before is what counts, whatever it says the next time.
        if (!inDoubt && !Objects.equals(kept, reached)) {
            checkpoint();
        }
        return kept != null;
    }

    @Override
    public String remains() {
        return complete || written.length() == 0 ? "" : part + " keeps the first " + written.length() + " bytes";
    }

    @Override
    public void close() throws IOException {
        try {
            if (!complete && written.length() == 0) {
                disk.delete(part);
                state.delete();
            }
        } finally {
            channel.close();
        }
    }

    @Override
    public String toString() {
        return (complete ? file : part).toString();
    }
}
