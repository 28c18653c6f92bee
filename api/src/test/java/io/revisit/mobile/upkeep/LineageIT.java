package io.revisit.mobile.upkeep;

import static org.assertj.core.api.Assertions.assertThat;

import io.revisit.identity.token.AccessTokens;
import io.revisit.sync.lineage.LineageKeeper.Outcome;
import io.revisit.testing.Company;
import io.revisit.testing.Company.Persona;
import io.revisit.testing.Phone;
import io.revisit.testing.Phone.Answer;
import io.revisit.testing.Reconciliation;
import io.revisit.testing.Sql;
import io.revisit.testing.TestDatabase;
import java.io.IOException;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

/** Whatever happens to the database, phones come to hold what it holds: nothing is missed, nothing stays that never was. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LineageIT {
    private static final int ATTEMPTS = 200;

    private RewindableServer server;
    private Company company;
    private Sql sql;

    @BeforeAll
    void start() throws IOException {
        server = new RewindableServer();
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @BeforeEach
    void found() throws Exception {
        TestDatabase database = TestDatabase.on(server.owner());
        company = new Company(database, server.bean(AccessTokens.class));
        sql = new Sql(database, company.tenantId());
        server.keepLineage();
    }

    @Test
    void crashWithUnflushedTransactions() throws Exception {
        Phone phone = phone();
        boolean lost = false;
        for (int attempt = 0; attempt < 5 && !lost; attempt++) {
            String text = "attempt " + attempt;
            await(phone);
            phone.pull();
            server.keepLineage();
            rename(company.own.contact(), text + " flushed");
            company.run("set synchronous_commit = off; update contact set title = '%s' where id = '%s'"
                    .formatted(text, company.shared.contact()));
            phone.pull();
            assertThat(title(phone, company.shared.contact())).isEqualTo(text);
            server.kill();
            server.start();
            // The log may have been written at this very moment by itself; then there was nothing to lose.
            lost = !titleInDatabase(company.shared.contact()).equals(text);
        }
        assertThat(lost).isTrue();
        // The ids of the lost transactions are handed out again.
        for (int change = 0; change < 5; change++) {
            rename(company.own.contact(), "change " + change);
        }
        company.run("update customer set name = 'After the crash' where id = '%s'".formatted(company.own.customer()));
        server.keepLineage();

        Answer page = await(phone);
        phone.store(page);

        assertThat(verify(page)).isTrue();
        assertThat(title(phone, company.own.contact())).isEqualTo("change 4");
        assertThat(phone.find("Customer", company.own.customer()).get("name").stringValue())
                .isEqualTo("After the crash");
        Reconciliation repair = new Reconciliation(phone).run();
        assertThat(repair.rowsReceived()).isBetween(1, 5);
        assertHoldsTheTruth(phone);
        assertThat(verify(phone.pull().get(0))).isFalse();
    }

    @Test
    void restartWithoutLoss() throws Exception {
        Phone phone = phone();
        phone.pull();
        server.kill();
        server.start();
        server.keepLineage();

        Answer page = await(phone);
        phone.store(page);

        assertThat(verify(page)).isTrue();
        assertThat(new Reconciliation(phone).run().requests()).isEqualTo(1);
    }

    @Test
    void olderDumpRestoredInPlace() throws Exception {
        Phone early = phone();
        early.pull();
        server.dump();
        Phone phone = changeAndPull();
        server.restoreDump();
        server.keepLineage();

        assertResynchronises(phone);
        assertComesToTheTruth(early);
    }

    @Test
    void copyOfTheDatabasePutInItsPlace() throws Exception {
        Phone early = phone();
        early.pull();
        server.copyDatabase();
        await(early);
        Phone phone = changeAndPull();
        server.putDatabaseBack();
        server.keepLineage();

        assertResynchronises(phone);
        assertComesToTheTruth(early);
    }

    @Test
    void copyOfAnOlderDataFolder() throws Exception {
        Phone early = phone();
        early.pull();
        server.copyFolder();
        await(early);
        Phone phone = changeAndPull();
        server.putFolderBack();
        server.keepLineage();

        assertResynchronises(phone);
        assertComesToTheTruth(early);
    }

    @Test
    void dumpOfAnotherCluster() throws Exception {
        Phone phone = phone();
        phone.pull();
        TestDatabase.execute(server.owner(), "update sync_beacon set cluster = cluster + 1");
        rename(company.own.contact(), "after the restore");
        Answer before = phone.pullPage();

        assertThat(server.keepLineage()).isEqualTo(Outcome.REBASED);

        phone.store(before);
        assertResynchronises(phone);
        assertThat(title(phone, company.own.contact())).isEqualTo("after the restore");
    }

    /** A phone that saw what the backup does not know: a change, a new record, and a deletion. */
    private Phone changeAndPull() throws Exception {
        rename(company.own.contact(), "rewound");
        company.customer("REWOUND", Persona.REP);
        company.run("update contact set deleted_at = now() where id = '%s'".formatted(company.shared.contact()));
        server.keepLineageInALaterMinute();
        Phone phone = phone();
        phone.pull();
        return phone;
    }

    private void assertResynchronises(Phone phone) throws Exception {
        Answer refused = await(phone);
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.errorCode()).isEqualTo("RESYNC_REQUIRED");

        new Reconciliation(phone).run();

        Answer page = phone.pull().get(0);
        assertThat(verify(page)).as("once, not again").isFalse();
        assertHoldsTheTruth(phone);
        rename(company.shared.contact(), "went on");
        server.keepLineage();
        phone.pull();
        assertThat(title(phone, company.shared.contact())).isEqualTo("went on");
    }

    /** Its last beacon is older than the backup: it is told to compare, and nothing is missing. */
    private void assertComesToTheTruth(Phone phone) {
        rename(company.own.contact(), "for the early one");
        Answer page = await(phone);
        assertThat(page.status()).isEqualTo(200);
        phone.store(page);

        assertThat(verify(page)).isTrue();
        assertThat(title(phone, company.own.contact())).isEqualTo("for the early one");
        new Reconciliation(phone).run();
        assertHoldsTheTruth(phone);
    }

    private void assertHoldsTheTruth(Phone phone) {
        Phone fresh = phone();
        fresh.pull();
        assertThat(phone.contents()).isEqualTo(fresh.contents());
    }

    /** The first answer that is not an error of broken connections. */
    private static Answer await(Phone phone) {
        Answer answer = phone.pullPage();
        for (int attempt = 0; answer.status() >= 500 && attempt < ATTEMPTS; attempt++) {
            answer = phone.pullPage();
        }
        return answer;
    }

    private static boolean verify(Answer page) {
        JsonNode hello = page.frames("hello").get(0);
        return hello.get("verify").booleanValue();
    }

    private void rename(UUID contact, String title) {
        company.run("update contact set title = '%s' where id = '%s'".formatted(title, contact));
    }

    private String titleInDatabase(UUID contact) {
        return sql.text("select title from contact where id = ?", contact);
    }

    private static String title(Phone phone, UUID contact) {
        return phone.find("Contact", contact).get("title").asString();
    }

    private Phone phone() {
        return new Phone(server.port(), company.token(Persona.REP));
    }
}
