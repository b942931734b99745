package dev.spillway.app.config;

import dev.spillway.sql.Database;
import dev.spillway.sql.SqlRefused;
import dev.spillway.sql.duckdb.DuckDbDatabase;
import dev.spillway.sql.duckdb.DuckDbSettings;
import dev.spillway.sql.jdbc.JdbcDatabase;
import dev.spillway.sql.jdbc.JdbcSettings;
import dev.spillway.sql.postgres.PostgresDatabase;
import dev.spillway.sql.postgres.PostgresSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** Opens one database of a configuration. */
final class DatabaseOpener {
    private final String name;
    private final DatabaseSection section;
    private final Path folder;

    /** @param folder what paths of files that are read are relative to */
    DatabaseOpener(String name, DatabaseSection section, Path folder) {
        this.name = name;
        this.section = section;
        this.folder = folder;
    }

    /** Whether the section says what to open; if not, that is a problem that was reported. */
    boolean isComplete() {
        long kinds = Stream.of(section.duckdb(), section.postgres(), section.jdbc())
                .filter(Optional::isPresent)
                .count();
        return kinds == 1
                && (section.postgres().isEmpty() || section.user().isPresent())
                && (section.jdbc().isEmpty() || section.driver().isPresent());
    }

    /** @throws SqlRefused with what is wrong, each begun with its key */
    Database open() throws SqlRefused {
        if (section.postgres().isPresent()) {
            return PostgresDatabase.open(name, postgres(section.postgres().get()));
        }
        if (section.jdbc().isPresent()) {
            return JdbcDatabase.open(name, jdbc(section.jdbc().get()));
        }
        return DuckDbDatabase.open(name, duckdb(section.duckdb().orElseThrow()));
    }

    private JdbcSettings jdbc(String url) throws SqlRefused {
        return new JdbcSettings(
                url,
                section.driver().orElseThrow().path(),
                section.user(),
                password(),
                section.connections(),
                section.connectionWait(),
                section.connectTimeout(),
                section.statementTimeout());
    }

    private PostgresSettings postgres(String location) throws SqlRefused {
        return new PostgresSettings(
                location,
                section.user().orElseThrow(),
                password(),
                section.connections(),
                section.connectionWait(),
                section.connectTimeout(),
                section.statementTimeout());
    }

    private Optional<String> password() throws SqlRefused {
        if (section.passwordEnv().isEmpty()) {
            return section.password().map(Secret::text);
        }
        String variable = section.passwordEnv().get();
        String value = System.getenv(variable);
        if (value == null) {
            throw new SqlRefused(List.of("databases." + name + ".password_env: " + variable
                    + ": no such environment variable (expected: one that holds the password)"));
        }
        return Optional.of(value);
    }

    private DuckDbSettings duckdb(String location) throws SqlRefused {
        boolean inMemory = location.equals(DuckDbSettings.MEMORY);
        // Of its own: databases that share a folder overwrite each other's files.
        String own = ".spillway-" + name + "-" + ProcessHandle.current().pid();
        Path temporary = section.tempDirectory().map(OutputFolder::path).orElse(Path.of(""));
        return new DuckDbSettings(
                inMemory
                        ? DuckDbSettings.MEMORY
                        : folder.resolve(location).normalize().toString(),
                Optional.of(readFilesInFolder() + init()),
                section.memoryLimit().bytes(),
                section.connections(),
                section.connectionWait(),
                section.threads().map(OptionalInt::of).orElseGet(OptionalInt::empty),
                temporary.resolve(own));
    }

    /** A statement that makes relative paths in SQL what they are in the rest of the file. */
    private String readFilesInFolder() {
        return "SET GLOBAL file_search_path='" + folder.toString().replace("'", "''") + "';\n";
    }

    private String init() throws SqlRefused {
        if (section.init().isEmpty()) {
            return "";
        }
        try {
            return Files.readString(section.init().get().path());
        } catch (IOException e) {
            throw new SqlRefused("databases." + name + ".init: cannot be read: " + e, e);
        }
    }
}
