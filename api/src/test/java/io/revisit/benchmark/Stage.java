package io.revisit.benchmark;

import io.revisit.platform.database.DatabaseUrl;
import io.revisit.platform.database.EmbeddedDatabase;
import io.revisit.sync.pull.BenchmarkedServer;
import io.revisit.testing.TestDatabase;
import io.revisit.testing.TestServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.flywaydb.core.Flyway;
import org.springframework.util.FileSystemUtils;

/** A durable PostgreSQL with the benchmark's company, and the application in a process of its own. */
final class Stage implements AutoCloseable {
    private static final Map<String, String> SETTINGS = Map.of(
            "shared_buffers",
            "512MB",
            "max_wal_size",
            "4GB",
            "checkpoint_timeout",
            "30min",
            "max_connections",
            "100",
            "autovacuum",
            "off");

    final Path folder;
    final DatabaseUrl owner;
    final DatabaseUrl work;
    final CpuMeter cpu;
    final List<String> tokens;
    private final EmbeddedDatabase database;
    private final Process server;
    private final URI address;

    Stage(int customers, int users) throws IOException {
        folder = Files.createTempDirectory("revisit-benchmark");
        TestServer.shareBinaries(folder);
        database = EmbeddedDatabase.start(folder, 0, SETTINGS);
        DatabaseUrl postgres = database.superuser("postgres");
        TestDatabase.execute(postgres, "create database bench");
        TestDatabase.execute(postgres, "create role bench login password 'bench'");
        owner = postgres.withDatabase("bench");
        work = owner.withUser("bench", "bench");
        Flyway.configure().dataSource(owner.dataSource()).load().migrate();
        TestDatabase.execute(owner, "grant revisit_app to bench");
        SyncData.load(owner, customers);
        int port = freePort();
        address = URI.create("http://localhost:" + port);
        server = start(port, users);
        tokens = Files.readAllLines(folder.resolve("tokens"));
        long postmaster = Long.parseLong(
                Files.readAllLines(folder.resolve("postgres/postmaster.pid")).get(0));
        cpu = new CpuMeter(server.pid(), postmaster);
    }

    Load load(String path) {
        return new Load(address.resolve(path));
    }

    /** A statement as the application sends it, with literals for its parameters. */
    String statement(String phase, Object... parameters) throws IOException {
        String sql = Files.readString(folder.resolve(phase + ".sql"));
        for (int number = parameters.length; number >= 1; number--) {
            sql = sql.replace("$" + number, literal(parameters[number - 1]));
        }
        return sql.replaceAll("\\s*\\n\\s*", " ") + ";";
    }

    String[] collections() throws IOException {
        return Files.readString(folder.resolve("collections")).split(",");
    }

    void execute(String sql) {
        TestDatabase.execute(
                owner, "select set_config('app.tenant_id', '%s', false);".formatted(SyncData.TENANT) + sql);
    }

    @Override
    public void close() throws IOException {
        server.destroy();
        server.onExit().join();
        database.close();
        FileSystemUtils.deleteRecursively(folder);
    }

    private Process start(int port, int users) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-Xmx512m",
                "-Drevisit.identity.token.lifetime=10h",
                "-cp",
                System.getProperty("java.class.path"),
                BenchmarkedServer.class.getName(),
                folder.toString(),
                SyncData.TENANT.toString()));
        for (int number = 0; number < users; number++) {
            command.add(SyncData.id(2, number + 1).toString());
        }
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment()
                .putAll(Map.of(
                        "DATABASE_URL",
                        text(work),
                        "DATABASE_OWNER_URL",
                        text(owner),
                        "SERVER_PORT",
                        "" + port,
                        "REVISIT_DEMO",
                        "off"));
        Process process = builder.start();
        BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
        StringBuilder said = new StringBuilder();
        for (String line = output.readLine(); !BenchmarkedServer.READY.equals(line); line = output.readLine()) {
            if (line == null) {
                throw new IllegalStateException("the server ended: " + said);
            }
            said.append(line).append('\n');
        }
        Thread drain = new Thread(() -> output.lines().forEach(System.out::println));
        drain.setDaemon(true);
        drain.start();
        return process;
    }

    private static String literal(Object value) {
        if (value == null) {
            return "null";
        }
        if (value instanceof String[] list) {
            return "array['" + String.join("','", list) + "']";
        }
        String text = "'" + value + "'";
        return value instanceof UUID ? text + "::uuid" : value instanceof Number ? value.toString() : text;
    }

    private static String text(DatabaseUrl url) {
        return "postgresql://%s:%s@%s:%d/%s"
                .formatted(url.user(), url.password(), url.host(), url.port(), url.database());
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0)) {
            return free.getLocalPort();
        }
    }
}
