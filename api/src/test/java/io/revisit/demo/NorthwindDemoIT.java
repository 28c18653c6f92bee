package io.revisit.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.revisit.importing.ImportReport;
import io.revisit.platform.database.Actor;
import io.revisit.platform.database.Database;
import io.revisit.testing.RevisitTest;
import io.revisit.testing.TestClock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;
import reactor.core.publisher.Flux;

@RevisitTest
class NorthwindDemoIT {
    @Autowired
    NorthwindDemo demo;

    @Autowired
    Database database;

    @Autowired
    TestClock clock;

    private UUID tenant;

    @BeforeEach
    void load() {
        demo.load(presence -> !presence.demoTenant()).block();
        tenant = database.readWithoutTenant(statements -> statements.queryOne(
                        "select tenant_id from find_login('andrew@northwind.demo')", row -> row.get(0, UUID.class)))
                .block();
    }

    @Test
    void bringsTheWholeCompanyIn() {
        assertThat(count("customer")).isEqualTo(91);
        assertThat(count("contact where main")).isEqualTo(91);
        assertThat(count("customer_order")).isEqualTo(830);
        assertThat(count("order_line")).isEqualTo(2155);
        assertThat(count("product where category = line")).isEqualTo(77);
        assertThat(count("app_user where password_hash is not null")).isEqualTo(9);
        assertThat(count("contract")).isEqualTo(30);
        assertThat(count("service_ticket")).isEqualTo(38);
        assertThat(count("visit")).isGreaterThan(150);
    }

    @Test
    void countsEveryCent() {
        // Summed independently from the files: round half up per line, freight apart.
        assertThat(value("select sum(total_amount_minor)::bigint from customer_order"))
                .isEqualTo(126_579_329L);
        assertThat(value("select sum(amount_minor)::bigint from order_line")).isEqualTo(126_579_329L);
        assertThat(value("select sum(freight_amount_minor)::bigint from customer_order"))
                .isEqualTo(6_494_269L);
        assertThat(value("select total_amount_minor from customer_order where number = '10248'"))
                .isEqualTo(44_000L);
        assertThat(count("interaction where kind = 'ORDER_CHANGED'")).isZero();
    }

    @Test
    void knowsWhoReportsToWhom() {
        assertThat(texts("select u.name || ' ' || role || ' ' || o.name || coalesce(' < ' || p.name, '')"
                        + " from app_user u join org_unit o on o.id = u.unit_id left join org_unit p on p.id = o.parent_id"
                        + " order by u.code"))
                .containsExactly(
                        "Nancy Davolio REP Northwind Traders",
                        "Andrew Fuller DIRECTOR Northwind Traders",
                        "Janet Leverling REP Northwind Traders",
                        "Margaret Peacock REP Northwind Traders",
                        "Steven Buchanan SUPERVISOR Buchanan's team < Northwind Traders",
                        "Michael Suyama REP Buchanan's team < Northwind Traders",
                        "Robert King REP Buchanan's team < Northwind Traders",
                        "Laura Callahan REP Northwind Traders",
                        "Anne Dodsworth REP Buchanan's team < Northwind Traders");
        assertThat(texts("select email || ' ' || zone from app_user where code in ('1', '9') order by code"))
                .containsExactly("nancy@northwind.demo America/Los_Angeles", "anne@northwind.demo Europe/London");
    }

    @Test
    void givesEveryCustomerToItsOwner() {
        assertThat(texts("select c.code || ' ' || u.code from customer c join app_user u on u.id = c.owner_id"
                        + " where c.code in ('ALFKI', 'BOLID', 'CENTC', 'FISSA', 'PARIS', 'PRINI', 'QUICK', 'VINET')"
                        + " order by c.code"))
                .containsExactly(
                        "ALFKI 1", "BOLID 4", "CENTC 4", "FISSA 9", "PARIS 9", "PRINI 5", "QUICK 2", "VINET 2");
        assertThat(count("customer where owner_id is null")).isZero();
        assertThat(texts("select code || ' ' || street || ' ' || country_code || ' ' || zone from customer"
                        + " where code in ('BOLID', 'OLDWO') order by code"))
                .containsExactly("BOLID C/ Araquil, 67 ES Europe/Madrid", "OLDWO 2743 Bering St. US America/Anchorage");
    }

    @Test
    void movesTheLastOrderToThreeDaysAgo() {
        // The clock stands at Monday, 2 March, midnight in Los Angeles.
        assertThat(texts("select max((o.ordered_at at time zone c.zone))::text from customer_order o"
                        + " join customer c on c.id = o.customer_id"))
                .containsExactly("2026-02-27 12:00:00");
    }

