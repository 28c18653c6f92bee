package io.revisit.sync.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.revisit.testing.Company.Persona;
import io.revisit.testing.Company.Records;
import io.revisit.testing.CompanyTest;
import io.revisit.testing.Phone;
import io.revisit.testing.Sql;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Giving a customer of ten thousand records to somebody else writes a handful of rows, however much he has. */
class ReassignmentWritesGrantsOnlyIT extends CompanyTest {
    private static final int ORDERS = 10_000;
    private static final String ORDERS_OF =
            """
            insert into customer_order (tenant_id, number, customer_id, state, ordered_at, currency, total_amount_minor)
            select tenant_id, 'N' || n, id, 'SHIPPED', '2026-02-20', 'CNY', n
            from customer, generate_series(1, %d) n where id = '%s'
            """;

    private static final String CHANGED_SINCE = "select count(*) from %s where not pg_visible_in_snapshot(%s, '%s')";

    @LocalServerPort
    private int port;

    @Test
    void writesAHandfulOfRows() {
        Records customer = company.customer("HUGE", Persona.REP);
        company.run(ORDERS_OF.formatted(ORDERS, customer.customer()));
        Phone rep = pulled(Persona.REP);
        Phone outsider = pulled(Persona.OUTSIDER);
        Sql sql = new Sql(database, company.tenantId());
        String before = sql.text("select pg_current_snapshot()");

        company.run(
                "update customer set owner_id = '%1$s' where id = '%2$s'; update visit_task set assignee_id = '%1$s' where customer_id = '%2$s'"
                        .formatted(company.user(Persona.OUTSIDER), customer.customer()));

        // The customer and the task, their entries in the timeline, and the task in the scopes of three people.
        assertThat(sql.number(CHANGED_SINCE.formatted("sync_record", "changed_xid", before)))
                .isLessThanOrEqualTo(8);
        assertThat(sql.number(CHANGED_SINCE.formatted("sync_grant", "granted_xid", before)))
                .isEqualTo(2);
        assertThat(sql.number(CHANGED_SINCE.formatted("sync_grant", "coalesce(revoked_xid, '1')", before)))
                .isEqualTo(2);
        assertThat(rep.pull().get(0).frames("drop")).hasSize(1);
        assertThat(rep.ids("Order")).hasSize(2);
        outsider.pull();
        assertThat(outsider.ids("Order")).hasSize(ORDERS + 3);
    }

    private Phone pulled(Persona persona) {
        Phone phone = new Phone(port, company.token(persona));
        phone.pull();
        return phone;
    }
}
