package io.revisit.mobile.digest;

import static org.assertj.core.api.Assertions.assertThat;

import io.revisit.testing.Company.Persona;
import io.revisit.testing.Company.Records;
import io.revisit.testing.CompanyTest;
import io.revisit.testing.Phone;
import io.revisit.testing.Phone.Answer;
import io.revisit.testing.Reconciliation;
import io.revisit.testing.Sql;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

class DigestIT extends CompanyTest {
    @LocalServerPort
    private int port;

    private Sql sql;

    @BeforeAll
    void connect() {
        sql = new Sql(database, company.tenantId());
    }

    @Test
    void refusesWhoeverIsNotLoggedIn() {
        assertThat(new Phone(port, "")
                        .post("/sync/digest", Map.of("protocol", 1, "schema", 1))
                        .status())
                .isEqualTo(401);
    }

    @Test
    void agreesAfterAPullForEveryPersona() {
        for (Persona persona : Persona.values()) {
            Phone phone = phone(persona);
            phone.pull();

            Answer page = phone.digests().pull().get(0);

            assertThat(page.frames("digest")).as("%s", persona).hasSize(1);
            JsonNode digests = page.frames("digest").get(0).get("digests");
            assertThat(new Reconciliation(phone).agrees(digests))
                    .as("%s", persona)
                    .isTrue();
            assertThat(digests.size()).isEqualTo(new Reconciliation(phone).run().totals());
        }
    }

    @Test
    void isTheHashThatTheProtocolSays() {
        sql.run(
                "insert into contact (tenant_id, id, customer_id, name) values (?, '01900000-0000-7000-8000-0000000000aa', ?, 'Li')",
                company.tenantId(),
                company.outsiders.customer());

        assertThat(sql.text("select sync_hash_text(bit_xor(sync_hash(x.id::uuid, x.version))) from (values"
                        + " ('01900000-0000-7000-8000-000000000001', 1763717400000000),"
                        + " ('01900000-0000-7000-8000-000000000002', 1763717400000001),"
                        + " ('0190abcd-ef01-7234-8567-89abcdef0123', 9007199254740991)) as x (id, version)"))
                .isEqualTo("2484c34e08278d6d");
    }

    @Test
    void carriesNoneWhenThereAreSeveralPages() {
        Phone phone = phone(Persona.SUPERVISOR).maxBytes(16 * 1024).digests();
        for (int number = 0; number < 20; number++) {
            company.customer("SEVERAL" + number, Persona.COLLEAGUE);
        }

        List<Answer> pages = phone.pull();

        assertThat(pages).hasSizeGreaterThan(1).allSatisfy(page -> assertThat(page.frames("digest"))
                .isEmpty());
        assertThat(phone.pull().get(0).frames("digest")).hasSize(1);
    }

    @Test
    void repairsOnlyWhatDiffers() {
        Records customer = company.customer("DIFFERING", Persona.REP);
        Phone whole = phone(Persona.REP);
        whole.pull();
        Phone phone = phone(Persona.REP);
        phone.pull();
        // As a restored backup would do it: past the triggers, so that no delta tells.
        pastTheTriggers(
                "update contact set title = 'rewound', sync_version = sync_version + 7 where id = '%1$s'; update sync_record set version = version + 7 where id = '%1$s'"
                        .formatted(customer.contact()));
        pastTheTriggers("delete from sync_record where id = '%s'".formatted(company.own.contact()));
        phone.pull();
        assertThat(phone.find("Contact", customer.contact()).get("title").isNull())
                .isTrue();

        Reconciliation first = new Reconciliation(phone).run();
        Reconciliation second = new Reconciliation(phone).run();

        assertThat(phone.find("Contact", customer.contact()).get("title").stringValue())
                .isEqualTo("rewound");
        assertThat(phone.ids("Contact")).doesNotContain(company.own.contact());
        assertThat(first.rowsReceived()).isEqualTo(1);
        assertThat(first.forgotten()).isEqualTo(1);
        assertThat(second.requests()).isEqualTo(1);
        pastTheTriggers(
                "insert into sync_record (tenant_id, scope, collection, id, changed_xid, version) select tenant_id, customer_id, 'Contact', id, pg_current_xact_id(), sync_version from contact where id = '%s'"
                        .formatted(company.own.contact()));
    }

    @Test
    void forgetsScopesThatTheUserDoesNotHave() {
        Records customer = company.customer("LEAVING", Persona.OUTSIDER);
        Phone phone = phone(Persona.OUTSIDER);
        phone.pull();
        pastTheTriggers("delete from sync_grant where scope = '%s'".formatted(customer.customer()));

        new Reconciliation(phone).run();

        assertThat(phone.ids("Customer")).contains(company.outsiders.customer()).doesNotContain(customer.customer());
        assertThat(phone.ids("Order")).doesNotContain(customer.order());
    }

    @Test
    void goesOnWithTheCursorOfTheTotals() {
        Phone phone = phone(Persona.REP);
        phone.pull();
        new Reconciliation(phone).run();
        company.run("update contact set title = 'afterwards' where id = '%s'".formatted(company.own.contact()));

        phone.pull();

        assertThat(phone.find("Contact", company.own.contact()).get("title").stringValue())
                .isEqualTo("afterwards");
    }

