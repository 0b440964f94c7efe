package dev.lifeguard.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import javax.sql.DataSource;

/** One PostgreSQL for all tests of this JVM, stopped when it ends. */
public final class RealDatabase {

    private static final EmbeddedPostgres SERVER = start();

    private RealDatabase() {}

    private static EmbeddedPostgres start() {
        try {
            return EmbeddedPostgres.builder().start();
        } catch (IOException e) {
            throw new UncheckedIOException("No PostgreSQL for the tests", e);
        }
    }

    /** A new, empty database of this name, in the place of the one that an earlier test made. */
    public static DataSource empty(String name) throws SQLException {
        try (Connection connection = SERVER.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("drop database if exists " + name + " with (force)");
            statement.execute("create database " + name);
        }
        return SERVER.getDatabase("postgres", name);
    }

    /** The database of this name, for a role that may log in. */
    public static DataSource as(String role, String name) {
        return SERVER.getDatabase(role, name);
    }

    /** The one number that a query returns. */
    public static long number(DataSource database, String query) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            result.next();
            return result.getLong(1);
        }
    }

    /** The database, but it cannot be connected to while {@code away} says so. */
    public static DataSource awayWhile(BooleanSupplier away, DataSource database) {
        return (DataSource) Proxy.newProxyInstance(
                DataSource.class.getClassLoader(), new Class<?>[] {DataSource.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("getConnection") && away.getAsBoolean()) {
                        throw new SQLException("nobody listens", "08001");
                    }
                    return method.invoke(database, arguments);
                });
    }

    /** The file names of the migrations beside this class, sorted. */
    public static List<String> migrationsOf(Class<?> owner) throws IOException, URISyntaxException {
        Path folder = Path.of(owner.getResource("migration").toURI());
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
