package io.revisit.sync.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.revisit.testing.Company.Persona;
import io.revisit.testing.Company.Records;
import io.revisit.testing.CompanyTest;
import io.revisit.testing.Phone;
import io.revisit.testing.Sql;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;

/** A customer that was last changed long ago arrives whole on the phone of whoever gets him. */
class NewlyAssignedCustomerArrivesIT extends CompanyTest {
    @LocalServerPort
    private int port;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update customer set owner_id = '%1$s' where id = '%2$s'",
                "insert into customer_share (tenant_id, user_id, customer_id) select tenant_id, '%1$s', id from customer where id = '%2$s'",
                "update visit_task set assignee_id = '%1$s' where customer_id = '%2$s'",
                "update service_ticket set assignee_id = '%1$s' where customer_id = '%2$s'",
                "update customer set owner_id = '%3$s' where id = '%2$s'"
            })
    void arrivesWhole(String assignment) {
        Records customer = company.customer("OLD " + UUID.randomUUID(), Persona.OUTSIDER);
        Phone rep = pulled(Persona.REP);
        Phone supervisor = pulled(Persona.SUPERVISOR);
        company.run(
                assignment.formatted(company.user(Persona.REP), customer.customer(), company.user(Persona.COLLEAGUE)));

        rep.pull();
        supervisor.pull();

        if (!assignment.contains("%3$s")) {
            assertArrived(rep, customer);
        }
        assertArrived(supervisor, customer);
    }

    @Test
    void tellsWhatWasDeletedAfterALaterPageBroughtIt() {
        for (int number = 0; number < 30; number++) {
            company.customer("MANY" + number, Persona.COLLEAGUE);
        }
        Phone colleague = new Phone(port, company.token(Persona.COLLEAGUE)).maxBytes(16 * 1024);
        colleague.store(colleague.pullPage());
        Records late = company.customer("LATE", Persona.COLLEAGUE);
        colleague.pull();
        assertThat(colleague.ids("Contact")).contains(late.contact());
        // The grant is still newer than the cursor, and the contact was never sent under it as far as that tells.
        new Sql(database, company.tenantId()).run("delete from contact where id = ?", late.contact());

        colleague.pull();

        assertThat(colleague.ids("Contact")).doesNotContain(late.contact());
        assertThat(colleague.contents()).isEqualTo(pulled(Persona.COLLEAGUE).contents());
    }

    private static void assertArrived(Phone phone, Records customer) {
        assertThat(phone.ids("Customer")).contains(customer.customer());
        assertThat(phone.ids("Contact")).contains(customer.contact());
        assertThat(phone.ids("Order")).contains(customer.order());
        assertThat(phone.ids("Contract")).contains(customer.contract());
        assertThat(phone.ids("Ticket")).contains(customer.ticket());
        assertThat(phone.ids("Task")).contains(customer.task());
        assertThat(phone.ids("Visit")).contains(customer.visit());
    }

    private Phone pulled(Persona persona) {
        Phone phone = new Phone(port, company.token(persona));
        phone.pull();
        return phone;
    }
}
