package dev.spillway.app.get;

import dev.spillway.client.ResultException;
import dev.spillway.wire.Reason;
import dev.spillway.wire.ResultFailure;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** What a command says on stderr when it fails: one line. */
final class ErrorLine {
    private ErrorLine() {}

    static String of(ResultException failure) {
        return of(failure.reason(), failure.text());
    }

    static String of(ResultFailure failure) {
        return of(failure.reason(), failure.text());
    }

    static String of(Reason reason, String text) {
        return reason + " " + oneLine(text);
    }

    /** @param where what was written to, for a failure that does not name it */
    static String of(IOException failure, Object where) {
        if (failure instanceof FileSystemException file) {
            return file.getFile() + ": "
                    + switch (file) {
                        case NoSuchFileException _ -> "no such folder";
                        case AccessDeniedException _ -> "permission denied";
                        default -> oneLine(String.valueOf(file.getReason()));
                    };
        }
        return where + ": " + oneLine(String.valueOf(failure.getMessage()));
    }

    /** The words of a database may be many lines. */
    private static String oneLine(String text) {
        return text.strip().replaceAll("\\s*\\R\\s*", " ");
    }
}
