package dev.spillway.sql.jdbc;

import java.io.PrintWriter;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.Properties;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The driver in a jar, with a class loader of its own, as a source of connections. The class loader is never closed: as long
 * as anything of the driver runs, it may need one more class. Any thread.
 */
final class DriverJar implements DataSource {
    private final JdbcSettings settings;
    private final Driver driver;
    private volatile int loginSeconds;

    /** @throws SQLException the jar has no driver that takes the URL */
    DriverJar(JdbcSettings settings) throws SQLException, MalformedURLException {
        this.settings = settings;
        URL[] jar = {settings.driver().toUri().toURL()};
        this.driver = find(new URLClassLoader(jar, ClassLoader.getPlatformClassLoader()));
    }

    private Driver find(ClassLoader loader) throws SQLException {
        boolean any = false;
        try {
            for (Driver each : ServiceLoader.load(Driver.class, loader)) {
                if (each.acceptsURL(settings.url())) {
                    return each;
                }
                any = true;
            }
        } catch (ServiceConfigurationError | LinkageError e) {
            throw new SQLException("the driver cannot be loaded: " + e.getMessage(), e);
        }
        throw new SQLException(
                any
                        ? "not for " + settings.shownUrl() + " (expected: a driver that takes the URL)"
                        : "no driver in it (expected: a jar with META-INF/services/java.sql.Driver)");
    }

    /** A failure does not say the URL, in which there may be a password. */
    @Override
    public Connection getConnection() throws SQLException {
        Properties properties = new Properties();
        settings.user().ifPresent(user -> properties.setProperty("user", user));
        settings.password().ifPresent(secret -> properties.setProperty("password", secret));
        try {
            Connection connection = driver.connect(settings.url(), properties);
            if (connection == null) {
                throw new SQLException("the driver does not take the URL");
            }
            return connection;
        } catch (SQLException e) {
            String words = String.valueOf(e.getMessage()).replace(settings.url(), settings.shownUrl());
            throw new SQLException(words, e.getSQLState(), e.getErrorCode());
        }
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        throw new SQLFeatureNotSupportedException("a user other than the configured one");
    }

    @Override
    public @Nullable PrintWriter getLogWriter() {
        return null;
    }

    @Override
    public void setLogWriter(@Nullable PrintWriter out) {
        // The driver logs as it does.
    }

    /** Not told to the driver: JDBC has one for all drivers of the process only. But the pool asks for it again. */
    @Override
    public void setLoginTimeout(int seconds) {
        loginSeconds = seconds;
    }

    @Override
    public int getLoginTimeout() {
        return loginSeconds;
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        return driver.getParentLogger();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        throw new SQLException("no " + type.getName());
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return false;
    }
}
