package io.revisit.testing;

import io.revisit.platform.database.DatabaseUrl;
import io.revisit.platform.database.EmbeddedDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.springframework.boot.SpringApplication;
import org.springframework.util.FileSystemUtils;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.postgresql.PostgreSQLContainer;

/** The PostgreSQL of a test run: {@code TEST_DATABASE_URL}, else a container, else the embedded one. */
public final class TestServer {
    private TestServer() {}

    /** An owner's URL; the server stops with the JVM. */
    static DatabaseUrl start() {
        String configured = System.getenv("TEST_DATABASE_URL");
        if (configured != null && !configured.isBlank()) {
            return DatabaseUrl.parse("TEST_DATABASE_URL", configured);
        }
        return hasContainerEngine() ? startContainer() : startEmbedded();
    }

    private static DatabaseUrl startContainer() {
        PostgreSQLContainer container = new PostgreSQLContainer("postgres:18");
        container.withCommand("postgres", "-c", "fsync=off", "-c", "max_connections=200");
        container.start();
        return DatabaseUrl.parse("Testcontainers", container.getJdbcUrl().replaceFirst("\\?.*", ""))
                .withUser(container.getUsername(), container.getPassword());
    }

    private static DatabaseUrl startEmbedded() {
        try {
            Path folder = Files.createTempDirectory("revisit-test");
            shareBinaries(folder);
            // These data are thrown away: no need to wait for the disk.
            Map<String, String> fast = Map.of(
                    "fsync", "off", "synchronous_commit", "off", "full_page_writes", "off", "max_connections", "200");
            EmbeddedDatabase database = EmbeddedDatabase.start(folder, 0, fast);
            SpringApplication.getShutdownHandlers().add(() -> {
                database.close();
                FileSystemUtils.deleteRecursively(folder.toFile());
            });
            return database.superuser("postgres");
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Lets a data folder use binaries that are unpacked once per build, not once per folder. */
    public static void shareBinaries(Path folder) {
        try {
            Path shared = Files.createDirectories(Path.of("target/postgres-binaries"));
            Files.createSymbolicLink(folder.resolve("binaries"), shared.toAbsolutePath());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Looks for a socket first: Testcontainers itself would try several strategies for seconds. */
    private static boolean hasContainerEngine() {
        Stream<Path> sockets = Stream.of(
                        "/var/run/docker.sock",
                        System.getProperty("user.home") + "/.docker/run/docker.sock",
                        System.getenv().getOrDefault("XDG_RUNTIME_DIR", "/nowhere") + "/docker.sock")
                .map(Path::of);
        boolean possible = System.getenv("DOCKER_HOST") != null || sockets.anyMatch(Files::exists);
        return possible && DockerClientFactory.instance().isDockerAvailable();
    }
}
