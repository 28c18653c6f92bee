package io.revisit.platform.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.r2dbc.pool.ConnectionPool;
import io.r2dbc.postgresql.api.PostgresqlConnection;
import io.r2dbc.spi.R2dbcException;
import io.r2dbc.spi.Wrapped;
import io.revisit.contract.ErrorCode;
import io.revisit.platform.error.ApiException;
import io.revisit.testing.SampleRows;
import io.revisit.testing.TestClock;
import io.revisit.testing.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.resources.LoopResources;

class DatabaseIT {
    private static final UUID OURS = UUID.randomUUID();
    private static final UUID THEIRS = UUID.randomUUID();
    private static final String VISIBLE = "select string_agg(id::text, ' ') from tenant";
    private static final String BACKEND = "select pg_backend_pid()";

    private static TestDatabase fresh;
    private static LoopResources loops;
    private static List<String> tables;

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private ConnectionPool pool;

    @BeforeAll
    static void fill() throws Exception {
        loops = LoopResources.create("test", 1, true);
        fresh = TestDatabase.create();
        SampleRows.fill(fresh, OURS, THEIRS);
        try (Connection owner = fresh.owner().dataSource().getConnection()) {
            tables = List.copyOf(SampleRows.tables(owner).keySet());
        }
    }

    @AfterAll
    static void drop() {
        loops.dispose();
        fresh.close();
    }

    @AfterEach
    void closePool() {
        pool.disposeLater().block();
    }

    @Test
    void neverShowsOneTenantAnotherOnAPoolOfOne() {
        Database database = database(1);
        for (int round = 0; round < 20; round++) {
            assertThat(read(database, OURS, VISIBLE)).isEqualTo(OURS.toString());
            assertThat(read(database, THEIRS, VISIBLE)).isEqualTo(THEIRS.toString());
            assertThat(database.readWithoutTenant(statements ->
                                    statements.queryOne("select count(*) from tenant", DatabaseIT::number))
                            .block())
                    .isZero();
        }
    }

    @Test
    void setsTheTenantOnlyWhenItChanges() {
        Database database = database(1);
        read(database, OURS, VISIBLE);
        double before = statements();

        read(database, OURS, VISIBLE);
        assertThat(statements() - before).isEqualTo(1);

        read(database, THEIRS, VISIBLE);
        assertThat(statements() - before).isEqualTo(3);
    }

    @Test
    void carriesTheTenantOfReadsAcrossAWrite() {
        Database database = database(1);
        read(database, OURS, VISIBLE);
        Mono<String> written =
                database.write(Actor.system(THEIRS), transaction -> transaction.queryOne(VISIBLE, DatabaseIT::text));
        assertThat(written.block()).isEqualTo(THEIRS.toString());

        assertThat(read(database, OURS, VISIBLE)).isEqualTo(OURS.toString());
        assertThat(read(database, THEIRS, VISIBLE)).isEqualTo(THEIRS.toString());
    }

    @Test
    void survivesAStormOfCancellations() throws SQLException {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        Database database = database(4);
        String slow = "select (select string_agg(id::text, ' ') from tenant) || repeat('x', 2000)"
                + " from generate_series(1, 200) as n, lateral (select pg_sleep(case when n % 50 = 0 then 0.002 else 0 end)) as s";

        Flux.range(0, 600)
                .flatMap(
                        number -> {
                            UUID tenant = random.nextBoolean() ? OURS : THEIRS;
                            return database.read(tenant, statements -> statements
                                            .query(slow, DatabaseIT::text)
                                            .doOnNext(row -> assertThat(row)
                                                    .as("seed " + seed)
                                                    .startsWith(tenant.toString()))
                                            .count())
                                    .timeout(Duration.ofNanos(random.nextInt(20_000_000)), Mono.empty());
                        },
                        16)
                .blockLast(Duration.ofSeconds(60));

        assertThat(backends()).as("seed " + seed).isLessThanOrEqualTo(12);
        Flux.range(0, 100)
                .flatMap(number -> database.read(OURS, statements -> statements
                        .query(slow, DatabaseIT::text)
                        .doOnNext(row -> assertThat(row).startsWith(OURS.toString()))
                        .count()))
                .doOnNext(rows -> assertThat(rows).as("seed " + seed).isEqualTo(200))
                .blockLast(Duration.ofSeconds(60));
        assertThat(pool.getMetrics().orElseThrow().acquiredSize())
                .as("seed " + seed)
                .isZero();
    }

