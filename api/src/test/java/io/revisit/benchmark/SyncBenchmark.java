package io.revisit.benchmark;

import io.revisit.benchmark.CpuMeter.Reading;
import io.revisit.benchmark.Load.Call;
import io.revisit.benchmark.Load.Result;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What delta sync costs, against the same statements sent by the system's pgbench: {@code mvn verify -Pbenchmark}.
 *
 * <p>{@code -Drevisit.benchmark.customers=1000000} loads ten million sync records instead of one million.
 */
class SyncBenchmark {
    private static final int CUSTOMERS = Integer.getInteger("revisit.benchmark.customers", 100_000);
    private static final int SECONDS = Integer.getInteger("revisit.benchmark.seconds", 8);
    private static final int ROUNDS = Integer.getInteger("revisit.benchmark.rounds", 3);
    private static final int CONNECTIONS = 8;
    private static final int FLOOR_USERS = 20;
    private static final int MANY_SCOPES = 10_000;
    private static final JsonMapper JSON = JsonMapper.shared();

    private final Map<Integer, String> cursors = new ConcurrentHashMap<>();

    @Test
    void measures() throws IOException {
        try (Stage stage = new Stage(CUSTOMERS, SyncData.REPS + 3)) {
            System.out.printf(
                    "%n%,d customers, %,d sync records, pgbench: %s%n",
                    CUSTOMERS, count(stage, "sync_record"), Pgbench.exists() ? "yes" : "none, absolute figures only");
            Load pull = stage.load("/sync/pull");

            compare(stage, "first sync", pull, number -> first(stage, number), floor(user -> first(user, stage)));
            String snapshot = snapshot(stage);
            for (int number = 0; number < SyncData.REPS; number++) {
                cursors.put(number, cursorAfter(pull.send(first(stage, number))));
            }
            compare(
                    stage,
                    "empty pull",
                    pull,
                    number -> delta(stage, number),
                    floor(user -> delta(user, stage, snapshot)));
            change(stage, 20);
            compare(
                    stage,
                    "20-change pull",
                    pull,
                    number -> delta(stage, number),
                    floor(user -> delta(user, stage, snapshot)));
            manyScopes(stage, pull);
            reassignment(stage, pull);
            triggers(stage);
        }
    }

    /** Alternating rounds of the server and of the floor; then latencies at half of the load that the server bears. */
    private static void compare(
            Stage stage, String name, Load load, IntFunction<Call> calls, List<String> floorScripts) {
        load.saturate(CONNECTIONS, SECONDS, calls);
        double[] ratios = new double[ROUNDS];
        double[] perCall = new double[ROUNDS];
        double[] floorPerCall = new double[ROUNDS];
        Result last = null;
        Reading spent = null;
        Pgbench pgbench = new Pgbench(stage.work, SyncData.TENANT, stage.folder, stage.cpu);
        for (int round = 0; round < ROUNDS; round++) {
            Reading before = stage.cpu.read();
            last = load.saturate(CONNECTIONS, SECONDS, calls);
            spent = stage.cpu.read().since(before);
            perCall[round] = spent.total() / last.requests() * 1000;
            if (Pgbench.exists()) {
                Reading floorBefore = stage.cpu.read();
                Pgbench.Result floor = pgbench.run(CONNECTIONS, SECONDS, floorScripts);
                Reading floorSpent = stage.cpu.read().since(floorBefore);
                floorPerCall[round] = (floorSpent.postgres() + floor.ownCpu()) / floor.transactions() * 1000;
                ratios[round] = floorPerCall[round] / perCall[round];
            }
        }
        Result half = load.steady(last.perSecond() / 2, SECONDS, calls);
        System.out.printf(
                "%-28s %8.0f/s  %7.3f CPU ms (last round: server %.0f %%)  floor %7.3f CPU ms  ratio %.2f  %8.0f bytes gzip  half load p50 %.1f ms p99 %.1f ms%n",
                name,
                last.perSecond(),
                Load.median(perCall),
                100 * spent.server() / spent.total(),
                Load.median(floorPerCall),
                Load.median(ratios),
                last.bytesPerAnswer(),
                half.p50(),
                half.p99());
    }

