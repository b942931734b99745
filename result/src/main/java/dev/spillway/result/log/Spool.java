package dev.spillway.result.log;

import dev.spillway.wire.Reason;
import dev.spillway.wire.ResultFailure;
import dev.spillway.wire.ResultId;
import dev.spillway.wire.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The logs of all results of an origin, and what they may use together. One process owns the folder: it is locked from its
 * first use on. Any thread.
 */
public class Spool implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Spool.class);
    static final String MANIFEST = "manifest";
    private static final int FOLDER_NAME_BYTES = 16;
    private static final String NEW_MANIFEST = "manifest.new";

    private final Disk disk;
    private final SpoolSettings settings;
    private final AtomicLong memoryUsed = new AtomicLong();
    private final AtomicLong diskUsed = new AtomicLong();

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition room = lock.newCondition();
    private final AtomicLong roomVersion = new AtomicLong();
    private final AtomicInteger waiting = new AtomicInteger();
    /** By folder, oldest first. Guarded by lock. */
    private final Map<String, ResultLog> logs = new LinkedHashMap<>();

    Spool(Disk disk, SpoolSettings settings) {
        this.disk = disk;
        this.settings = settings;
    }

    /** The spool of a folder, which is made when a result first needs it. */
    public static Spool in(Path folder, SpoolSettings settings) {
        return new Spool(new FolderDisk(folder), settings);
    }

    /**
     * The spool of the first of these folders that no other process has, for a default that several may have: {@code
     * folder}, {@code folder-2} and so on, at most so many.
     */
    public static Spool inOneOf(Path folder, int folders, SpoolSettings settings) {
        List<Path> candidates = new ArrayList<>(List.of(folder));
        for (int number = 2; number <= folders; number++) {
            candidates.add(folder.resolveSibling(folder.getFileName() + "-" + number));
        }
        return new Spool(new FolderDisk(candidates), settings);
    }

    /**
     * Takes over what an earlier process left: complete results as they are, others as far as they came, as lost. What
     * cannot be read again is deleted. Before anything else is done.
     *
     * @throws IOException the folder belongs to another process, or cannot be read
     */
    public List<ResultLog> recover() throws IOException {
        List<ResultLog> recovered = new ArrayList<>();
        for (String folder : disk.folders()) {
            try {
                ResultLog log = recovery(folder).recover();
                if (log == null) {
                    deleteFolder(folder);
                } else {
                    diskUsed.addAndGet(log.diskBytes());
                    recovered.add(log);
                    add(log);
                }
            } catch (IOException e) {
                LOG.warn("spool {}: a result cannot be read; the next start tries it again", disk, e);
            }
        }
        return recovered;
    }

    Recovery recovery(String folder) {
        return new Recovery(this, folder);
    }

    SegmentReader reader(ResultLog log) {
        return new SegmentReader(log);
    }

    private void add(ResultLog log) {
        lock.lock();
        try {
            logs.put(folderOf(log.manifest().info().id()), log);
        } finally {
            lock.unlock();
        }
    }

    /**
     * A log of a new result, of which the manifest is on disk.
     *
     * @throws ResultFailure SPOOL_FAILED: it cannot be written
     */
    public ResultLog create(Manifest manifest) throws ResultFailure {
        String folder = folderOf(manifest.info().id());
        try {
            disk.makeFolder(folder);
            write(folder, manifest);
        } catch (IOException e) {
            deleteFolder(folder);
            throw failed(e);
        }
        ResultLog log = new ResultLog(this, manifest, List.of(), LogPlace.START);
        add(log);
        return log;
    }

    /** The folder of a result. Messages name it, so that it does not tell the id, which is a secret. */
    static String folderOf(ResultId id) {
        byte[] digest = Sha256.newDigest().digest(id.text().getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(digest, 0, FOLDER_NAME_BYTES);
    }

    /** The failure of a call to the disk. */
    ResultFailure failed(IOException why) {
        String words = why.getMessage() == null ? why.getClass().getSimpleName() : why.getMessage();
        return new ResultFailure(Reason.SPOOL_FAILED, "spool: " + disk + ": " + words, why);
    }

    void write(String folder, Manifest manifest) throws IOException {
        String fresh = folder + "/" + NEW_MANIFEST;
        try (Disk.DiskFile file = disk.create(fresh)) {
            file.append(manifest.toBytes());
        }
        disk.rename(fresh, folder + "/" + MANIFEST);
    }

    void forget(ResultLog log, String folder, List<Segment> segments) {
        lock.lock();
        try {
            if (!logs.remove(folder, log)) {
                return;
            }
        } finally {
            lock.unlock();
        }
        deleteManifest(folder);
        segments.forEach(this::delete);
        deleteFolder(folder);
        roomMayBe();
    }

    /** From then on it is not recovered, whatever else is deleted. */
    private void deleteManifest(String folder) {
        try {
            disk.delete(folder + "/" + MANIFEST);
        } catch (IOException e) {
            LOG.warn("spool {}: the manifest of a result that is gone is not deleted at once", disk, e);
        }
    }

    private void deleteFolder(String folder) {
        try {
            for (String file : disk.files(folder)) {
                disk.delete(folder + "/" + file);
            }
            disk.delete(folder);
        } catch (IOException e) {
            LOG.warn("spool {}: a result that is gone is not deleted; the next start does it", disk, e);
        }
    }

    /** Whether it could be deleted. */
    boolean delete(Segment segment) {
        try {
            disk.delete(segment.file());
            freeDisk(segment.fileBytes());
            return true;
        } catch (IOException e) {
            LOG.warn("spool {}: a segment that is not needed any more is not deleted", disk, e);
            return false;
        }
    }

    /** Takes memory, if it is there. */
    boolean takeMemory(long bytes) {
        if (memoryUsed.addAndGet(bytes) <= settings.memoryTotal()) {
            return true;
        }
        memoryUsed.addAndGet(-bytes);
        return false;
    }

    /** Whether more is held than should be. */
    boolean isMemoryShort() {
        return memoryUsed.get() > settings.memoryTotal();
    }

    /** Takes memory that is given back soon. */
    void takeMemoryAnyway(long bytes) {
        memoryUsed.addAndGet(bytes);
    }

    void freeMemory(long bytes) {
        memoryUsed.addAndGet(-bytes);
    }

    /** Takes disk for a log, if it is there or what is consumed can make room. */
    boolean takeDisk(ResultLog log, long bytes) {
        while (log.diskBytes() + bytes > settings.diskPerResult()) {
            if (!log.dropConsumed(1) && !log.dropConsumed(0)) {
                return false;
            }
        }
        while (diskUsed.addAndGet(bytes) > settings.diskTotal()) {
            diskUsed.addAndGet(-bytes);
            if (!dropOldestConsumed(1) && !dropOldestConsumed(0)) {
                return false;
            }
        }
        return true;
    }

    /**
     * A segment that nobody needs any more, for a log to write over, where there is no room for two new ones; null where
     * there is room, or no such segment. Its bytes stay taken.
     *
     * @param least bytes that its file must have
     */
    @Nullable
    Segment takeConsumed(ResultLog log, long least) {
        while (true) {
            long two = 2 * settings.segmentBytes();
            boolean ofItsOwn = log.diskBytes() + two > settings.diskPerResult();
            if (!ofItsOwn && diskUsed.get() + two <= settings.diskTotal()) {
                return null;
            }
            long most = ofItsOwn ? Long.MAX_VALUE : settings.diskPerResult() - log.diskBytes();
            List<ResultLog> owners = ofItsOwn ? List.of(log) : oldestFirst();
            Optional<ResultLog> first =
                    owners.stream().filter(each -> each.hasConsumed(1)).findFirst();
            if (first.isEmpty()) {
                return null;
            }
            Segment given = first.get().giveConsumed(least, most);
            if (given != null || !first.get().dropConsumed(1)) {
                return given;
            }
        }
    }

    void freeDisk(long bytes) {
        diskUsed.addAndGet(-bytes);
    }

    private boolean dropOldestConsumed(int spared) {
        return oldestFirst().stream().anyMatch(each -> each.dropConsumed(spared));
    }

    private List<ResultLog> oldestFirst() {
        lock.lock();
        try {
            return List.copyOf(logs.values());
        } finally {
            lock.unlock();
        }
    }

    /** Changes whenever there may be more room than before. */
    public long roomVersion() {
        return roomVersion.get();
    }

    /** Waits until there may be more room than at that version, or the given time has passed. */
    public void awaitRoom(long version, long nanos) throws InterruptedException {
        long left = nanos;
        lock.lockInterruptibly();
        waiting.incrementAndGet();
        try {
            while (roomVersion.get() == version && left > 0) {
                left = room.awaitNanos(left);
            }
        } finally {
            waiting.decrementAndGet();
            lock.unlock();
        }
    }

    void roomMayBe() {
        roomVersion.incrementAndGet();
        if (waiting.get() > 0) {
            lock.lock();
            try {
                room.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    SpoolSettings settings() {
        return settings;
    }

    Disk disk() {
        return disk;
    }

    /** Bytes that are held in memory. */
    public long memoryBytes() {
        return memoryUsed.get();
    }

    /** Bytes of segment files. */
    public long diskBytes() {
        return diskUsed.get();
    }

    /** Gives the folder back; what is on disk stays. */
    @Override
    public void close() throws IOException {
        disk.close();
    }
}
