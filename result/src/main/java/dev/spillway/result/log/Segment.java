package dev.spillway.result.log;

import dev.spillway.wire.Crc32c;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** A segment file of a log, and where it starts. Its length is written by one thread and read by any. */
final class Segment {
    private static final String SUFFIX = ".segment";

    private static final Pattern NAME = Pattern.compile("[0-9]{8,18}\\.segment");

    private final String file;
    private final LogPlace start;
    private final int salt;
    private volatile long fileBytes;

    Segment(String file, LogPlace start) {
        this.file = file;
        this.start = start;
        this.salt = salt(file);
    }

    /** What the heads in a file are combined with. */
    static int salt(String file) {
        byte[] name = file.getBytes(StandardCharsets.UTF_8);
        return Crc32c.of(name, 0, name.length);
    }

    static String name(String folder, long number) {
        return folder + "/" + String.format("%08d", number) + SUFFIX;
    }

    static boolean isName(String file) {
        return NAME.matcher(file).matches();
    }

    long number() {
        return Long.parseLong(file.substring(file.lastIndexOf('/') + 1, file.length() - SUFFIX.length()));
    }

    String file() {
        return file;
    }

    LogPlace start() {
        return start;
    }

    int salt() {
        return salt;
    }

    long fileBytes() {
        return fileBytes;
    }

    void grow(long bytes) {
        long grown = fileBytes + bytes;
        fileBytes = grown;
    }
}
