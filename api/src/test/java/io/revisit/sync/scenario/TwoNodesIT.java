package io.revisit.sync.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.revisit.RevisitApplication;
import io.revisit.testing.Company.Persona;
import io.revisit.testing.CompanyTest;
import io.revisit.testing.Phone;
import io.revisit.testing.Phone.Answer;
import io.revisit.testing.TestClockConfiguration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ConfigurableApplicationContext;

/** It makes no difference which node answers: cursors of one are good at the other, in the middle of a pull too. */
class TwoNodesIT extends CompanyTest {
    @LocalServerPort
    private int port;

    private ConfigurableApplicationContext other;
    private int otherPort;

    @BeforeAll
    void startAnother() {
        other = new SpringApplicationBuilder(RevisitApplication.class, TestClockConfiguration.class)
                .run(
                        "--server.port=0",
                        "--revisit.demo=off",
                        "--revisit.database.url=" + database.url(),
                        "--revisit.database.owner-url=" + database.ownerUrl());
        otherPort = Integer.parseInt(other.getEnvironment().getRequiredProperty("local.server.port"));
    }

    @AfterAll
    void stop() {
        other.close();
    }

    @Test
    void pagesOfOnePullComeFromEither() {
        for (int number = 0; number < 40; number++) {
            company.customer("NODES" + number, Persona.COLLEAGUE);
        }
        Phone here = new Phone(port, company.token(Persona.SUPERVISOR)).maxBytes(16 * 1024);
        Phone there = new Phone(otherPort, company.token(Persona.SUPERVISOR)).maxBytes(16 * 1024);
        boolean more = true;
        int pages = 0;
        while (more) {
            Phone asked = pages++ % 2 == 0 ? here : there;
            asked.cursor(pages % 2 == 1 ? there.cursor() : here.cursor());
            Answer page = asked.pullPage();
            assertThat(page.status()).as(page.body()).isEqualTo(200);
            there.store(page);
            more = here.store(page);
        }
        Phone whole = new Phone(port, company.token(Persona.SUPERVISOR));
        whole.pull();

        assertThat(pages).isGreaterThan(3);
        assertThat(here.contents()).isEqualTo(whole.contents());
    }

    @Test
    void whatOneNodeWroteTheOtherOneSends() {
        Phone there = new Phone(otherPort, company.token(Persona.REP));
        there.pull();
        company.run("update contact set title = 'Buyer' where id = '%s'".formatted(company.own.contact()));
        Phone here = new Phone(port, company.token(Persona.REP));
        here.cursor(there.cursor());

        assertThat(here.pull().get(0).frames("rows"))
                .extracting(rows -> rows.get("collection").stringValue())
                .contains("Contact");
    }
}
