package io.revisit.platform.database;

import io.revisit.platform.StartRefused;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A real PostgreSQL that starts with the application and keeps its data in a folder. As safe as a server of one's own:
 * every acknowledged write is on the disk, every connection needs a password, only this machine can connect.
 */
public final class EmbeddedDatabase implements AutoCloseable {
    private static final Duration START_TIMEOUT = Duration.ofSeconds(60);

    private static final boolean POSIX =
            FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

    private static final Map<String, String> CONFIGURATION = Map.ofEntries(
            Map.entry("fsync", "on"),
            Map.entry("synchronous_commit", "on"),
            Map.entry("full_page_writes", "on"),
            Map.entry("listen_addresses", "127.0.0.1"),
            Map.entry("unix_socket_directories", ""),
            Map.entry("password_encryption", "scram-sha-256"),
            Map.entry("max_connections", "60"),
            Map.entry("shared_buffers", "128MB"),
            Map.entry("effective_cache_size", "512MB"),
            Map.entry("work_mem", "8MB"),
            Map.entry("random_page_cost", "1.1"),
            Map.entry("jit", "off"),
            // Bounded: one file per weekday, each overwritten a week later.
            Map.entry("logging_collector", "on"),
            Map.entry("log_filename", "postgresql-%a.log"),
            Map.entry("log_truncate_on_rotation", "on"),
            Map.entry("log_rotation_age", "1d"),
            Map.entry("log_rotation_size", "0"));

    private final EmbeddedPostgres postgres;
    private final FolderLock lock;
    private final DatabaseUrl superuser;

    private EmbeddedDatabase(EmbeddedPostgres postgres, FolderLock lock, DatabaseUrl superuser) {
        this.postgres = postgres;
        this.lock = lock;
        this.superuser = superuser;
    }

    /** @param port the port on 127.0.0.1, or 0 for any free one */
    public static EmbeddedDatabase start(Path dataFolder, int port) {
        return start(dataFolder, port, Map.of());
    }

    /** @param overrides PostgreSQL settings that replace the safe ones: for tests whose data are thrown away */
    public static EmbeddedDatabase start(Path dataFolder, int port, Map<String, String> overrides) {
        Path folder = dataFolder.toAbsolutePath().normalize();
        try {
            createPrivateFolder(folder);
            FolderLock lock = FolderLock.acquire(folder);
            try {
                return start(folder, port, overrides, lock);
            } catch (Throwable failure) {
                lock.close();
                throw failure;
            }
        } catch (IOException failure) {
            throw new StartRefused(
                    "The embedded PostgreSQL did not start: %s. What it said is in %s."
                            .formatted(failure.getMessage(), output(folder)),
                    failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new StartRefused("The start was interrupted.", interrupted);
        }
    }

    /** The superuser's way in, to the given database. */
    public DatabaseUrl superuser(String database) {
        return superuser.withDatabase(database);
    }

    /** Stops PostgreSQL, which first writes everything out; the data stay. */
    @Override
    public void close() {
        try {
            postgres.close();
            lock.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static EmbeddedDatabase start(Path folder, int port, Map<String, String> overrides, FolderLock lock)
            throws IOException, InterruptedException {
        Path cluster = folder.resolve("postgres");
        Path passwordFile = folder.resolve("postgres-password");
        Path firstStart = folder.resolve("first-start-unfinished");
        OrphanedPostmaster.stop(cluster);
        if (Files.exists(firstStart)) {
            // Nobody was ever told that it is ready, so nothing can be in it.
            delete(cluster);
        }
        if (!Files.exists(cluster)) {
            write(firstStart, "");
            write(passwordFile, newPassword());
        } else if (!Files.exists(passwordFile)) {
            throw new StartRefused(passwordFile + " is missing; without it nobody can open the database beside it.");
        }
        String password = Files.readString(passwordFile).strip();
        EmbeddedPostgres postgres = run(folder, cluster, passwordFile, password, port, overrides);
        if (Files.deleteIfExists(firstStart)) {
            force(folder);
        }
        return new EmbeddedDatabase(
                postgres,
                lock,
                new DatabaseUrl("127.0.0.1", postgres.getPort(), "postgres", "postgres", password, null, null));
    }

    private static EmbeddedPostgres run(
            Path folder, Path cluster, Path passwordFile, String password, int port, Map<String, String> overrides)
            throws IOException {
        Files.deleteIfExists(output(folder));
        ProcessBuilder.Redirect output =
                ProcessBuilder.Redirect.appendTo(output(folder).toFile());
        EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
                .setDataDirectory(cluster)
                .setOverrideWorkingDirectory(folder.resolve("binaries").toFile())
                .setCleanDataDirectory(false)
                // Spring stops it, after the pools that use it.
                .setRegisterShutdownHook(false)
                .setPort(port)
                .setPGStartupWait(START_TIMEOUT)
                .setOutputRedirector(output)
                .setErrorRedirector(output)
                .setConnectConfig("password", password)
                .setLocaleConfig("auth", "scram-sha-256")
                .setLocaleConfig("pwfile", passwordFile.toString())
                .setLocaleConfig("locale", "C")
                .setLocaleConfig("locale-provider", "builtin")
                .setLocaleConfig("builtin-locale", "C.UTF-8");
        CONFIGURATION.forEach(builder::setServerConfig);
        overrides.forEach(builder::setServerConfig);
        try {
            return builder.start();
        } catch (IllegalStateException failure) {
            throw new IOException(failure.getMessage(), failure);
        }
    }

    private static Path output(Path folder) {
        return folder.resolve("postgres-start.log");
    }

    private static String newPassword() {
        byte[] random = new byte[24];
        new SecureRandom().nextBytes(random);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    }

    private static void createPrivateFolder(Path folder) throws IOException {
        Files.createDirectories(folder);
        if (POSIX) {
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        }
    }

    private static void write(Path file, String content) throws IOException {
        Files.deleteIfExists(file);
        if (POSIX) {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        }
        Files.writeString(file, content, StandardCharsets.UTF_8);
    }

    /** Makes a removed name stay removed after a power cut. */
    private static void force(Path folder) throws IOException {
        if (POSIX) {
            try (FileChannel channel = FileChannel.open(folder)) {
                channel.force(true);
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> paths = Files.walk(folder)) {
                for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }
}
