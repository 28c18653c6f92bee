package io.revisit.customer;

import static org.assertj.core.api.Assertions.assertThat;

import io.revisit.testing.Company.Persona;
import io.revisit.testing.Company.Records;
import io.revisit.testing.CompanyTest;
import io.revisit.testing.GraphQl.Answer;
import io.revisit.testing.Pages;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The lists that hang on a customer: each seen with him, in its order, page by page. */
class CustomerRecordsApiIT extends CompanyTest {
    private static final String LIST =
            "query ($id: ID!, $first: Int, $after: String) { customer(id: $id) { %s(first: $first, after: $after) "
                    + Pages.PAGE + " } }";

    /** The owner's colleague's customer: six more of everything, of which the first two share their place in time. */
    private Records rich;

    @BeforeAll
    void addMore() {
        rich = company.colleagues;
        company.run(
                """
                insert into contact (tenant_id, customer_id, name)
                select current_tenant(), '%1$s', (array['Zoe', 'zoe', '王芳', 'Émile', 'Emil', '李雷'])[n] from generate_series(1, 6) n;
                insert into customer_order (tenant_id, number, customer_id, state, ordered_at, currency, total_amount_minor)
                select current_tenant(), 'R' || n, '%1$s', 'PLACED', date '2026-01-01' + n / 2, 'CNY', n from generate_series(1, 6) n;
                insert into contract (tenant_id, number, customer_id, title, state, starts_on, currency, amount_minor)
                select current_tenant(), 'R' || n, '%1$s', 'Supply', 'DRAFT', date '2026-01-01' + n / 2, 'CNY', n from generate_series(1, 6) n;
                insert into service_ticket (tenant_id, customer_id, kind, subject, opened_at)
                select current_tenant(), '%1$s', 'QUESTION', 'Q', date '2026-01-01' + n / 2 from generate_series(1, 6) n;
                insert into visit (tenant_id, customer_id, visitor_id, channel, outcome, started_at)
                select current_tenant(), '%1$s', '%2$s', 'PHONE', 'NOT_REACHED', date '2026-01-01' + n / 2 from generate_series(1, 6) n;
                insert into visit_task (tenant_id, customer_id, assignee_id, kind, title, due_at, latest_at, origin)
                select current_tenant(), '%1$s', '%2$s', 'OTHER', 'T', date '2026-04-01' + n / 2, '2026-05-01', 'MANUAL' from generate_series(1, 6) n
                """
                        .formatted(rich.customer(), company.user(Persona.COLLEAGUE)));
    }

    @ParameterizedTest
    @CsvSource({
        "contacts, '(not main), name collate \"zh-x-icu\", id', contact",
        "orders, 'ordered_at desc, id desc', customer_order",
        "contracts, 'starts_on desc, id desc', contract",
        "tickets, 'opened_at desc, id desc', service_ticket",
        "visits, 'started_at desc, id desc', visit",
        "tasks, 'due_at, id', visit_task"
    })
    void isWalkedPageByPageInOrder(String list, String order, String table) {
        String expected = database.text("select string_agg(id::text, ' ' order by %s) from %s where customer_id = '%s'"
                .formatted(order, table, rich.customer()));
        List<UUID> ids =
                List.of(expected.split(" ", -1)).stream().map(UUID::fromString).toList();
        assertThat(ids).hasSize(7);
        for (int first : new int[] {1, 2, 3, 7, 100}) {
            assertThat(Pages.walk(
                            anonymous.as(company.token(Persona.SUPERVISOR)),
                            LIST.formatted(list),
                            "/customer/" + list,
                            Map.of("id", rich.customer()),
                            first))
                    .isEqualTo(ids);
        }
        for (int first : new int[] {0, 101}) {
            assertThat(refusal(Persona.SUPERVISOR, LIST.formatted(list), Map.of("id", rich.customer(), "first", first)))
                    .isEqualTo("PAGE_SIZE_INVALID");
        }
        assertThat(refusal(Persona.SUPERVISOR, LIST.formatted(list), Map.of("id", rich.customer(), "after", "W10=")))
                .isEqualTo("CURSOR_INVALID");
    }

    @ParameterizedTest
    @EnumSource
    void isSeenWithTheCustomer(Persona persona) {
        String document =
                """
                query ($id: ID!) {
                  customer(id: $id) {
                    contacts { nodes { id } } orders { nodes { id } } contracts { nodes { id } }
                    tickets { nodes { id } } visits { nodes { id } } tasks { nodes { id } } lastVisit { id }
                  }
                }
                """;
        for (Records records : List.of(company.own, company.shared, company.outsiders)) {
            Answer answer = ask(persona, document, Map.of("id", records.customer()));
            if (company.visibleTo(persona).contains(records)) {
                assertThat(Pages.ids(answer.at("/customer/contacts"))).containsExactly(records.contact());
                assertThat(Pages.ids(answer.at("/customer/orders"))).containsExactly(records.order());
                assertThat(Pages.ids(answer.at("/customer/contracts"))).containsExactly(records.contract());
                assertThat(Pages.ids(answer.at("/customer/tickets"))).containsExactly(records.ticket());
                assertThat(Pages.ids(answer.at("/customer/visits"))).containsExactly(records.visit());
                assertThat(Pages.ids(answer.at("/customer/tasks"))).containsExactly(records.task());
                assertThat(answer.at("/customer/lastVisit/id").asString())
                        .isEqualTo(records.visit().toString());
            } else {
                assertThat(answer.at("/customer").isNull()).isTrue();
            }
        }
    }

    @Test
    void deletedContactsAndVisitsAreGone() {
        var here = newCompany();
        here.run(
                """
                update contact set deleted_at = '2026-03-01' where id = '%s';
                update visit set deleted_at = '2026-03-01' where id = '%s'
                """
                        .formatted(here.own.contact(), here.own.visit()));
        Answer answer = ask(
                here,
                Persona.REP,
                """
                query ($id: ID!, $ids: [ID!]!) {
                  customer(id: $id) { contacts { totalCount } visits { totalCount } lastVisit { id } }
                  nodes(ids: $ids) { id }
                }
                """,
                Map.of("id", here.own.customer(), "ids", List.of(here.own.contact(), here.own.visit())));
        assertThat(answer.at("/customer/contacts/totalCount").asInt(-1)).isZero();
        assertThat(answer.at("/customer/visits/totalCount").asInt(-1)).isZero();
        assertThat(answer.at("/customer/lastVisit").isNull()).isTrue();
        assertThat(answer.at("/nodes").toString()).isEqualTo("[null,null]");
    }
}
