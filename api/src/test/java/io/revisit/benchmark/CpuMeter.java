package io.revisit.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** CPU time of the server and of PostgreSQL with all its processes, from the operating system. */
final class CpuMeter {
    private static final double TICKS_PER_SECOND = 100;

    private final long server;
    private final long postmaster;

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

    Reading read() {
        double postgres = ticks(postmaster, true);
        for (ProcessHandle child :
                ProcessHandle.of(postmaster).orElseThrow().children().toList()) {
            postgres += ticks(child.pid(), false);
        }
        return new Reading(ticks(server, false) / TICKS_PER_SECOND, postgres / TICKS_PER_SECOND);
    }

    /** Ticks of one process; of its ended children, too, if wanted. 0 when it has just ended. */
    static double ticks(long pid, boolean withEnded) {
        try {
            String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
            List<String> fields =
                    List.of(stat.substring(stat.lastIndexOf(')') + 2).split(" "));
            double own = Double.parseDouble(fields.get(11)) + Double.parseDouble(fields.get(12));
            return withEnded ? own + Double.parseDouble(fields.get(13)) + Double.parseDouble(fields.get(14)) : own;
        } catch (IOException ended) {
            return 0;
        }
    }
}
