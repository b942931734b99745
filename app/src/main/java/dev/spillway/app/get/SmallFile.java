package dev.spillway.app.get;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file of a few lines, which is there whole, on the disk, or not at all. */
final class SmallFile {
    private final Disk disk;
    private final Path file;
    private final boolean secret;

    SmallFile(Disk disk, Path file, boolean secret) {
        this.disk = disk;
        this.file = file;
        this.secret = secret;
    }

    void write(String text) throws IOException {
        disk.delete(fresh());
        try (FileChannel channel = disk.create(fresh(), secret)) {
            disk.write(channel, ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
            disk.force(channel);
        }
        disk.rename(fresh(), file);
    }

    /** What is there; bytes that are no UTF-8 are read as others. */
    static String read(Path file) throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    }

    /** Deletes it, and what is left of an attempt to write it. */
    void delete() throws IOException {
        disk.delete(file);
        disk.delete(fresh());
    }

    private Path fresh() {
        return beside(file, ".new");
    }

    /** The file whose name is that of another with something behind it. */
    static Path beside(Path file, String suffix) {
        return file.resolveSibling(file.getFileName() + suffix);
    }
}
