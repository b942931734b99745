package dev.spillway.app.launch;

import java.nio.file.Path;

/** How this process was started, as the launcher tells. */
public final class Launch {
    private Launch() {}

    /** The version of the program, such as {@code 0.1.0}; {@code unpacked} where its classes do not come out of a jar. */
    public static String version() {
        String version = Launch.class.getPackage().getImplementationVersion();
        return version != null ? version : "unpacked";
    }

    /** What to type to start the program again: {@code ./spillway}. */
    public static String command() {
        return System.getProperty("spillway.command", "spillway");
    }

    /** The folder of the launcher. */
    public static Path home() {
        return Path.of(System.getProperty("spillway.home", ""));
    }
}