    private static void manyScopes(Stage stage, Load pull) throws IOException {
        int user = SyncData.REPS;
        stage.execute(
                "insert into customer_share (tenant_id, user_id, customer_id) select '%s', test_id(2, %d), test_id(3, n) from generate_series(1, %d) n"
                        .formatted(SyncData.TENANT, user + 1, Math.min(MANY_SCOPES, CUSTOMERS)));
        String token = stage.tokens.get(user);
        long begin = System.nanoTime();
        String cursor = null;
        int records = 0;
        int pages = 0;
        for (boolean more = true; more; pages++) {
            String answer = text(pull.send(new Call(token, body(cursor, 4 * 1024 * 1024))));
            JsonNode checkpoint = JSON.readTree(answer.substring(answer.lastIndexOf('\n', answer.length() - 2) + 1));
            cursor = checkpoint.get("cursor").stringValue();
            more = checkpoint.get("more").booleanValue();
            records += answer.split("\\],\\[").length;
        }
        double seconds = (System.nanoTime() - begin) / 1e9;
        String end = cursor;
        Result empty = pull.saturate(1, SECONDS, number -> new Call(token, body(end, 1024 * 1024)));
        System.out.printf(
                "%,d scopes of one user: first sync of about %,d records in %d pages and %.1f s; empty pull p50 %.1f ms p99 %.1f ms%n",
                MANY_SCOPES, records, pages, seconds, empty.p50(), empty.p99());
    }

    private static void reassignment(Stage stage, Load pull) throws IOException {
        stage.execute("set session_replication_role = replica;"
                + "insert into contact (tenant_id, id, customer_id, name) select '%1$s', test_id(40, n), test_id(3, 1), 'Contact ' || n from generate_series(1, 10000) n;"
                        .formatted(SyncData.TENANT)
                + "insert into sync_record (tenant_id, scope, collection, id, changed_xid, version) select tenant_id, customer_id, 'Contact', id, pg_current_xact_id(), sync_version from contact where tenant_id = '%1$s' and customer_id = test_id(3, 1) on conflict do nothing"
                        .formatted(SyncData.TENANT));
        long records = count(stage, "sync_record");
        long grants = count(stage, "sync_grant");
        long begin = System.nanoTime();
        stage.execute("update customer set owner_id = test_id(2, 202) where tenant_id = '%s' and id = test_id(3, 1)"
                .formatted(SyncData.TENANT));
        double millis = (System.nanoTime() - begin) / 1e6;
        long pulled = System.nanoTime();
        int bytes = text(pull.send(new Call(stage.tokens.get(201), body(null, 4 * 1024 * 1024))))
                .length();
        System.out.printf(
                "reassignment of a customer with 10,000 records: %.1f ms, %d new sync records, %d new grants; its new owner pulls %,d bytes in %.0f ms%n",
                millis,
                count(stage, "sync_record") - records,
                count(stage, "sync_grant") - grants,
                bytes,
                (System.nanoTime() - pulled) / 1e6);
    }

    /** An ordinary update with and without the triggers of delta sync, in alternating rounds. */
    private static void triggers(Stage stage) {
        if (!Pgbench.exists()) {
            return;
        }
        Pgbench pgbench = new Pgbench(stage.work, SyncData.TENANT, stage.folder, stage.cpu);
        for (String table : List.of("customer", "contact", "visit_task")) {
            String column = table.equals("customer") ? "industry" : table.equals("contact") ? "title" : "closing_note";
            int kind = table.equals("customer") ? 3 : table.equals("contact") ? 4 : 8;
            List<String> script = List.of(
                    "\\set n random(1, %d)\n\\set v random(1, 1000000000)\nupdate %s set %s = 'changed ' || :v where tenant_id = '%s' and id = test_id(%d, :n);"
                            .formatted(CUSTOMERS, table, column, SyncData.TENANT, kind));
            double[] ratios = new double[ROUNDS];
            for (int round = 0; round < ROUNDS; round++) {
                double with = cpuPerUpdate(stage, pgbench, script);
                toggle(stage, table, "disable");
                double without = cpuPerUpdate(stage, pgbench, script);
                toggle(stage, table, "enable");
                ratios[round] = with / without;
            }
            System.out.printf(
                    "triggers: an update of %s costs %.2f times what it costs without delta sync%n",
                    table, Load.median(ratios));
        }
    }