    @Test
    void lastsThroughTheSameImportOnceMore() {
        long audited = count("audit_entry");
        long told = count("interaction");

        List<ImportReport> reports =
                database.write(Actor.system(tenant), demo::importFiles).block();

        assertThat(reports).hasSize(6).allSatisfy(report -> {
            assertThat(report.errors()).isEmpty();
            assertThat(report.stored()).isZero();
            assertThat(report.unchanged()).isEqualTo(report.rows()).isPositive();
        });
        assertThat(count("audit_entry")).isEqualTo(audited);
        assertThat(count("interaction")).isEqualTo(told);
    }

    @Test
    void isMadeOnceHoweverManyNodesStart() {
        List<Boolean> made = Flux.range(0, 3)
                .flatMap(node -> demo.load(presence -> !presence.demoTenant()))
                .collectList()
                .block();

        assertThat(made).containsOnly(false);
        assertThat(count("customer")).isEqualTo(91);
    }

    @Test
    void givesAnneSomethingInEveryBucket() {
        String anne =
                "visit_task t join app_user u on u.id = t.assignee_id and u.code = '9' where t.closed_at is null and ";
        String day = "(t.due_at at time zone u.zone)::date - ('%s'::timestamptz at time zone u.zone)::date "
                .formatted(clock.instant());

        assertThat(count(anne + "t.latest_at < '" + clock.instant() + "'")).isPositive();
        assertThat(count(anne + day + "= 0")).isPositive();
        assertThat(count(anne + day + "between 1 and 6")).isPositive();
        assertThat(count(anne + day + "> 7")).isPositive();
        assertThat(texts("select reason from visit_task t join customer c on c.id = t.customer_id"
                        + " where c.code = 'PARIS' and t.closed_at is null and t.kind = 'FOLLOW_UP'"))
                .containsExactly("Has never ordered");
        assertThat(texts("select t.title from visit_task t join customer c on c.id = t.customer_id"
                        + " where c.code = 'CENTC' and t.closed_at is null"))
                .containsExactly("No order from Centro comercial Moctezuma for 660 days");
    }

    @Test
    void hasPastTasksTopicsAndAnswers() {
        assertThat(count("visit_task where state = 'DONE'")).isGreaterThan(50);
        assertThat(count("visit_task where state = 'EXCUSED' and closing_note is not null"))
                .isEqualTo(11);
        assertThat(count("visit v join visit_task t on t.id = v.task_id where t.state <> 'DONE'"))
                .isZero();
        assertThat(count("visit where outcome = 'NOT_REACHED'")).isPositive();
        assertThat(count("visit_topic where resolved_at is null")).isPositive();
        assertThat(count("visit_topic where resolved_at is not null")).isPositive();
        assertThat(count("survey_answer where metric = 'NPS'")).isPositive();
        assertThat(count("contract where state = 'ACTIVE' and ends_on <= date '2026-03-02' + 90"))
                .isPositive();
        assertThat(count("customer where next_visit_at is null and last_contact_at is null"))
                .isLessThan(15);
        assertThat(count("visit where ended_at > '" + clock.instant() + "'")).isZero();
        assertThat(count("service_ticket where state = 'OPEN'")).isBetween(4L, 5L);
    }

    @Test
    void letsTheDemoPasswordIn() {
        String hash =
                texts("select password_hash from app_user where code = '9'").get(0);

        assertThat(new Argon2PasswordEncoder(16, 32, 1, 19_456, 2).matches("revisit-demo", hash))
                .isTrue();
        assertThat(DemoWelcome.text("8081")).contains("localhost:8081/graphql", "anne@northwind.demo", "revisit-demo");
    }

    @Test
    void leavesNothingBehindWhenItFailsInTheMiddle() {
        long users = count("app_user");
        clock.advance(Duration.ofDays(1));

        // The addresses are taken by the tenant that is there, so a second one cannot be filled.
        assertThat(demo.load(presence -> true)
                        .thenReturn("made")
                        .onErrorReturn("failed")
                        .block())
                .isEqualTo("failed");

        assertThat(count("app_user")).isEqualTo(users);
        assertThat(database.readWithoutTenant(statements -> statements.queryOne(
                                "select count(*) from find_login('anne@northwind.demo')",
                                row -> row.get(0, Long.class)))
                        .block())
                .isEqualTo(1);
    }

    private long count(String from) {
        return value("select count(*) from " + from);
    }

    private long value(String sql) {
        return database.read(tenant, statements -> statements.queryOne(sql, row -> row.get(0, Long.class)))
                .block();
    }

    private List<String> texts(String sql) {
        return database.read(tenant, statements -> statements
                        .query(sql, row -> row.get(0, String.class))
                        .collectList())
                .block();
    }
}
