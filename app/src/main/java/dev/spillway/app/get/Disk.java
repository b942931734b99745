package dev.spillway.app.get;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/**
 * What {@code get} does to files, one step at a time. It may be killed between any two of them, and within one that writes.
 *
 * <p>What was written survives the death of the process, and that of the machine if it was forced.
 */
interface Disk {
    /** Opens a file to read and write it; makes it where it is not there. */
    FileChannel open(Path file) throws IOException;

    /**
     * Makes a file that is not there.
     *
     * @param secret for the eyes of its owner only, where the file system knows owners
     */
    FileChannel create(Path file, boolean secret) throws IOException;

    /** Writes all of the bytes. After a failure any number of them may be there. */
    void write(FileChannel file, ByteBuffer bytes) throws IOException;

    void force(FileChannel file) throws IOException;

    void truncate(FileChannel file, long length) throws IOException;

    /** Gives a file another name, whole or not at all, in the place of what had it. */
    void rename(Path from, Path to) throws IOException;

    /** Deletes a file, if it is there. */
    void delete(Path file) throws IOException;
}
