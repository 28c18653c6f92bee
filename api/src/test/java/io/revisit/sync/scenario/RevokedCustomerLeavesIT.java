package io.revisit.sync.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.revisit.testing.Company;
import io.revisit.testing.Company.Persona;
import io.revisit.testing.Company.Records;
import io.revisit.testing.CompanyTest;
import io.revisit.testing.Phone;
import io.revisit.testing.Sql;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

/** A customer whose last reason ended is forgotten by the phone, with everything that came with him. */
class RevokedCustomerLeavesIT extends CompanyTest {
    @LocalServerPort
    private int port;

    private Company here;
    private Sql sql;

    @BeforeEach
    void foundAnother() {
        here = newCompany();
        sql = new Sql(database, here.tenantId());
    }

    @Test
    void leavesOnlyWhenTheLastReasonEnds() {
        Records customer = here.customer("SHARED TWICE", Persona.OUTSIDER);
        share(customer, Persona.REP);
        UUID task = sql.task(customer.customer(), here.user(Persona.REP), "READY");
        Phone rep = pulled(Persona.REP);

        here.run("delete from customer_share where customer_id = '%s'".formatted(customer.customer()));
        assertThat(rep.pull().get(0).frames("drop")).isEmpty();
        assertThat(rep.ids("Customer")).contains(customer.customer());

        sql.run("update visit_task set state = 'DONE', closed_at = now() where id = ?", task);
        assertThat(rep.pull().get(0).frames("drop")).hasSize(1);
        assertThat(rep.ids("Customer")).doesNotContain(customer.customer());
        assertThat(rep.ids("Order")).doesNotContain(customer.order());
        assertThat(rep.ids("Visit")).doesNotContain(customer.visit());
    }

    @Test
    void keepsTheClosedTaskOfACustomerThatLeft() {
        Records customer = here.customer("ONE TASK", Persona.OUTSIDER);
        UUID task = sql.task(customer.customer(), here.user(Persona.REP), "READY");
        Phone rep = pulled(Persona.REP);
        sql.run("update visit_task set state = 'DONE', closed_at = now() where id = ?", task);

        rep.pull();

        assertThat(rep.ids("Customer")).doesNotContain(customer.customer());
        assertThat(rep.find("Task", task).get("state").stringValue()).isEqualTo("DONE");
        assertThat(rep.ids("Task")).doesNotContain(customer.task());
    }

    @Test
    void comesBackWholeWhenItWasRevokedAndGrantedBetweenTwoPulls() {
        Records customer = here.customer("THERE AND BACK", Persona.REP);
        Phone rep = pulled(Persona.REP);
        reassign(customer, Persona.OUTSIDER);
        here.run("update visit_task set assignee_id = '%s' where customer_id = '%s'"
                .formatted(here.user(Persona.OUTSIDER), customer.customer()));
        here.run("delete from contact where id = '%s'".formatted(customer.contact()));
        reassign(customer, Persona.REP);

        assertThat(rep.pull().get(0).frames("drop")).hasSize(1);

        assertThat(rep.ids("Customer")).contains(customer.customer());
        assertThat(rep.ids("Order")).contains(customer.order());
        assertThat(rep.ids("Contact")).doesNotContain(customer.contact());
        assertThat(rep.contents()).isEqualTo(pulled(Persona.REP).contents());
    }

    @Test
    void staysWhenItWasRevokedAndGrantedInOneTransaction() {
        Records customer = here.customer("ONE TRANSACTION", Persona.REP);
        Phone rep = pulled(Persona.REP);
        here.run(
                "update visit_task set assignee_id = '%1$s' where customer_id = '%3$s'; update customer set owner_id = '%1$s' where id = '%3$s'; update customer set owner_id = '%2$s' where id = '%3$s'"
                        .formatted(here.user(Persona.OUTSIDER), here.user(Persona.REP), customer.customer()));

        rep.pull();

        assertThat(rep.ids("Customer")).contains(customer.customer());
        assertThat(rep.contents()).isEqualTo(pulled(Persona.REP).contents());
    }

