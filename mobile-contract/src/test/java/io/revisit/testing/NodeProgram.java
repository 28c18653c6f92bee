package io.revisit.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * A real client in {@code mobile-contract/clients}: installed from its lock file into {@code target}, once per lock file,
 * and run with Node. A program fails its test by ending with anything but 0; its output is then the message.
 */
public final class NodeProgram {
    private static final Path CLIENTS = Path.of("../mobile-contract/clients");
    private static final Path INSTALLED = Path.of("target/clients");
    private static final Set<String> NEVER_COPIED = Set.of("node_modules", "target", "dist");

    private final Path folder;
    private final Duration limit;

    private NodeProgram(Path folder, Duration limit) {
        this.folder = folder;
        this.limit = limit;
    }

    /** The client of that folder below {@code mobile-contract/clients}; each run may take two minutes. */
    public static NodeProgram in(String client) {
        return in(CLIENTS.resolve(client));
    }

    static NodeProgram in(Path source) {
        Path folder = INSTALLED.resolve(source.getFileName()).toAbsolutePath();
        try {
            Files.createDirectories(INSTALLED);
            Path lockFile = INSTALLED.resolve(source.getFileName() + ".lock");
            try (FileChannel channel =
                    FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                // Two builds may work in one folder; closing the channel lets the other one go on.
                channel.lock();
                copy(source, folder);
                install(folder);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return new NodeProgram(folder, Duration.ofMinutes(2));
    }

    /** The same client whose runs may take that long. */
    public NodeProgram within(Duration timeLimit) {
        return new NodeProgram(folder, timeLimit);
    }

    /** Runs {@code node program arguments...} and answers what it printed. */
    public String run(String program, Map<String, String> environment, String... arguments) {
        List<String> command = new ArrayList<>(List.of("node", program));
        command.addAll(List.of(arguments));
        return execute(folder, command, environment, limit);
    }

    /** Runs a script of its {@code package.json}, such as a build, and answers what it printed. */
    public String script(String name, Map<String, String> environment) {
        return execute(folder, List.of("npm", "run", "--silent", name), environment, limit);
    }

    /** Where it is installed, for what a program leaves behind. */
    public Path folder() {
        return folder;
    }

    private static void install(Path folder) throws IOException {
        Path lockFile = folder.resolve("package-lock.json");
        Path installedFrom = folder.resolve("node_modules/.installed-from.json");
        if (Files.exists(installedFrom) && Files.mismatch(lockFile, installedFrom) == -1) {
            return;
        }
        List<String> command = List.of("npm", "ci", "--prefer-offline", "--no-audit", "--no-fund", "--loglevel=error");
        execute(folder, command, Map.of(), Duration.ofMinutes(5));
        Files.createDirectories(installedFrom.getParent());
        Files.copy(lockFile, installedFrom, StandardCopyOption.REPLACE_EXISTING);
    }

    private static String execute(
            Path folder, List<String> command, Map<String, String> environment, Duration timeLimit) {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().putAll(environment);
        try {
            // A file and not a pipe: whoever is killed leaves what he said, and nobody waits for a reader.
            Path output = Files.createTempFile(folder, "output", ".log");
            Process process = builder.redirectOutput(output.toFile()).start();
            try {
                process.getOutputStream().close();
                boolean ended = process.waitFor(timeLimit.toMillis(), TimeUnit.MILLISECONDS);
                String text = Files.readString(output);
                if (!ended) {
                    throw new AssertionError(command + " did not end within " + timeLimit + "\n" + text);
                }
                if (process.exitValue() != 0) {
                    throw new AssertionError(command + " ended with " + process.exitValue() + "\n" + text);
                }
                return text;
            } finally {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
                Files.delete(output);
            }
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interruption);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static void copy(Path source, Path target) throws IOException {
        Files.walkFileTree(source, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
                    throws IOException {
                if (NEVER_COPIED.contains(directory.getFileName().toString())) {
                    return FileVisitResult.SKIP_SUBTREE;
                }
                Files.createDirectories(target.resolve(source.relativize(directory)));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.copy(file, target.resolve(source.relativize(file)), StandardCopyOption.REPLACE_EXISTING);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
