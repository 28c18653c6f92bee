package io.revisit.sync.convergence;

import io.revisit.RevisitApplication;
import io.revisit.platform.database.DatabaseUrl;
import io.revisit.platform.database.EmbeddedDatabase;
import io.revisit.testing.TestDatabase;
import io.revisit.testing.TestServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.util.FileSystemUtils;

/**
 * Two nodes over one PostgreSQL of their own, all of which can be killed: one node runs in this process, where the database is
 * watched from, the other in a process that SIGKILL ends, and so does the database.
 */
final class Cluster implements AutoCloseable {
    /** What a killed process leaves is in the file system's memory; only a power cut would need the disk. */
    private static final Map<String, String> SETTINGS =
            Map.of("fsync", "off", "full_page_writes", "on", "synchronous_commit", "on", "max_connections", "100");

    private static final String LOGIN = "convergence";
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final Path folder = Files.createTempDirectory("revisit-convergence");
    private final int otherPort = freePort();
    private final ConfigurableApplicationContext steadyNode;
    private final int steadyPort;
    private final int databasePort;
    private EmbeddedDatabase postgres;
    private @Nullable Process otherNode;

    Cluster() throws IOException, InterruptedException {
        TestServer.shareBinaries(folder);
        databasePort = freePort();
        postgres = EmbeddedDatabase.start(folder, databasePort, SETTINGS);
        TestDatabase.execute(postgres.superuser("postgres"), "create role " + LOGIN + " login password 'secret'");
        TestDatabase.execute(postgres.superuser("postgres"), "create database revisit");
        steadyNode = new SpringApplicationBuilder(RevisitApplication.class)
                .run(Stream.concat(Stream.of("--server.port=0"), properties()).toArray(String[]::new));
        steadyPort = Integer.parseInt(steadyNode.getEnvironment().getRequiredProperty("local.server.port"));
        startOtherNode();
    }

    <T> T bean(Class<T> type) {
        return steadyNode.getBean(type);
    }

    /** The owner's way into the database. */
    DatabaseUrl database() {
        return postgres.superuser("revisit");
    }

    /** The ports of the nodes that should be up. */
    synchronized List<Integer> ports() {
        return otherNode == null ? List.of(steadyPort) : List.of(steadyPort, otherPort);
    }

    synchronized void killOtherNode() throws InterruptedException {
        if (otherNode != null) {
            otherNode.destroyForcibly().waitFor();
            otherNode = null;
        }
    }

    void startOtherNode() throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-Xmx400m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        RevisitApplication.class.getName())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        Path.of("target/convergence-node.log").toFile()));
        builder.environment().keySet().removeAll(List.of("DATABASE_URL", "DATABASE_OWNER_URL", "REVISIT_DEMO"));
        builder.environment().put("SERVER_PORT", Integer.toString(otherPort));
        properties().forEach(builder.command()::add);
        Process process = builder.start();
        while (!answers(otherPort)) {
            if (process.waitFor(100, TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException("the node ended, see target/convergence-node.log");
            }
        }
        synchronized (this) {
            otherNode = process;
        }
    }

    /** Kills PostgreSQL with all its processes at once, and starts it again on what they left. */
    void crashPostgres() throws IOException {
        ProcessHandle postmaster = ProcessHandle.of(
                        Long.parseLong(Files.readAllLines(folder.resolve("postgres/postmaster.pid"))
                                .get(0)))
                .orElseThrow();
        Stream.concat(Stream.of(postmaster), postmaster.descendants()).toList().forEach(ProcessHandle::destroyForcibly);
        postmaster.onExit().join();
        postgres.close();
        postgres = EmbeddedDatabase.start(folder, databasePort, SETTINGS);
    }

    /** Kills one of PostgreSQL's workers: the others notice, and all start anew under the same postmaster. */
    void crashBackend() {
        long backend = Long.parseLong(
                text(
                        "select pid from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid() limit 1"));
        ProcessHandle.of(backend).ifPresent(ProcessHandle::destroyForcibly);
    }

    @Override
    public void close() {
        Process node = otherNode;
        if (node != null) {
            node.destroyForcibly();
        }
        steadyNode.close();
        postgres.close();
        FileSystemUtils.deleteRecursively(folder.toFile());
    }

    private String text(String sql) {
        try (var connection = database().dataSource().getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private Stream<String> properties() {
        return Stream.of(
                "--revisit.database.url=postgresql://" + LOGIN + ":secret@127.0.0.1:" + databasePort + "/revisit",
                "--revisit.database.owner-url=" + owner(),
                "--revisit.demo=off");
    }

    private String owner() {
        DatabaseUrl owner = database();
        return "postgresql://%s:%s@127.0.0.1:%d/revisit".formatted(owner.user(), owner.password(), databasePort);
    }

    private static boolean answers(int port) throws InterruptedException {
        try {
            URI uri = URI.create("http://localhost:" + port + "/actuator/health/readiness");
            return HTTP.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    private static int freePort() {
        try (ServerSocket free = new ServerSocket(0)) {
            return free.getLocalPort();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
