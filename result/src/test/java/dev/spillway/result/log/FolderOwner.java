package dev.spillway.result.log;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** The program that {@link FolderDiskTest} runs: makes a result in a folder, and keeps that. */
final class FolderOwner {
    private FolderOwner() {}

    public static void main(String[] arguments) throws Exception {
        Spool spool = Spool.in(Path.of(arguments[0]), SpoolSettings.DEFAULT);
        var _ = spool.recover();
        var _ = spool.create(GeneratedResult.manifest());
        System.out.println("owns it");
        new CountDownLatch(1).await();
    }
}
