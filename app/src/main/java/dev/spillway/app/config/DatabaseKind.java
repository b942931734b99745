package dev.spillway.app.config;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The kinds of database, by the key that says where one is. Each has keys that the others do not have. */
enum DatabaseKind {
    DUCKDB("init", "memory_limit", "threads", "temp_directory"),
    POSTGRES("user", "password", "password_env", "connect_timeout", "statement_timeout"),
    JDBC("driver", "user", "password", "password_env", "connect_timeout", "statement_timeout");

    @SuppressWarnings("ImmutableEnumChecker") // made by List.of
    private final List<String> keys;

    DatabaseKind(String... keys) {
        this.keys = List.of(keys);
    }

    private String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Checks that a database is of one kind, and has the keys of that kind alone. */
    static void check(String database, Problems problems) {
        String path = "databases." + database;
        List<DatabaseKind> said = Arrays.stream(values())
                .filter(each -> problems.isLocated(path + "." + each.key()))
                .toList();
        if (said.isEmpty()) {
            problems.at(path, "missing", "one of the keys " + names(List.of(values())));
        } else if (said.size() > 1) {
            problems.at(path, names(said), "one of these keys");
        } else {
            said.getFirst().checkKeys(path, problems);
        }
    }

    private static String names(List<DatabaseKind> kinds) {
        return kinds.stream().map(DatabaseKind::key).collect(Collectors.joining(", "));
    }

    private void checkKeys(String path, Problems problems) {
        Arrays.stream(values())
                .flatMap(other -> other.keys.stream())
                .filter(key -> !keys.contains(key) && problems.isLocated(path + "." + key))
                .distinct()
                .forEach(key -> problems.at(
                        path + "." + key,
                        "not for " + key() + " (expected: " + String.join(", ", keys)
                                + ", connections, connection_wait)"));
        if (this == POSTGRES && !problems.isLocated(path + ".user")) {
            problems.at(path + ".user", "missing", "who connects");
        }
        if (this == JDBC && !problems.isLocated(path + ".driver")) {
            problems.at(path + ".driver", "missing", "the jar of the driver");
        }
        if (problems.isLocated(path + ".password") && problems.isLocated(path + ".password_env")) {
            problems.at(path + ".password_env", "password is there too (expected: one of them)");
        }
    }
}
