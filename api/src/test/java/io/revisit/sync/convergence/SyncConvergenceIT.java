package io.revisit.sync.convergence;

import static org.assertj.core.api.Assertions.assertThat;

import io.revisit.sync.collection.Collections;
import io.revisit.sync.convergence.World.Device;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * A hundred phones, an office that never stops, a bad network, and nodes and a database that are killed: when all is quiet
 * again, every phone holds what direct SQL says. {@code -Drevisit.convergence.seed=…} repeats a run's plan,
 * {@code -Drevisit.convergence.steps=…} makes it longer, {@code -Drevisit.convergence.threads=1} takes the interleaving out of it.
 */
class SyncConvergenceIT {
    private static final int USERS = 100;
    private static final int CUSTOMERS = 150;
    private static final int BUSY = 15;
    private static final int CRASHES = 3;
    private static final int STEPS_PER_SESSION = 500;

    @Test
    void everyPhoneEndsWithWhatItsUserMaySee() throws Exception {
        long seed = Long.getLong("revisit.convergence.seed", System.nanoTime());
        int steps = Integer.getInteger("revisit.convergence.steps", 300);
        String replay = "-Drevisit.convergence.seed=" + seed + " -Drevisit.convergence.steps=" + steps;
        System.out.println("SyncConvergenceIT " + replay);
        try (Cluster cluster = new Cluster()) {
            World world = new World(cluster, USERS, CUSTOMERS);
            Wire wire = new Wire(world);
            Office office = new Office(world, USERS, CUSTOMERS);
            Verdicts verdicts = new Verdicts();
            SplittableRandom clocks = new SplittableRandom(seed);
            List<RoamingPhone> phones = world.devices().stream()
                    .map(device -> new RoamingPhone(world, wire, device, verdicts, skew(clocks)))
                    .toList();
            run(new SplittableRandom(seed), steps, cluster, world, office, phones);
            wire.repair();
            System.out.println(
                    steps + " steps, " + wire.faults() + " faults of the network, answers " + wire.answers());
            compare(world, new Truth(world, cluster.bean(Collections.class)), phones, replay);
            System.out.println("edits: " + verdicts.statistics());
            verdicts.check(world, replay);
        }
    }

    private static void run(
            SplittableRandom random, int steps, Cluster cluster, World world, Office office, List<RoamingPhone> phones)
            throws Exception {
        int threads = Integer.getInteger("revisit.convergence.threads", 8);
        ExecutorService workers = Executors.newFixedThreadPool(threads);
        Semaphore underWay = new Semaphore(2 * threads);
        try {
            List<Future<?>> pending = new ArrayList<>();
            int crash = 0;
            for (int step = 0; step < steps; step++) {
                SplittableRandom own = random.split();
                // Some are always busy, so that there are long stories as well as many.
                RoamingPhone phone = phones.get(random.nextInt(random.nextInt(3) == 0 ? phones.size() : BUSY));
                int kind = random.nextInt(100);
                if (step % STEPS_PER_SESSION == 0) {
                    world.renewTokens();
                }
                underWay.acquire();
                pending.add(workers.submit(() -> {
                    try {
                        step(kind, phone, office, own);
                    } finally {
                        underWay.release();
                    }
                }));
                if ((step + 1) * (CRASHES + 1) / steps > crash && crash < CRASHES) {
                    crash(cluster, crash++);
                }
            }
            for (Future<?> one : pending) {
                one.get();
            }
        } catch (ExecutionException failure) {
            throw new AssertionError("a step failed", failure.getCause());
        } finally {
            workers.shutdownNow();
        }
    }

    private static void step(int kind, RoamingPhone phone, Office office, SplittableRandom random) {
        if (kind < 25) {
            office.work(random);
        } else if (kind < 55) {
            phone.pullSome(random);
        } else if (kind < 80) {
            phone.edit(random);
        } else if (kind < 96) {
            phone.push(random);
        } else {
            phone.askForWhatItHas(random);
        }
    }

    /** Most clocks are right, some are hours or a day off. */
    private static Duration skew(SplittableRandom random) {
        return random.nextInt(4) == 0 ? Duration.ofMinutes(random.nextInt(-1_500, 1_500)) : Duration.ZERO;
    }

    private static void crash(Cluster cluster, int number) throws Exception {
        switch (number) {
            case 0 -> {
                cluster.killOtherNode();
                cluster.startOtherNode();
            }
            case 1 -> cluster.crashPostgres();
            default -> cluster.crashBackend();
        }
    }

    private static void compare(World world, Truth truth, List<RoamingPhone> phones, String replay) {
        world.renewTokens();
        SplittableRandom random = new SplittableRandom(1);
        Set<String> active = new HashSet<>(world.rows("select id::text from app_user where active"));
        List<RoamingPhone> working = phones.stream()
                .filter(phone -> active.contains(phone.device().userId().toString()))
                .toList();
        working.forEach(phone -> phone.pushAll(random));
        Map<String, Integer> checked = new HashMap<>();
        for (RoamingPhone phone : working) {
            Device device = phone.device();
            phone.pullAll(random);
            Map<String, Map<String, JsonNode>> held = Truth.latest(phone.contents());
            Map<String, Map<String, JsonNode>> expected = truth.of(device.userId());
            if (!held.equals(expected)) {
                throw new AssertionError(replay + " " + device + differences(held, expected)
                        + world.rows(
                                "select string_agg(row_to_json(g)::text, E'\\n') from sync_grant g where user_id = '"
                                        + device.userId() + "'"));
            }
            checked.merge("phones", 1, Integer::sum);
            checked.merge("records", expected.size(), Integer::sum);
        }
        System.out.println("equal: " + checked);
        assertThat(checked.getOrDefault("records", 0)).as(replay).isGreaterThan(USERS);
    }

    private static String differences(
            Map<String, Map<String, JsonNode>> held, Map<String, Map<String, JsonNode>> expected) {
        TreeSet<String> keys = new TreeSet<>(held.keySet());
        keys.addAll(expected.keySet());
        StringBuilder text = new StringBuilder("\n");
        keys.stream()
                .filter(key -> !String.valueOf(held.get(key)).equals(String.valueOf(expected.get(key))))
                .limit(20)
                .forEach(key -> text.append(key)
                        .append("\n  phone  ")
                        .append(held.get(key))
                        .append("\n  truth  ")
                        .append(expected.get(key))
                        .append('\n'));
        return text.toString();
    }
}
