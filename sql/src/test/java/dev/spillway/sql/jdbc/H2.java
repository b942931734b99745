package dev.spillway.sql.jdbc;

import java.net.URISyntaxException;
import java.nio.file.Path;
import org.h2.Driver;

/** H2 as a driver that is somewhere in a jar, and databases of it that are gone with their last connection. */
final class H2 {
    private H2() {}

    static Path jar() {
        try {
            return Path.of(Driver.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    static JdbcSettings settings() {
        return JdbcSettings.of(
                "jdbc:h2:mem:;LAZY_QUERY_EXECUTION=1;DATABASE_TO_LOWER=TRUE;CASE_INSENSITIVE_IDENTIFIERS=TRUE", jar());
    }
}
