package io.revisit.mobile.upkeep;

import io.revisit.RevisitApplication;
import io.revisit.platform.database.DatabaseUrl;
import io.revisit.platform.database.EmbeddedDatabase;
import io.revisit.sync.lineage.LineageKeeper;
import io.revisit.testing.TestDatabase;
import io.revisit.testing.TestServer;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.util.FileSystemUtils;

/** An application on a PostgreSQL of its own that can be killed, and whose data can be put back to what they were. */
final class RewindableServer implements AutoCloseable {
    private static final String LOGIN = "lineage";

    private static final Map<String, String> SETTINGS = Map.of(
            // What a killed process has written is in the file system's memory; only a power cut would need the disk.
            "fsync", "off",
            "max_connections", "60",
            // What nobody waits for stays in PostgreSQL's own memory for as long as possible.
            "wal_writer_delay", "10s");

    private static final String TABLES =
            """
            select oid::regclass::text from pg_class
            where relnamespace = 'public'::regnamespace and relkind = 'r' and relname not in ('flyway_schema_history', 'scheduled_tasks')
            """;

    private final Path folder = Files.createTempDirectory("revisit-lineage");
    private final int databasePort = freePort();
    private final ConfigurableApplicationContext application;
    private EmbeddedDatabase postgres;
    private Duration ahead = Duration.ZERO;

    RewindableServer() throws IOException {
        TestServer.shareBinaries(folder);
        postgres = EmbeddedDatabase.start(folder, databasePort, SETTINGS);
        TestDatabase.execute(server(), "create role " + LOGIN + " login password 'secret'");
        TestDatabase.execute(server(), "create database revisit");
        DatabaseUrl owner = owner();
        application = new SpringApplicationBuilder(RevisitApplication.class)
                .run(
                        "--server.port=0",
                        "--revisit.demo=off",
                        // The test says when.
                        "--revisit.sync.upkeep.beacon-interval=1d",
                        "--revisit.database.url=postgresql://%s:secret@127.0.0.1:%d/revisit"
                                .formatted(LOGIN, databasePort),
                        "--revisit.database.owner-url=postgresql://%s:%s@127.0.0.1:%d/revisit"
                                .formatted(owner.user(), owner.password(), databasePort));
    }

    <T> T bean(Class<T> type) {
        return application.getBean(type);
    }

    int port() {
        return Integer.parseInt(application.getEnvironment().getRequiredProperty("local.server.port"));
    }

    DatabaseUrl owner() {
        return postgres.superuser("revisit");
    }

    private DatabaseUrl server() {
        return postgres.superuser("postgres");
    }

    /** Has the lineage looked after, as a node does every few seconds. */
    LineageKeeper.Outcome keepLineage() throws SQLException {
        return keepLineage(Duration.ZERO);
    }

    /** The same in a minute of its own, so that there is a beacon that lasts. */
    LineageKeeper.Outcome keepLineageInALaterMinute() throws SQLException {
        ahead = ahead.plusMinutes(2);
        return keepLineage(ahead);
    }

    private LineageKeeper.Outcome keepLineage(Duration later) throws SQLException {
        PGSimpleDataSource source = owner().withUser(LOGIN, "secret").dataSource();
        source.setOptions("-c role=revisit_app");
        return new LineageKeeper(
                        source, () -> bean(InstantSource.class).instant().plus(later))
                .keep();
    }

    /** SIGKILL to PostgreSQL and all its processes at once. */
    void kill() throws IOException {
        ProcessHandle postmaster = ProcessHandle.of(
                        Long.parseLong(Files.readAllLines(folder.resolve("postgres/postmaster.pid"))
                                .get(0)))
                .orElseThrow();
        Stream.concat(Stream.of(postmaster), postmaster.descendants()).toList().forEach(ProcessHandle::destroyForcibly);
        postmaster.onExit().join();
        postgres.close();
    }

    void start() {
        postgres = EmbeddedDatabase.start(folder, databasePort, SETTINGS);
    }

    /** Stops PostgreSQL properly and copies its folder. */
    void copyFolder() throws IOException {
        postgres.close();
        FileSystemUtils.copyRecursively(folder.resolve("postgres"), folder.resolve("copy"));
        start();
    }

    /** Puts the copy of the folder in the place of what it has become. */
    void putFolderBack() throws IOException {
        kill();
        FileSystemUtils.deleteRecursively(folder.resolve("postgres"));
        Files.move(folder.resolve("copy"), folder.resolve("postgres"));
        Files.deleteIfExists(folder.resolve("postgres/postmaster.pid"));
        Files.setPosixFilePermissions(folder.resolve("postgres"), PosixFilePermissions.fromString("rwx------"));
        start();
    }

    void copyDatabase() {
        alone("create database backup template revisit");
    }

    void putDatabaseBack() {
        alone("drop database revisit; alter database backup rename to revisit");
        TestDatabase.execute(server(), "alter database revisit with allow_connections true");
    }

    /** Copies all tables into files, as a dump does. */
    void dump() throws SQLException, IOException {
        Files.createDirectories(folder.resolve("dump"));
        try (Connection connection = owner().dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            for (String table : tables(statement)) {
                statement.execute("copy %s to '%s'".formatted(table, folder.resolve("dump/" + table)));
            }
        }
    }

    /** Loads the files into the tables of the running server. */
    void restoreDump() throws SQLException {
        try (Connection connection = owner().dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            List<String> tables = tables(statement);
            statement.execute("set session_replication_role = replica");
            statement.execute("truncate " + String.join(", ", tables));
            for (String table : tables) {
                statement.execute("copy %s from '%s'".formatted(table, folder.resolve("dump/" + table)));
            }
            connection.commit();
        }
    }

    @Override
    public void close() {
        application.close();
        postgres.close();
        try {
            FileSystemUtils.deleteRecursively(folder);
        } catch (IOException leftover) {
            throw new IllegalStateException(leftover);
        }
    }

    /** With nobody connected to the database. */
    private void alone(String statements) {
        TestDatabase.execute(server(), "alter database revisit with allow_connections false");
        TestDatabase.execute(
                server(), "select pg_terminate_backend(pid, 5000) from pg_stat_activity where datname = 'revisit'");
        for (String statement : statements.split("; ")) {
            TestDatabase.execute(server(), statement);
        }
        if (!statements.startsWith("drop")) {
            TestDatabase.execute(server(), "alter database revisit with allow_connections true");
        }
    }

    private static List<String> tables(Statement statement) throws SQLException {
        List<String> tables = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery(TABLES)) {
            while (rows.next()) {
                tables.add(rows.getString(1));
            }
        }
        return tables;
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0)) {
            return free.getLocalPort();
        }
    }
}
