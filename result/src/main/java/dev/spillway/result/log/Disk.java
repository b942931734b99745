package dev.spillway.result.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * The folder of a spool, as far as a log needs a file system. Names are relative to it: {@code folder/file}. Any thread.
 *
 * <p>What was written survives the death of the process, and that of the machine if it was forced.
 */
interface Disk extends AutoCloseable {
    /** Names of the folders; none if the spool is not there. */
    List<String> folders() throws IOException;

    /** Names of the files of a folder. */
    List<String> files(String folder) throws IOException;

    /** Makes a folder, and the spool itself where it is not there yet. */
    void makeFolder(String folder) throws IOException;

    /** Makes a file, or empties the one that is there. */
    DiskFile create(String file) throws IOException;

    /** Opens a file to read and to truncate it. */
    DiskFile open(String file) throws IOException;

    /** Opens a file to write it over from its start; what it holds stays until then. */
    DiskFile overwrite(String file) throws IOException;

    /** Gives a file another name, whole or not at all, in the place of what had it. */
    void rename(String from, String to) throws IOException;

    /** Deletes a file or an empty folder, if it is there. */
    void delete(String name) throws IOException;

    /** Gives the folder back; what is in it stays. */
    @Override
    void close() throws IOException;

    /** An open file. {@link #append} belongs to one thread. */
    interface DiskFile extends AutoCloseable {
        /**
         * Writes the parts behind those before, the first ones at the start of the file. After a failure any number of
         * their bytes may be there.
         */
        void append(ByteBuffer... parts) throws IOException;

        /** Reads until the buffer is full or the file ends; how many bytes. */
        int read(ByteBuffer into, long at) throws IOException;

        long size() throws IOException;

        void force() throws IOException;

        void truncate(long size) throws IOException;

        @Override
        void close() throws IOException;
    }
}
