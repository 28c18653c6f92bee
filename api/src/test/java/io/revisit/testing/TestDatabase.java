package io.revisit.testing;

import io.revisit.platform.database.DatabaseUrl;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.flywaydb.core.Flyway;
import org.springframework.boot.SpringApplication;

/** A database of one test's own, copied from one that was migrated once per JVM. */
public final class TestDatabase implements AutoCloseable {
    private static final AtomicInteger COUNTER = new AtomicInteger();

    private final DatabaseUrl owner;

    private TestDatabase(DatabaseUrl owner) {
        this.owner = owner;
    }

    /** A fresh database with every migration applied and no data. */
    public static TestDatabase create() {
        Template template = Template.INSTANCE;
        String name = template.name + "_" + COUNTER.incrementAndGet();
        execute(template.server, "create database " + name + " template " + template.name);
        return new TestDatabase(template.server.withDatabase(name));
    }

    /** A database that somebody else made and drops, with every migration applied. */
    public static TestDatabase on(DatabaseUrl owner) {
        return new TestDatabase(owner);
    }

    /** The owner, who sees every tenant's rows if he is a superuser: for preparing and checking data directly. */
    public DatabaseUrl owner() {
        return owner;
    }

    /** The working user as the application is configured with. */
    public DatabaseUrl work() {
        return owner.withUser(Template.INSTANCE.name, Template.INSTANCE.password);
    }

    /** The working user's URL as an operator would write it. */
    public String url() {
        return text(work());
    }

    /** The owner's URL as an operator would write it. */
    public String ownerUrl() {
        return text(owner);
    }

    /** Runs statements as the owner. */
    public void execute(String sql) {
        execute(owner, sql);
    }

    /** The one text that a query as the owner answers. */
    public String text(String sql) {
        try (Connection connection = owner.dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        } catch (SQLException failure) {
            throw new IllegalStateException(sql, failure);
        }
    }

    /** Drops it, whoever may still be connected. */
    @Override
    public void close() {
        execute(Template.INSTANCE.server, "drop database if exists " + owner.database() + " with (force)");
    }

    /** Runs statements on any database. */
    public static void execute(DatabaseUrl url, String sql) {
        try (Connection connection = url.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException failure) {
            throw new IllegalStateException(sql, failure);
        }
    }

    private static String text(DatabaseUrl url) {
        String sslMode = url.sslMode() == null ? "" : "?sslmode=" + url.sslMode();
        return "postgresql://%s:%s@%s:%d/%s%s"
                .formatted(encode(url.user()), encode(url.password()), url.host(), url.port(), url.database(), sslMode);
    }

    private static String encode(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** What all copies are made from, and the login that works in them; made on first use. */
    private static final class Template {
        private static final Template INSTANCE = new Template();

        private final DatabaseUrl server = TestServer.start();
        // Several builds may share one server.
        private final String name = "revisit_" + UUID.randomUUID().toString().substring(0, 8);
        private final String password = UUID.randomUUID().toString();

        private Template() {
            TestDatabase.execute(server, "create role " + name + " login password '" + password + "'");
            TestDatabase.execute(server, "create database " + name);
            Flyway.configure()
                    .dataSource(server.withDatabase(name).dataSource())
                    .load()
                    .migrate();
            SpringApplication.getShutdownHandlers().add(this::drop);
        }

        private void drop() {
            TestDatabase.execute(server, "drop database " + name + " with (force)");
            TestDatabase.execute(server, "drop role " + name);
        }
    }
}