    @Test
    void countsOnlyTheLastOfACollectionThatHasALast() {
        Records customer = company.customer("TALKATIVE", Persona.COLLEAGUE);
        company.run(
                "insert into interaction (tenant_id, customer_id, kind, occurred_at, subject_type, subject_id, text) select '%s', '%s', 'NOTE', now(), 'Interaction', new_id(), 'note ' || n from generate_series(1, 70) n"
                        .formatted(company.tenantId(), customer.customer()));
        Phone phone = phone(Persona.COLLEAGUE);
        phone.pull();

        Answer page = phone.digests().pull().get(0);

        assertThat(new Reconciliation(phone).agrees(page.frames("digest").get(0).get("digests")))
                .isTrue();
        JsonNode scopes = phone.post("/sync/digest", Map.of("protocol", 1, "schema", 1, "collection", "TimelineEntry"))
                .json()
                .get("scopes");
        assertThat(scopes)
                .filteredOn(scope -> scope.get("scope")
                        .stringValue()
                        .equals(customer.customer().toString()))
                .singleElement()
                .satisfies(scope -> assertThat(scope.get("count").intValue()).isEqualTo(50));
    }

    @Test
    void knowsNothingOfOtherPeoplesScopes() {
        Records theirs = otherCompany.own;
        for (UUID scope : List.of(theirs.customer(), company.outsiders.customer())) {
            Answer answer = phone(Persona.REP)
                    .post(
                            "/sync/digest",
                            Map.of(
                                    "protocol",
                                    1,
                                    "schema",
                                    1,
                                    "collection",
                                    "Order",
                                    "scope",
                                    scope,
                                    "records",
                                    List.of(List.of(theirs.order(), 1))));

            assertThat(answer.json().get("rows")).isEmpty();
            assertThat(answer.json().get("forget")).hasSize(1);
        }
    }

    @Test
    void sendsALargeScopeInParts() {
        Records customer = company.customer("LARGE", Persona.COLLEAGUE);
        company.run(
                "insert into contact (tenant_id, customer_id, name, title) select '%s', '%s', 'contact ' || n, repeat('x', 100) from generate_series(1, 300) n"
                        .formatted(company.tenantId(), customer.customer()));
        Map<String, Object> request = Map.of(
                "protocol",
                1,
                "schema",
                1,
                "collection",
                "Contact",
                "scope",
                customer.customer(),
                "records",
                List.of(),
                "maxBytes",
                16384);

        Answer part = phone(Persona.COLLEAGUE).post("/sync/digest", request);

        assertThat(part.json().get("more").booleanValue()).isTrue();
        assertThat(part.json().get("rows").size()).isBetween(1, 100);
        Phone phone = phone(Persona.COLLEAGUE);
        new Reconciliation(phone).run();
        Phone whole = phone(Persona.COLLEAGUE);
        whole.pull();
        assertThat(phone.ids("Contact")).isEqualTo(whole.ids("Contact"));
    }

    @Test
    void comparesARangeOfIdsOnly() {
        List<UUID> ids = company.customers().stream()
                .map(Records::contact)
                .sorted((a, b) -> a.toString().compareTo(b.toString()))
                .toList();
        Answer answer = phone(Persona.REP)
                .post(
                        "/sync/digest",
                        Map.of(
                                "protocol",
                                1,
                                "schema",
                                1,
                                "collection",
                                "Contact",
                                "scope",
                                company.own.customer(),
                                "records",
                                List.of(),
                                "after",
                                "ffffffff-0000-0000-0000-000000000000"));

        assertThat(ids).contains(company.own.contact());
        assertThat(answer.json().get("rows")).isEmpty();
    }

    @Test
    void refusesBadRequestsByTheirField() {
        Map<String, Map<String, Object>> bad = Map.of(
                "protocol", Map.of("schema", 1),
                "schema", Map.of("protocol", 1),
                "collection", Map.of("protocol", 1, "schema", 1, "collection", "Nothing"),
                "scope", Map.of("protocol", 1, "schema", 1, "collection", "Order", "scope", "x"),
                "records", Map.of("protocol", 1, "schema", 1, "collection", "Order", "scope", UUID.randomUUID()),
                "maxBytes", Map.of("protocol", 1, "schema", 1, "maxBytes", 1));

        bad.forEach((field, body) -> {
            Answer answer = phone(Persona.REP).post("/sync/digest", body);

            assertThat(answer.status()).as(field).isEqualTo(400);
            assertThat(answer.json().at("/error/field/0").asString()).isEqualTo(field);
        });
        assertThat(phone(Persona.REP)
                        .post("/sync/digest", Map.of("protocol", 1, "schema", 1, "cursor", "forged"))
                        .errorCode())
                .isEqualTo("CURSOR_INVALID");
    }

    private void pastTheTriggers(String statements) {
        company.run("set session_replication_role = replica;" + statements);
    }

    private Phone phone(Persona persona) {
        return new Phone(port, company.token(persona));
    }
}
