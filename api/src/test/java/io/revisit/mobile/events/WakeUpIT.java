package io.revisit.mobile.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.revisit.RevisitApplication;
import io.revisit.identity.token.AccessTokens;
import io.revisit.platform.mutation.NewIds;
import io.revisit.testing.Company;
import io.revisit.testing.Company.Persona;
import io.revisit.testing.Company.Records;
import io.revisit.testing.CompanyTest;
import io.revisit.testing.Sql;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ConfigurableApplicationContext;

class WakeUpIT extends CompanyTest {
    @LocalServerPort
    private int port;

    @Test
    void refusesWhoeverIsNotLoggedIn() {
        try (EventStream stream = new EventStream(port, "")) {
            assertThat(stream.status()).isEqualTo(401);
        }
    }

    @Test
    void tellsThoseWhomAChangeConcernsAndNobodyElse() throws Exception {
        try (EventStream rep = open(company, Persona.REP);
                EventStream supervisor = open(company, Persona.SUPERVISOR);
                EventStream outsider = open(company, Persona.OUTSIDER);
                EventStream other = open(otherCompany, Persona.REP)) {
            company.run("update contact set title = 'changed' where id = '%s'".formatted(company.own.contact()));

            assertThat(rep.isToldOfAChange()).isTrue();
            assertThat(supervisor.isToldOfAChange()).isTrue();
            assertThat(outsider.comes("event:change", 500)).isFalse();
            assertThat(other.comes("event:change", 1)).isFalse();
        }
    }

    @Test
    void tellsNothingButThatThereIsSomething() throws Exception {
        try (EventStream rep = open(company, Persona.REP)) {
            company.run("update contact set title = 'secret' where id = '%s'".formatted(company.own.contact()));

            assertThat(rep.comes("data:{}", 10_000)).isTrue();
        }
    }

    @Test
    void tellsWhoGainsAndWhoLosesACustomer() throws Exception {
        Records customer = company.customer("WOKEN", Persona.REP);
        try (EventStream rep = open(company, Persona.REP);
                EventStream outsider = open(company, Persona.OUTSIDER)) {
            company.run(
                    "update visit_task set assignee_id = '%2$s' where id = '%1$s'; update customer set owner_id = '%2$s' where id = '%3$s'"
                            .formatted(customer.task(), company.user(Persona.OUTSIDER), customer.customer()));

            assertThat(outsider.isToldOfAChange()).isTrue();
            assertThat(rep.isToldOfAChange()).isTrue();
        }
    }

    @Test
    void tellsPhonesOfOtherNodes() throws Exception {
        try (ConfigurableApplicationContext node = new SpringApplicationBuilder(RevisitApplication.class)
                .run(
                        "--server.port=0",
                        "--revisit.demo=off",
                        "--revisit.database.url=" + database.url(),
                        "--revisit.database.owner-url=" + database.ownerUrl())) {
            int otherPort = Integer.parseInt(node.getEnvironment().getRequiredProperty("local.server.port"));
            // That node's clock is the machine's.
            String token = node.getBean(AccessTokens.class)
                    .issue(
                            company.tenantId(),
                            company.user(Persona.REP),
                            company.user(Persona.REP),
                            company.user(Persona.REP))
                    .block()
                    .value();
            try (EventStream here = open(company, Persona.REP);
                    EventStream there = new EventStream(otherPort, token)) {
                assertThat(there.isToldOfAChange()).as("listening began").isTrue();
                company.run("update contact set title = 'far' where id = '%s'".formatted(company.own.contact()));

                assertThat(here.isToldOfAChange()).isTrue();
                assertThat(there.isToldOfAChange()).isTrue();
            }
        }
    }

    @Test
    void missesNothingWhileTheDatabaseIsAway() throws Exception {
        try (EventStream rep = open(company, Persona.REP)) {
            database.text("select count(pg_terminate_backend(pid)) from pg_stat_activity where pid <> pg_backend_pid()"
                    + " and datname = current_database()");
            company.run("update contact set title = 'away' where id = '%s'".formatted(company.own.contact()));

            assertThat(rep.isToldOfAChange()).isTrue();
        }
    }

    @Test
    void endsTheOldestOfTooManyStreamsOfAUser() throws Exception {
        List<EventStream> streams = new ArrayList<>();
        try {
            for (int number = 0; number < 11; number++) {
                streams.add(open(company, Persona.QA));
            }

            assertThat(streams.get(0).ends()).isTrue();
            assertThat(streams.get(1).comes("end", 300)).isFalse();
        } finally {
            streams.forEach(EventStream::close);
        }
    }

    @Test
    void endsWithTheToken() throws Exception {
        Company mine = newCompany();
        clock.advance(Duration.ofMinutes(15).minusSeconds(1));
        try (EventStream stream = new EventStream(port, mine.token(Persona.REP))) {
            assertThat(stream.ends()).isTrue();
        }
    }

    @Test
    void announcesEachScopeOncePerTransaction() {
        List<String> announced = announced(
                """
                update contact set title = 'a' where id = '%1$s';
                update contact set title = 'b' where id = '%1$s';
                update visit_task set title = 'c' where id = '%2$s'
                """
                        .formatted(company.own.contact(), company.own.task()));

        assertThat(announced)
                .containsExactlyInAnyOrder(
                        company.own.customer().toString(),
                        company.user(Persona.REP).toString());
    }

    @Test
    void announcesABulkAsOne() {
        String values = Stream.generate(() -> "('%1$s', '%2$s', '%2$s', 'bulk', 'UTC')"
                        .formatted(company.tenantId(), NewIds.at(clock.instant())))
                .limit(120)
                .collect(Collectors.joining(", "));

        List<String> announced = announced("insert into customer (tenant_id, id, code, name, zone) values " + values);

        assertThat(announced).hasSizeLessThanOrEqualTo(52).contains("*");
    }

    @Test
    void letsTheApplicationReadNoNoticeButThroughItsFunction() {
        assertThat(database.text("select has_table_privilege('revisit_app', 'sync_notice', 'select')"))
                .isEqualTo("f");
    }

    /** Whom one transaction announces. */
    private List<String> announced(String statements) {
        String before = database.text("select pg_current_snapshot()");
        company.run("begin;" + statements + "; commit");
        return new Sql(database, company.tenantId())
                .texts(
                        "select concerned from sync_notices(?::pg_snapshot) where tenant = ?",
                        before,
                        company.tenantId());
    }

    /** A stream that is open and listened for. */
    private EventStream open(Company of, Persona persona) throws InterruptedException {
        EventStream stream = new EventStream(port, of.token(persona));
        assertThat(stream.status()).isEqualTo(200);
        assertThat(stream.comes(":open", 10_000)).isTrue();
        // The first stream of a node begins to listen and is told so; the others find it listening.
        stream.comes("event:change", 700);
        stream.forget();
        return stream;
    }
}
