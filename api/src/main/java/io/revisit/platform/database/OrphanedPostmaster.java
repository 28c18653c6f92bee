package io.revisit.platform.database;

import io.revisit.platform.StartRefused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The PostgreSQL that outlived the application that had started it: it is stopped before another one starts. */
final class OrphanedPostmaster {
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(60);

    private OrphanedPostmaster() {}

    /** Call only while holding the folder's lock: then whatever still runs there is an orphan. */
    static void stop(Path cluster) throws IOException, InterruptedException {
        Path pidFile = cluster.resolve("postmaster.pid");
        List<String> lines = Files.exists(pidFile) ? Files.readAllLines(pidFile) : List.of();
        if (lines.isEmpty() || !lines.get(0).strip().matches("\\d{1,18}")) {
            return;
        }
        Optional<ProcessHandle> found =
                ProcessHandle.of(Long.parseLong(lines.get(0).strip())).filter(ProcessHandle::isAlive);
        if (found.isEmpty()) {
            return;
        }
        ProcessHandle process = found.get();
        if (!isPostmasterOf(cluster, process)) {
            disown(pidFile, lines);
            return;
        }
        interrupt(process);
        long deadline = System.nanoTime() + STOP_TIMEOUT.toNanos();
        // A process that nobody reaps stays visible, but the file goes with a clean stop.
        while (process.isAlive() && Files.exists(pidFile)) {
            if (System.nanoTime() > deadline) {
                throw new StartRefused(
                        "A PostgreSQL left over from an earlier run (process %d, data folder %s) did not stop within %d seconds."
                                .formatted(process.pid(), cluster.getParent(), STOP_TIMEOUT.toSeconds()));
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    private static boolean isPostmasterOf(Path cluster, ProcessHandle process) {
        ProcessHandle.Info info = process.info();
        boolean postgres = info.command()
                .map(command -> Path.of(command).getFileName().toString().startsWith("postgres"))
                .orElse(false);
        return postgres
                && info.arguments()
                        .map(arguments -> List.of(arguments).contains(cluster.toString()))
                        .orElse(false);
    }

    /**
     * The number now belongs to somebody else, yet PostgreSQL would refuse to start as long as any process has it. It
     * ignores the number of its grandparent, which is this process, and goes on to look for surviving children itself.
     */
    private static void disown(Path pidFile, List<String> lines) throws IOException {
        lines.set(0, Long.toString(ProcessHandle.current().pid()));
        Files.write(pidFile, lines);
    }

    /** SIGINT is PostgreSQL's fast shutdown; Java itself can only send SIGTERM, which would wait for clients. */
    private static void interrupt(ProcessHandle process) throws IOException, InterruptedException {
        int exit = new ProcessBuilder("kill", "-INT", Long.toString(process.pid()))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
        if (exit != 0) {
            process.destroy();
        }
    }
}
