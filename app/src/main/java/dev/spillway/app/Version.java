package dev.spillway.app;

import picocli.CommandLine.IVersionProvider;

/** The version of this program, as its jar says. */
public final class Version implements IVersionProvider {
    /** Such as {@code 0.1.0}; {@code unpacked} where the classes do not come out of a jar. */
    public static String text() {
        String version = Version.class.getPackage().getImplementationVersion();
        return version != null ? version : "unpacked";
    }

    @Override
    public String[] getVersion() {
        return new String[] {"spillway " + text()};
    }
}
