package io.revisit.mobile.upkeep;

import static org.assertj.core.api.Assertions.assertThat;

import io.revisit.mobile.devices.Presence;
import io.revisit.sync.collection.Collection;
import io.revisit.sync.collection.Collections;
import io.revisit.sync.lineage.LineageKeeper;
import io.revisit.testing.Company;
import io.revisit.testing.Company.Persona;
import io.revisit.testing.CompanyTest;
import io.revisit.testing.Phone;
import io.revisit.testing.Reconciliation;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.TestPropertySource;

// The test says when there is a beacon.
@TestPropertySource(properties = "revisit.sync.upkeep.beacon-interval=1d")
class TombstonePurgeIT extends CompanyTest {
    private static final Duration SILENCE = Duration.ofDays(90);
    private static final Duration LEAST_KEPT = Duration.ofDays(7);

    @LocalServerPort
    private int port;

    @Autowired
    private UpkeepRepository repository;

    @Autowired
    private Presence presence;

    @Autowired
    private DataSource dataSource;

    @Autowired
    private Collections collections;

    private LineageKeeper keeper;
    private Company mine;

    @BeforeEach
    void foundMine() throws SQLException {
        keeper = new LineageKeeper(dataSource, clock);
        mine = newCompany();
        keeper.keep();
    }

    @Test
    void keepsWhatALivingDeviceHasNotSeen() throws SQLException {
        Phone slow = pulled(Persona.REP);
        delete(mine.own.contact());
        pass(30);
        pulled(Persona.SUPERVISOR);

        purge();

        assertThat(tombstones(mine)).isEqualTo(1);
        slow.pull();
        assertThat(slow.ids("Contact")).doesNotContain(mine.own.contact());
    }

    @Test
    void removesWhatEveryLivingDeviceHasSeen() throws SQLException {
        Phone phone = pulled(Persona.REP);
        delete(mine.own.contact());
        pass(1);
        pull(phone);
        pass(20);

        purge();

        assertThat(tombstones(mine)).isZero();
        assertThat(phone.pull().get(0).frames("hello").get(0).get("verify").booleanValue())
                .isFalse();
    }

    @Test
    void keepsEverythingForAWeek() throws SQLException {
        Phone phone = pulled(Persona.REP);
        delete(mine.own.contact());
        pass(1);
        pull(phone);
        pass(5);

        purge();

        assertThat(tombstones(mine)).isEqualTo(1);
    }

    @Test
    void letsASilentDeviceReconcileByDigest() throws SQLException {
        Phone silent = pulled(Persona.REP);
        Phone alive = pulled(Persona.SUPERVISOR);
        delete(mine.own.contact());
        pass(1);
        pull(alive);
        pass(91);
        pull(alive);

        purge();

        assertThat(tombstones(mine)).isZero();
        Phone.Answer refused = silent.pullPage();
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.errorCode()).isEqualTo("RESYNC_REQUIRED");
        assertThat(silent.ids("Contact")).contains(mine.own.contact());
        new Reconciliation(silent).run();
        assertThat(silent.ids("Contact")).doesNotContain(mine.own.contact());
        assertThat(silent.pull().get(0).status()).isEqualTo(200);
        assertThat(alive.pull().get(0).status()).isEqualTo(200);
    }

    @Test
    void leavesOtherCompaniesAlone() throws SQLException {
        Company theirs = newCompany();
        Phone theirPhone = new Phone(port, theirs.token(Persona.REP));
        pull(theirPhone);
        theirs.run("update contact set deleted_at = now() where id = '%s'".formatted(theirs.shared.contact()));
        Phone phone = pulled(Persona.REP);
        delete(mine.own.contact());
        pass(1);
        pull(phone);
        pass(20);

        purge();

        assertThat(tombstones(mine)).isZero();
        assertThat(tombstones(theirs)).isEqualTo(1);
        assertThat(theirPhone.pull().get(0).frames("tombstones")).hasSize(1);
    }

    @Test
    void removesFormerGrantsWhenNobodyCanNameThem() throws SQLException {
        Phone phone = pulled(Persona.REP);
        mine.run("delete from customer_share where customer_id = '%s'".formatted(mine.shared.customer()));
        database.execute(
                "update sync_grant set revoked_at = '%s' where revoked_at is not null".formatted(clock.instant()));
        String former = "select count(*) from sync_grant where revoked_xid is not null and tenant_id = '%s'"
                .formatted(mine.tenantId());
        pass(1);
        pull(phone);
        pass(50);
        purge();
        assertThat(database.text(former)).isNotEqualTo("0");

        pull(phone);
        pass(50);
        purge();

        assertThat(database.text(former)).isEqualTo("0");
    }

    @Test
    void trimsCollectionsOfWhichPhonesKeepTheLatest() {
        UUID customer = mine.own.customer();
        mine.run(
                "insert into interaction (tenant_id, customer_id, kind, occurred_at, subject_type, subject_id, text) select '%s', '%s', 'NOTE', now(), 'Interaction', new_id(), 'note ' || n from generate_series(1, 90) n"
                        .formatted(mine.tenantId(), customer));
        List<Collection> latest = collections.all().stream()
                .filter(collection -> collection.type().last() != null)
                .toList();
        String count = "select count(*) from sync_record where collection = 'TimelineEntry' and scope = '%s'"
                .formatted(customer);

        UpkeepRepository.Place place = UpkeepRepository.Place.BEGINNING;
        while (place != null) {
            place = repository.trim(latest, 20, place).block();
        }

        assertThat(database.text(count)).isEqualTo("70");
        assertThat(database.text("select count(*) from interaction where customer_id = '%s'".formatted(customer)))
                .isNotEqualTo("70");
        Phone phone = pulled(Persona.REP);
        Phone.Answer page = phone.digests().pull().get(0);
        assertThat(new Reconciliation(phone).agrees(page.frames("digest").get(0).get("digests")))
                .isTrue();
    }

    private Phone pulled(Persona persona) {
        Phone phone = new Phone(port, mine.token(persona));
        pull(phone);
        return phone;
    }

    /** The second time it tells that it has what came the first time. */
    private void pull(Phone phone) {
        phone.pull();
        phone.pull();
        presence.write().block();
    }

    private void delete(UUID contact) {
        mine.run("update contact set deleted_at = now() where id = '%s'".formatted(contact));
    }

    /** Lets days pass for all that is written down; tokens and cursors stay young. */
    private void pass(int days) throws SQLException {
        database.execute(
                """
                update sync_beacon set written_at = written_at - interval '%1$d days';
                update device set last_pull_at = last_pull_at - interval '%1$d days';
                update sync_grant set revoked_at = revoked_at - interval '%1$d days' where revoked_at is not null;
                """
                        .formatted(days));
        keeper.keep();
    }

    private void purge() {
        Instant now = clock.instant();
        repository.purgeTombstones(now.minus(SILENCE), now.minus(LEAST_KEPT)).block();
    }

    private long tombstones(Company of) {
        return Long.parseLong(database.text(
                "select count(*) from sync_record where deleted and collection = 'Contact' and tenant_id = '%s'"
                        .formatted(of.tenantId())));
    }
}