    @Test
    void keepsAConnectionAfterSuccessAndThrowsItAwayAfterAnError() {
        Database database = database(1);
        String first = read(database, OURS, BACKEND);
        assertThat(read(database, THEIRS, BACKEND)).isEqualTo(first);

        assertThatThrownBy(() -> read(database, OURS, "select 1 / 0")).isInstanceOf(R2dbcException.class);

        assertThat(read(database, OURS, BACKEND)).isNotEqualTo(first);
        assertThat(read(database, OURS, VISIBLE)).isEqualTo(OURS.toString());
    }

    @Test
    void dropsAPhysicalConnectionThatWasClosedUnderneath() {
        database(1);
        Integer first = Mono.usingWhen(
                        pool.create(),
                        connection -> {
                            assertThat(connection).isInstanceOf(Wrapped.class);
                            Object physical = ((Wrapped<?>) connection).unwrap();
                            assertThat(physical).isInstanceOf(PostgresqlConnection.class);
                            Mono<Integer> backend = Flux.from(
                                            connection.createStatement(BACKEND).execute())
                                    .flatMap(result -> result.map(row -> row.get(0, Integer.class)))
                                    .single();
                            return backend.flatMap(number ->
                                    ((PostgresqlConnection) physical).close().thenReturn(number));
                        },
                        io.r2dbc.spi.Connection::close)
                .block();
        assertThat(first).isPositive();

        Mono<Integer> again = Mono.usingWhen(
                pool.create(),
                connection -> Flux.from(connection.createStatement(BACKEND).execute())
                        .flatMap(result -> result.map(row -> row.get(0, Integer.class)))
                        .single(),
                io.r2dbc.spi.Connection::close);
        assertThat(again.block()).isPositive().isNotEqualTo(first);
    }

    @Test
    void runsADeadlockedWriteAgain() {
        Database database = database(4);
        fresh.execute("create table rows_to_lock as select n as id, 0 as hits from generate_series(1, 2) as n;"
                + " grant select, update on rows_to_lock to revisit_app");
        AtomicInteger attempts = new AtomicInteger();
        CountDownLatch bothHoldOne = new CountDownLatch(2);
        String hit = "update rows_to_lock set hits = hits + 1 where id = $1";

        Flux.just(1, 2)
                .flatMap(first -> database.write(Actor.system(OURS), transaction -> {
                    attempts.incrementAndGet();
                    return transaction
                            .update(hit, first)
                            .doOnNext(done -> bothHoldOne.countDown())
                            .then(Mono.defer(() -> bothHoldOne.getCount() == 0
                                    ? Mono.just(true)
                                    : Mono.just(true).delayElement(Duration.ofMillis(100))))
                            .repeat(() -> bothHoldOne.getCount() > 0)
                            .then(Mono.defer(() -> transaction.update(hit, 3 - first)));
                }))
                .blockLast(Duration.ofSeconds(30));

        assertThat(attempts.get()).isGreaterThanOrEqualTo(3);
        assertThat(read(database, OURS, "select sum(hits)::text from rows_to_lock"))
                .isEqualTo("4");
    }

    @Test
    void rollsBackAWriteThatIsRefusedAndKeepsItsConnection() {
        Database database = database(1);
        fresh.execute("create table notes (text text); grant select, insert on notes to revisit_app");
        String before = read(database, OURS, BACKEND);

        assertThatThrownBy(() -> database.write(Actor.system(OURS), transaction -> transaction
                                .update("insert into notes values ('refused')")
                                .then(Mono.error(new ApiException(ErrorCode.INVALID_STATE))))
                        .block())
                .isInstanceOf(ApiException.class);

        assertThat(read(database, OURS, "select count(*)::text from notes")).isEqualTo("0");
        assertThat(read(database, OURS, BACKEND)).isEqualTo(before);
    }

    @Test
    void rollsBackAWriteThatIsCancelled() throws InterruptedException {
        Database database = database(1);
        fresh.execute("create table drafts (text text); grant select, insert on drafts to revisit_app");
        CountDownLatch written = new CountDownLatch(1);
        Disposable running = database.write(Actor.system(OURS), transaction -> transaction
                        .update("insert into drafts values ('cancelled')")
                        .doOnNext(rows -> written.countDown())
                        .then(Mono.never()))
                .subscribe();
        assertThat(written.await(10, TimeUnit.SECONDS)).isTrue();

        running.dispose();

        assertThat(read(database, OURS, "select count(*)::text from drafts")).isEqualTo("0");
    }