    private static double cpuPerUpdate(Stage stage, Pgbench pgbench, List<String> script) {
        Reading before = stage.cpu.read();
        long updates = pgbench.run(2, SECONDS, script).transactions();
        return stage.cpu.read().since(before).postgres() / updates;
    }

    private static void toggle(Stage stage, String table, String how) {
        List<String> triggers = new ArrayList<>(List.of("sync_stamp", "sync_update", "sync_log"));
        if (!table.equals("contact")) {
            triggers.add("sync_grant_update");
        }
        // The timeline entry that the update leaves is synced, too.
        stage.execute("alter table interaction %s trigger sync_insert;".formatted(how)
                + String.join(
                        "",
                        triggers.stream()
                                .map(trigger -> "alter table %s %s trigger %s;".formatted(table, how, trigger))
                                .toList()));
    }

    private static void change(Stage stage, int changes) {
        stage.execute(
                "update contact set title = 'changed' where tenant_id = '%1$s' and id in (select test_id(4, n) from generate_series(1, %2$d) n)"
                        .formatted(SyncData.TENANT, SyncData.REPS * changes));
    }

    private static String cursorAfter(byte[] page) throws IOException {
        String answer = text(page);
        JsonNode checkpoint = JSON.readTree(answer.substring(answer.lastIndexOf('\n', answer.length() - 2) + 1));
        if (checkpoint.get("more").booleanValue()) {
            throw new IllegalStateException("a first sync should fit into one page");
        }
        return checkpoint.get("cursor").stringValue();
    }

    private static Call first(Stage stage, int number) {
        return new Call(stage.tokens.get(number % SyncData.REPS), body(null, 4 * 1024 * 1024));
    }

    private Call delta(Stage stage, int number) {
        int rep = number % SyncData.REPS;
        return new Call(stage.tokens.get(rep), body(cursors.get(rep), 1024 * 1024));
    }

    private static String body(String cursor, int maxBytes) {
        return "{\"protocol\":1,\"schema\":1,\"maxBytes\":%d,\"cursor\":%s}"
                .formatted(maxBytes, cursor == null ? "null" : "\"" + cursor + "\"");
    }

    private static List<String> floor(IntFunction<String> script) {
        return IntStream.range(0, FLOOR_USERS).mapToObj(script).toList();
    }

    private static String first(int user, Stage stage) {
        return statement(stage, "FIRST", user, 4 * 1024 * 1024, new Object[0]);
    }

    private static String delta(int user, Stage stage, String snapshot) {
        String[] parts = snapshot.split("\\|");
        return statement(stage, "DELTA", user, 1024 * 1024, new Object[] {
            parts[0], Long.parseLong(parts[1]), UUID.fromString(parts[2]), null
        });
    }

    private static String statement(Stage stage, String phase, int user, int maxBytes, Object[] base) {
        try {
            List<Object> parameters = new ArrayList<>();
            parameters.add(SyncData.TENANT);
            parameters.add(SyncData.rep(user));
            parameters.add(stage.collections());
            parameters.add(maxBytes / 120);
            parameters.add(maxBytes);
            for (int empty = 0; empty < 4; empty++) {
                parameters.add(null);
            }
            parameters.addAll(Arrays.asList(base));
            return stage.statement(phase, parameters.toArray());
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static String snapshot(Stage stage) {
        return query(
                stage,
                "select pg_current_snapshot() || '|' || sync_incarnation() || '|' || (select id from sync_beacon order by xid desc limit 1)");
    }

    private static long count(Stage stage, String table) {
        return Long.parseLong(query(stage, "select count(*) from " + table));
    }

    private static String query(Stage stage, String sql) {
        try (var connection = stage.owner.dataSource().getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        } catch (SQLException failure) {
            throw new IllegalStateException(sql, failure);
        }
    }

    private static String text(byte[] answer) throws IOException {
        boolean compressed = answer.length > 2 && answer[0] == 0x1f && answer[1] == (byte) 0x8b;
        return new String(
                compressed ? new GZIPInputStream(new ByteArrayInputStream(answer)).readAllBytes() : answer,
                StandardCharsets.UTF_8);
    }
}
