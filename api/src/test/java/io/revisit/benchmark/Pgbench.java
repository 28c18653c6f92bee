package io.revisit.benchmark;

import io.revisit.platform.database.DatabaseUrl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The floor: statements sent by the system's pgbench, as the working role, with row-level security on. */
final class Pgbench {
    private static final Pattern RATE = Pattern.compile("tps = ([0-9.]+)");
    private static final Pattern COUNT = Pattern.compile("number of transactions actually processed: ([0-9]+)");

    private final CpuMeter meter;
    private final DatabaseUrl url;
    private final UUID tenant;
    private final Path folder;

    Pgbench(DatabaseUrl url, UUID tenant, Path folder, CpuMeter meter) {
        this.meter = meter;
        this.url = url;
        this.tenant = tenant;
        this.folder = folder;
    }

    /** Whether this machine has one. */
    static boolean exists() {
        try {
            return new ProcessBuilder("pgbench", "--version").start().waitFor() == 0;
        } catch (IOException | InterruptedException none) {
            return false;
        }
    }

    /** How many ran, how fast, and the CPU seconds of pgbench itself. */
    record Result(long transactions, double perSecond, double ownCpu) {}

    /** Runs the scripts, each as often as the others, this many at once. */
    Result run(int connections, int seconds, List<String> scripts) {
        try {
            List<String> command = new ArrayList<>(
                    List.of("pgbench", "-n", "-M", "prepared", "-c", "" + connections, "-j", "2", "-T", "" + seconds));
            for (int number = 0; number < scripts.size(); number++) {
                Path file = Files.writeString(folder.resolve("floor-" + number + ".sql"), scripts.get(number));
                command.addAll(List.of("-f", file.toString()));
            }
            command.add(url.database());
            ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
            builder.environment().put("PGHOST", url.host());
            builder.environment().put("PGPORT", "" + url.port());
            builder.environment().put("PGUSER", url.user());
            builder.environment().put("PGPASSWORD", url.password());
            builder.environment()
                    .put("PGOPTIONS", "-c role=revisit_app -c jit=off -c timezone=UTC -c app.tenant_id=" + tenant);
            Path output = folder.resolve("floor.txt");
            Process pgbench = builder.redirectOutput(output.toFile()).start();
            double cpu = 0;
            while (pgbench.isAlive()) {
                cpu = Math.max(cpu, CpuMeter.ticks(pgbench.pid()) / 100);
                meter.read();
                pgbench.waitFor(50, TimeUnit.MILLISECONDS);
            }
            String said = Files.readString(output);
            if (pgbench.exitValue() != 0) {
                throw new IllegalStateException(said);
            }
            return new Result((long) number(COUNT, said), number(RATE, said), cpu);
        } catch (IOException | InterruptedException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static double number(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.find()) {
            throw new IllegalStateException(text);
        }
        return Double.parseDouble(matcher.group(1));
    }
}
