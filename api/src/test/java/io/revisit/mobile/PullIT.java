package io.revisit.mobile;

import static org.assertj.core.api.Assertions.assertThat;

import io.revisit.testing.Company.Persona;
import io.revisit.testing.Company.Records;
import io.revisit.testing.CompanyTest;
import io.revisit.testing.Phone;
import io.revisit.testing.Phone.Answer;
import io.revisit.testing.Sql;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

class PullIT extends CompanyTest {
    @LocalServerPort
    private int port;

    private Sql sql;

    @BeforeAll
    void connect() {
        sql = new Sql(database, company.tenantId());
    }

    private Phone phone(Persona persona) {
        return new Phone(port, company.token(persona));
    }

    @Test
    void refusesWhoeverIsNotLoggedIn() {
        Answer answer = new Phone(port, "").pullPage();

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.errorCode()).isEqualTo("UNAUTHENTICATED");
    }

    @Test
    void sendsEverythingOfTheCustomersThatConcernTheRep() {
        Phone phone = phone(Persona.REP);
        phone.pull();

        assertThat(phone.ids("Customer")).containsExactlyInAnyOrder(company.own.customer(), company.shared.customer());
        assertThat(phone.ids("Visit")).containsExactlyInAnyOrder(company.own.visit(), company.shared.visit());
        assertThat(phone.ids("Order")).containsExactlyInAnyOrder(company.own.order(), company.shared.order());
        assertThat(phone.ids("Contact")).containsExactlyInAnyOrder(company.own.contact(), company.shared.contact());
        assertThat(phone.ids("Ticket")).containsExactlyInAnyOrder(company.own.ticket(), company.shared.ticket());
        assertThat(phone.ids("Product")).containsExactly(company.productId());
        assertThat(phone.ids("User"))
                .containsExactlyInAnyOrder(
                        company.user(Persona.REP), company.user(Persona.COLLEAGUE), company.user(Persona.SUPERVISOR));
        assertThat(phone.find("Visit", company.own.visit()).get("csat").intValue())
                .isEqualTo(4);
        assertThat(phone.find("Customer", company.own.customer()).get("name").stringValue())
                .isEqualTo("OWN 贸易");
    }

    @Test
    void letsTheSupervisorHaveWhatHisPeopleHave() {
        Phone phone = phone(Persona.SUPERVISOR);
        phone.pull();

        assertThat(phone.ids("Customer"))
                .contains(company.own.customer(), company.colleagues.customer(), company.shared.customer())
                .doesNotContain(company.outsiders.customer());
    }

    @Test
    void sendsNothingWhenNothingHappened() {
        Phone phone = phone(Persona.COLLEAGUE);
        phone.pull();

        Answer empty = phone.pull().get(0);

        assertThat(empty.frames())
                .extracting(frame -> frame.get("frame").stringValue())
                .containsExactly("hello", "checkpoint");
        assertThat(empty.frames("hello").get(0).get("verify").booleanValue()).isFalse();
    }

    @Test
    void sendsOnlyWhatChanged() {
        Records customer = company.customer("CHANGING", Persona.REP);
        Phone phone = phone(Persona.REP);
        phone.pull();
        company.run("update visit_task set title = 'New title' where id = '%s'".formatted(customer.task()));

        List<Answer> pages = phone.pull();

        assertThat(pages).hasSize(1);
        assertThat(pages.get(0).frames("rows"))
                .extracting(frame -> frame.get("collection").stringValue())
                .containsExactlyInAnyOrder("Task", "TimelineEntry");
        assertThat(phone.find("Task", customer.task()).get("title").stringValue())
                .isEqualTo("New title");
        assertThat(phone.scopesOf("Task", customer.task()))
                .containsExactlyInAnyOrder(customer.customer(), company.user(Persona.REP));
    }

    @Test
    void dropsAndGrantsScopesWhenACustomerIsGivenAway() {
        Records customer = company.customer("MOVING", Persona.REP);
        Phone rep = phone(Persona.REP);
        Phone outsider = phone(Persona.OUTSIDER);
        rep.pull();
        outsider.pull();
        company.run(
                "update visit_task set assignee_id = '%2$s' where id = '%1$s'; update customer set owner_id = '%2$s' where id = '%3$s'"
                        .formatted(customer.task(), company.user(Persona.OUTSIDER), customer.customer()));

        Answer left = rep.pull().get(0);
        outsider.pull();

        assertThat(left.frames("drop"))
                .extracting(frame -> frame.get("scope").stringValue())
                .containsExactly(customer.customer().toString());
        assertThat(rep.ids("Customer")).doesNotContain(customer.customer());
        assertThat(rep.ids("Order")).doesNotContain(customer.order());
        assertThat(rep.ids("Task")).doesNotContain(customer.task());
        assertThat(outsider.ids("Customer")).contains(customer.customer());
        assertThat(outsider.ids("Visit")).contains(customer.visit());
    }

    @Test
    void sendsTombstonesOfWhatWasDeleted() {
        Records customer = company.customer("SHRINKING", Persona.REP);
        Phone phone = phone(Persona.REP);
        phone.pull();
        company.run("update contact set deleted_at = now() where id = '%s'".formatted(customer.contact()));

        Answer page = phone.pull().get(0);

        assertThat(page.frames("tombstones")).hasSize(1);
        assertThat(phone.ids("Contact")).doesNotContain(customer.contact());
    }

    @Test
    void neverLosesAWriterThatCommitsLateWithALowNumber() throws Exception {
        Records early = company.customer("EARLY", Persona.REP);
        Records late = company.customer("LATE", Persona.REP);
        Phone phone = phone(Persona.REP);
        phone.pull();
        try (var connection = database.owner().dataSource().getConnection();
                var statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("select set_config('app.tenant_id', '" + company.tenantId() + "', false)");
            statement.execute("update contact set title = 'late' where id = '" + late.contact() + "'");
            company.run("update contact set title = 'early' where id = '%s'".formatted(early.contact()));

            phone.pull();
            assertThat(phone.find("Contact", early.contact()).get("title").stringValue())
                    .isEqualTo("early");
            assertThat(phone.find("Contact", late.contact()).get("title").isNull())
                    .isTrue();

            connection.commit();
        }
        phone.pull();

        assertThat(phone.find("Contact", late.contact()).get("title").stringValue())
                .isEqualTo("late");
    }

    @Test
    void continuesPageByPageAndComesToTheSame() {
        Phone whole = phone(Persona.SUPERVISOR);
        whole.pull();
        Phone pages = phone(Persona.SUPERVISOR).maxBytes(16 * 1024);
        for (int number = 0; number < 40; number++) {
            company.customer("PAGES" + number, Persona.COLLEAGUE);
        }

        assertThat(pages.pull()).hasSizeGreaterThan(3);
        whole.pull();

        assertThat(pages.contents()).isEqualTo(whole.contents());
        whole.maxBytes(16 * 1024);
        company.run("update contact set title = 'all' where tenant_id = current_tenant()");
        assertThat(whole.pull()).hasSizeGreaterThan(0);
        pages.pull();
        assertThat(pages.contents()).isEqualTo(whole.contents());
    }

    @Test
    void refusesForeignAndForgedCursors() {
        Phone rep = phone(Persona.REP);
        rep.pull();
        Phone colleague = phone(Persona.COLLEAGUE);
        colleague.cursor(rep.cursor());
        assertThat(colleague.pullPage().errorCode()).isEqualTo("CURSOR_INVALID");

        Phone other = new Phone(port, otherCompany.token(Persona.REP));
        other.cursor(rep.cursor());
        assertThat(other.pullPage().errorCode()).isEqualTo("CURSOR_INVALID");

        rep.cursor(rep.cursor().substring(2) + "AA");
        assertThat(rep.pullPage().errorCode()).isEqualTo("CURSOR_INVALID");
    }

    @Test
    void refusesBadRequestsByTheirField() {
        Answer answer = phone(Persona.REP).post("/sync/pull", Map.of("protocol", 1, "schema", 1, "maxBytes", 3));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().at("/error/field/0").asString()).isEqualTo("maxBytes");
        assertThat(phone(Persona.REP)
                        .post("/sync/pull", Map.of("protocol", 0, "schema", 1))
                        .errorCode())
                .isEqualTo("UPGRADE_REQUIRED");
        assertThat(phone(Persona.REP).post("/sync/pull", List.of()).errorCode()).isEqualTo("INVALID_INPUT");
    }

    @Test
    void reassigningWritesGrantsAndNoRecords() {
        Records customer = company.customer("BIG", Persona.REP);
        long before = sql.number(
                "select count(*) from sync_record where tenant_id = ? and scope = ?",
                company.tenantId(),
                customer.customer());
        String xid = sql.text("select pg_current_snapshot()");
        company.run("update customer set owner_id = '%s' where id = '%s'"
                .formatted(company.user(Persona.OUTSIDER), customer.customer()));

        assertThat(sql.number(
                        "select count(*) from sync_record where tenant_id = ? and scope = ? and not pg_visible_in_snapshot(changed_xid, ?::pg_snapshot)",
                        company.tenantId(),
                        customer.customer(),
                        xid))
                .isLessThanOrEqualTo(2);
        assertThat(before).isGreaterThan(5);
        UUID outsider = company.user(Persona.OUTSIDER);
        assertThat(sql.texts(
                        "select unnest(reasons) from sync_grant where tenant_id = ? and user_id = ? and scope = ? and revoked_xid is null",
                        company.tenantId(),
                        outsider,
                        customer.customer()))
                .containsExactly("OWNER");
    }
}
