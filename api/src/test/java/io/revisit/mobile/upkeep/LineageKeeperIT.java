package io.revisit.mobile.upkeep;

import static org.assertj.core.api.Assertions.assertThat;

import io.revisit.sync.lineage.LineageKeeper;
import io.revisit.sync.lineage.LineageKeeper.Outcome;
import io.revisit.testing.TestClock;
import io.revisit.testing.TestDatabase;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

class LineageKeeperIT {
    private static final String BEACONS = "select count(*) from sync_beacon";

    private final TestClock clock = new TestClock();
    private TestDatabase database;
    private LineageKeeper keeper;

    @BeforeEach
    void start() throws SQLException {
        database = TestDatabase.create();
        database.execute("grant revisit_app to " + database.work().user());
        keeper = newKeeper();
        keeper.keep();
    }

    @AfterEach
    void stop() {
        database.close();
    }

    @Test
    void writesOneAtTheStartAndNamesTheIncarnation() {
        assertThat(database.text("select count(*) || ' ' || bool_and(lasting) from sync_beacon"))
                .isEqualTo("1 true");
        assertThat(database.text("select count(*) from sync_incarnation")).isEqualTo("1");
    }

    @Test
    void isNotKeptAliveByItself() throws SQLException {
        keeper.keep();
        Outcome idle = keeper.keep();

        change();

        assertThat(idle).isEqualTo(Outcome.NOTHING_TO_DO);
        assertThat(keeper.keep()).isEqualTo(Outcome.BEACON);
    }

    @Test
    void hasAnIdAboveAllThatItsSnapshotKnows() throws SQLException {
        for (int round = 0; round < 5; round++) {
            change();
            keeper.keep();
        }

        assertThat(database.text("select bool_and(xid >= pg_snapshot_xmax(snapshot)) from sync_beacon"))
                .isEqualTo("t");
    }

    @Test
    void lastsOncePerMinute() throws SQLException {
        change();
        keeper.keep();
        clock.advance(Duration.ofMinutes(1));
        change();
        keeper.keep();

        assertThat(database.text("select string_agg(lasting::text, ' ' order by xid) from sync_beacon"))
                .isEqualTo("true false true");
    }

    @Test
    void thinsOutWhatNoPhoneCanName() throws SQLException {
        change();
        keeper.keep();
        clock.advance(Duration.ofMinutes(61));
        change();
        keeper.keep();
        assertThat(database.text("select string_agg(lasting::text, ' ' order by xid) from sync_beacon"))
                .isEqualTo("true true");

        clock.advance(Duration.ofDays(101));
        change();
        keeper.keep();

        assertThat(database.text(BEACONS)).isEqualTo("1");
    }

    @Test
    void writesOneForAllNodes() throws Exception {
        change();
        ExecutorService nodes = Executors.newFixedThreadPool(4);
        try {
            List<Callable<Outcome>> looks =
                    List.of(newKeeper()::keep, newKeeper()::keep, newKeeper()::keep, newKeeper()::keep);
            for (Future<Outcome> look : nodes.invokeAll(looks)) {
                look.get();
            }
        } finally {
            nodes.shutdownNow();
        }

        assertThat(database.text(BEACONS)).isEqualTo("2");
    }

    @Test
    void beginsAnewWhenTheCounterStoodHigherElsewhere() throws SQLException {
        UUID tenant = periods();
        database.execute("update sync_beacon set xid = '1000000000'");

        Outcome outcome = keeper.keep();

        assertThat(outcome).isEqualTo(Outcome.REBASED);
        assertRebased(tenant);
    }

    @Test
    void beginsAnewWhenTheBeaconsComeFromAnotherCluster() throws SQLException {
        UUID tenant = periods();
        String incarnation = database.text("select sync_incarnation()");
        database.execute("update sync_beacon set cluster = 1");

        Outcome outcome = keeper.keep();

        assertThat(outcome).isEqualTo(Outcome.REBASED);
        assertThat(database.text("select sync_incarnation()")).isNotEqualTo(incarnation);
        assertRebased(tenant);
    }

    /** A user with grants and a record as a dump brings them: with ids that this cluster has not given yet. */
    private UUID periods() {
        UUID tenant = UUID.randomUUID();
        database.execute(
                """
                select set_config('app.tenant_id', '%1$s', false);
                insert into tenant (id, code, name, currency, zone, language) values ('%1$s', 'dumped', 'Dumped', 'CNY', 'Asia/Shanghai', 'en');
                insert into org_unit (tenant_id, id, name) values ('%1$s', '%2$s', 'Company');
                insert into app_user (tenant_id, id, email, name, role, unit_id, zone, language)
                values ('%1$s', gen_random_uuid(), 'dumped@revisit.test', 'Dumped', 'REP', '%2$s', 'Asia/Shanghai', 'en');
                update sync_record set changed_xid = '999999999';
                update sync_grant set granted_xid = '999999994';
                insert into sync_grant (tenant_id, user_id, scope, granted_xid, revoked_xid, kind, reasons, priority)
                select tenant_id, user_id, scope, x.granted::xid8, x.revoked::xid8, kind, reasons, priority
                from sync_grant, (values ('999999990', '999999991'), ('999999992', '999999993')) as x (granted, revoked)
                where kind = 'UNIT';
                """
                        .formatted(tenant, UUID.randomUUID()));
        return tenant;
    }

    private void assertRebased(UUID tenant) {
        assertThat(database.text("select count(*) from sync_beacon where xid < pg_snapshot_xmax(pg_current_snapshot())"
                        + " and cluster = (pg_control_system()).system_identifier"))
                .isEqualTo("1");
        assertThat(database.text(
                        "select bool_and(changed_xid < pg_snapshot_xmax(pg_current_snapshot())) from sync_record"))
                .isEqualTo("t");
        assertThat(database.text(
                        """
                        select concat_ws(' ', count(*), count(*) filter (where revoked_xid is null and granted_xid > '100'),
                                         max(greatest(granted_xid, revoked_xid)) < pg_snapshot_xmax(pg_current_snapshot()))
                        from sync_grant where kind = 'UNIT' and tenant_id = '%s'
                        """
                                .formatted(tenant)))
                .isEqualTo("3 1 t");
    }

    private LineageKeeper newKeeper() {
        PGSimpleDataSource source = database.work().dataSource();
        source.setOptions("-c role=revisit_app");
        return new LineageKeeper(source, clock);
    }

    private void change() {
        database.execute("select pg_current_xact_id()");
    }
}