    @Test
    void leavesTheSupervisorWhenHisRepMovesToAnotherUnit() {
        Phone supervisor = pulled(Persona.SUPERVISOR);
        Phone other = pulled(Persona.OTHER_SUPERVISOR);
        assertThat(supervisor.ids("Customer")).contains(here.colleagues.customer());
        here.run("update app_user set unit_id = (select unit_id from app_user where id = '%s') where id = '%s'"
                .formatted(here.user(Persona.OUTSIDER), here.user(Persona.COLLEAGUE)));

        supervisor.pull();
        other.pull();

        assertThat(supervisor.ids("Customer")).doesNotContain(here.colleagues.customer());
        assertThat(supervisor.ids("User")).doesNotContain(here.user(Persona.COLLEAGUE));
        assertThat(supervisor.ids("Task")).doesNotContain(here.colleagues.task());
        assertThat(other.ids("Customer")).contains(here.colleagues.customer());
        assertThat(other.ids("User")).contains(here.user(Persona.COLLEAGUE));
    }

    @Test
    void leavesWhoeverIsNoSupervisorAnyMore() {
        Phone supervisor = pulled(Persona.SUPERVISOR);
        here.run("update app_user set role = 'REP' where id = '%s'".formatted(here.user(Persona.SUPERVISOR)));

        supervisor.pull();

        assertThat(supervisor.ids("Customer")).isEmpty();
        assertThat(supervisor.ids("User")).contains(here.user(Persona.REP), here.user(Persona.SUPERVISOR));
    }

    @Test
    void leavesWithTheUnitThatMoves() {
        here.run(
                "insert into org_unit (tenant_id, parent_id, name) select tenant_id, unit_id, 'team' from app_user where id = '%1$s'; update app_user set unit_id = (select id from org_unit where name = 'team') where id = '%2$s'"
                        .formatted(here.user(Persona.SUPERVISOR), here.user(Persona.REP)));
        Phone supervisor = pulled(Persona.SUPERVISOR);
        Phone other = pulled(Persona.OTHER_SUPERVISOR);
        assertThat(supervisor.ids("Customer")).contains(here.own.customer());
        here.run("update org_unit set parent_id = (select unit_id from app_user where id = '%s') where name = 'team'"
                .formatted(here.user(Persona.OUTSIDER)));

        supervisor.pull();
        other.pull();

        assertThat(supervisor.ids("Customer")).doesNotContain(here.own.customer());
        assertThat(supervisor.contents()).isEqualTo(pulled(Persona.SUPERVISOR).contents());
        assertThat(other.ids("Customer")).contains(here.own.customer());
        assertThat(other.ids("User")).contains(here.user(Persona.REP));
    }

    @Test
    void leavesTheDeactivatedButNotTheirSupervisor() {
        Phone supervisor = pulled(Persona.SUPERVISOR);
        here.run("update app_user set active = false where id = '%s'".formatted(here.user(Persona.COLLEAGUE)));

        supervisor.pull();

        assertThat(supervisor.ids("Customer")).contains(here.colleagues.customer());
        assertThat(sql.number(
                        "select count(*) from sync_grant where user_id = ? and revoked_xid is null",
                        here.user(Persona.COLLEAGUE)))
                .isZero();
    }

    @Test
    void leavesWithItsDeletion() {
        Phone rep = pulled(Persona.REP);
        here.run("update customer set deleted_at = now() where id = '%s'".formatted(here.own.customer()));

        rep.pull();

        assertThat(rep.ids("Customer")).containsExactly(here.shared.customer());
        assertThat(rep.ids("Order")).containsExactly(here.shared.order());
        assertThat(rep.ids("Task")).contains(here.own.task());
    }

    private Phone pulled(Persona persona) {
        Phone phone = new Phone(port, here.token(persona));
        phone.pull();
        return phone;
    }

    private void share(Records customer, Persona persona) {
        here.run("insert into customer_share (tenant_id, user_id, customer_id) values ('%s', '%s', '%s')"
                .formatted(here.tenantId(), here.user(persona), customer.customer()));
    }

    private void reassign(Records customer, Persona persona) {
        here.run("update customer set owner_id = '%s' where id = '%s'"
                .formatted(here.user(persona), customer.customer()));
    }
}
