package dev.spillway.result.log;

import java.util.regex.Pattern;

/** A segment file of a log, and where it starts. Its length is written by one thread and read by any. */
final class Segment {
    private static final String SUFFIX = ".segment";

    private static final Pattern NAME = Pattern.compile("[0-9]{8,18}\\.segment");

    private final String file;
    private final LogPlace start;
    private volatile long fileBytes;

    Segment(String file, LogPlace start) {
        this.file = file;
        this.start = start;
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

    long fileBytes() {
        return fileBytes;
    }

    void grow(long bytes) {
        long grown = fileBytes + bytes;
        fileBytes = grown;
    }
}
