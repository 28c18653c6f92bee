package io.revisit.sync.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.revisit.testing.Company.Persona;
import io.revisit.testing.CompanyTest;
import io.revisit.testing.Phone;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

/** A user with ten thousand customers is a user like any other. */
class ManyScopesIT extends CompanyTest {
    private static final int CUSTOMERS = 10_000;
    private static final String CUSTOMERS_OF =
            """
            insert into customer (tenant_id, code, name, zone, owner_id)
            select tenant_id, 'N' || n, 'Customer ' || n, 'Asia/Shanghai', id
            from app_user, generate_series(1, %d) n where id = '%s'
            """;

    @LocalServerPort
    private int port;

    @Test
    void tenThousandScopesAreServed() {
        company.run(CUSTOMERS_OF.formatted(CUSTOMERS, company.user(Persona.OUTSIDER)));
        Phone phone = new Phone(port, company.token(Persona.OUTSIDER));

        report("first sync", () -> phone.pull());
        assertThat(phone.ids("Customer")).hasSize(CUSTOMERS + 2);

        report("empty pull", () -> assertThat(phone.pull().get(0).frames("rows"))
                .isEmpty());
        company.run("update customer set industry = 'Tea' where code in ('N1', 'N5000', 'N10000')");
        report("pull of three changes", () -> assertThat(phone.pull().get(0).frames("rows"))
                .anySatisfy(rows -> assertThat(rows.get("rows")).hasSize(3)));
    }

    private static void report(String what, Runnable work) {
        long start = System.nanoTime();
        work.run();
        System.out.printf(
                "ManyScopesIT: %s with %d scopes took %d ms%n",
                what, CUSTOMERS, (System.nanoTime() - start) / 1_000_000);
    }
}