    @Test
    void stopsTheStatementOfACancelledRead() throws SQLException {
        Database database = database(1, Duration.ofMinutes(1));
        Disposable running = database.read(
                        OURS,
                        statements -> statements.queryOne(
                                "select pg_sleep(60)::text from (select pg_advisory_lock(4711)) as held",
                                DatabaseIT::text))
                .subscribe();
        try (Connection owner = fresh.owner().dataSource().getConnection();
                Statement statement = owner.createStatement()) {
            boolean held;
            do {
                try (ResultSet row = statement.executeQuery(
                        "select exists (select from pg_locks where locktype = 'advisory' and objid = 4711)")) {
                    row.next();
                    held = row.getBoolean(1);
                }
            } while (!held);

            running.dispose();

            statement.execute("set lock_timeout = '10s'");
            statement.execute("select pg_advisory_lock(4711)");
        }
    }

    @Test
    void tellsTheDatabaseWhoWritesAndWhen() {
        Database database = database(1);
        UUID user = UUID.randomUUID();
        Actor actor = new Actor(OURS, user, null, "request-1");

        String seen = database.write(
                        actor,
                        transaction -> transaction.queryOne(
                                "select concat_ws(' ', current_tenant(), current_actor(), current_setting('app.request_id'),"
                                        + " current_instant() = '" + TestClock.START + "'::timestamptz)",
                                DatabaseIT::text))
                .block();

        assertThat(seen).isEqualTo(OURS + " " + user + " request-1 t");
    }

    @Test
    void opensConnectionsWithTheirLimits() {
        Database database = database(1);
        assertThat(read(
                        database,
                        OURS,
                        "select concat_ws(' ', current_user, current_setting('statement_timeout'), current_setting('lock_timeout'),"
                                + " current_setting('timezone'), current_setting('application_name'))"))
                .isEqualTo("revisit_app 2s 10s UTC revisit");
        assertThatThrownBy(() -> read(database, OURS, "select pg_sleep(10)::text"))
                .isInstanceOfSatisfying(R2dbcException.class, failure -> assertThat(failure.getSqlState())
                        .isEqualTo("57014"));
    }

    @Test
    void readsEveryColumnThatThereIs() {
        Database database = database(1);
        for (String table : tables) {
            // Notices are read through their function only.
            if (table.equals("sync_notice")) {
                continue;
            }
            assertThat(database.read(OURS, statements -> statements
                                    .query("select * from " + table, row -> {
                                        var columns = ((io.r2dbc.spi.Row) row)
                                                .getMetadata()
                                                .getColumnMetadatas();
                                        for (int index = 0; index < columns.size(); index++) {
                                            row.get(index);
                                        }
                                        return true;
                                    })
                                    .count())
                            .block())
                    .as(table)
                    .isPositive();
        }
    }

    private Database database(int size) {
        return database(size, Duration.ofSeconds(2));
    }

    private Database database(int size, Duration statementTimeout) {
        DatabaseSettings settings =
                new DatabaseSettings(fresh.url(), fresh.ownerUrl(), size, statementTimeout, Duration.ofSeconds(30));
        PreparedDatabase prepared = PreparedDatabase.prepare(settings, new EmbeddedSettings(null, 0));
        pool = new DatabaseConfiguration().connectionPool(prepared, settings, loops);
        return new Database(pool, new TestClock(), meters);
    }

    private static String read(Database database, UUID tenant, String sql) {
        return database.read(tenant, statements -> statements.queryOne(sql, DatabaseIT::text))
                .block();
    }

    private static int backends() throws SQLException {
        try (Connection owner = fresh.owner().dataSource().getConnection();
                Statement statement = owner.createStatement();
                ResultSet row = statement.executeQuery(
                        "select count(*) from pg_stat_activity"
                                + " where datname = current_database() and application_name = 'revisit' and pid <> pg_backend_pid()")) {
            row.next();
            return row.getInt(1);
        }
    }

    private double statements() {
        return meters.get("revisit.database.statements").counter().count();
    }

    private static String text(io.r2dbc.spi.Readable row) {
        return String.valueOf(row.get(0));
    }

    private static Long number(io.r2dbc.spi.Readable row) {
        return row.get(0, Long.class);
    }
}
