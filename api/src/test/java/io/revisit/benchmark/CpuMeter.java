package io.revisit.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** CPU time of the server and of PostgreSQL with all its processes, from the operating system. */
final class CpuMeter {
    private static final double TICKS_PER_SECOND = 100;

    private final long server;
    private final long postmaster;
    private final Map<Long, Double> seen = new ConcurrentHashMap<>();

    CpuMeter(long server, long postmaster) {
        this.server = server;
        this.postmaster = postmaster;
    }

    /** Seconds so far. */
    record Reading(double server, double postgres) {
        Reading since(Reading before) {
            return new Reading(server - before.server, postgres - before.postgres);
        }

        double total() {
            return server + postgres;
        }
    }

    /** What everybody used so far. Processes that end are counted as they were last seen, so look often while they live. */
    Reading read() {
        for (ProcessHandle child :
                ProcessHandle.of(postmaster).orElseThrow().children().toList()) {
            seen.merge(child.pid(), ticks(child.pid()), Math::max);
        }
        double postgres = ticks(postmaster)
                + seen.values().stream().mapToDouble(Double::doubleValue).sum();
        return new Reading(ticks(server) / TICKS_PER_SECOND, postgres / TICKS_PER_SECOND);
    }

    /** Ticks of one process; 0 when it has just ended. */
    static double ticks(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
            List<String> fields =
                    List.of(stat.substring(stat.lastIndexOf(')') + 2).split(" "));
            return Double.parseDouble(fields.get(11)) + Double.parseDouble(fields.get(12));
        } catch (IOException ended) {
            return 0;
        }
    }
}
