package io.revisit.sync.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.revisit.testing.Company.Persona;
import io.revisit.testing.CompanyTest;
import io.revisit.testing.Phone;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

/** A phone that takes its time, or goes away in the middle, costs the database nothing. */
class SlowReaderHoldsNoTransactionIT extends CompanyTest {
    private static final int PAGE_BYTES = 4 * 1024 * 1024;

    private static final String WIDE_ORDERS =
            """
            insert into customer_order (tenant_id, number, customer_id, state, ordered_at, currency, total_amount_minor)
            select tenant_id, 'N' || n, id, 'SHIPPED', '2026-02-20', 'CNY', n
            from customer, generate_series(1, 12000) n where id = '%s'
            """;

    private static final String HELD_FOR_PULLS =
            """
            select count(*) from pg_stat_activity
            where datname = current_database() and pid <> pg_backend_pid() and query like '%sync_grant%'
              and (xact_start is not null or backend_xmin is not null or backend_xid is not null or state <> 'idle')
            """;

    @LocalServerPort
    private int port;

    @BeforeAll
    void fill() {
        company.run(WIDE_ORDERS.formatted(company.own.customer()));
    }

    @Test
    void holdsNoTransactionWhileThePageIsOnItsWay() throws Exception {
        try (RawPull slow = new RawPull(port, company.token(Persona.REP), PAGE_BYTES)) {
            assertThat(slow.read(12)).isEqualTo("HTTP/1.1 200");
            for (int look = 0; look < 20; look++) {
                slow.read(50);
                assertThat(database.text(HELD_FOR_PULLS)).isEqualTo("0");
            }
        }
    }

    @Test
    void aPageThatWasCutOffIsAskedForAgain() throws Exception {
        Phone phone = new Phone(port, company.token(Persona.REP)).maxBytes(PAGE_BYTES);
        phone.pull();
        for (int time = 0; time < 5; time++) {
            try (RawPull cut = new RawPull(port, company.token(Persona.REP), PAGE_BYTES)) {
                assertThat(cut.read(2000)).contains("\"frame\":\"rows\"");
            }
        }
        Phone again = new Phone(port, company.token(Persona.REP)).maxBytes(PAGE_BYTES);
        again.pull();

        assertThat(again.contents()).isEqualTo(phone.contents());
        assertThat(database.text(HELD_FOR_PULLS)).isEqualTo("0");
    }
}
