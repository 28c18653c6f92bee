package io.revisit.customer;

import static org.assertj.core.api.Assertions.assertThat;

import io.revisit.testing.Company;
import io.revisit.testing.Company.Persona;
import io.revisit.testing.CompanyTest;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The figures of the customer 360, and what to speak about first. */
class CustomerNumbersApiIT extends CompanyTest {
    private static final String FIGURES =
            """
            query ($id: ID!) {
              customer(id: $id) {
                numbers {
                  lifetimeValue { amountMinor currencyCode }
                  orderCount
                  otherCurrencyOrderCount
                  lastOrderAt
                  averageCsat
                  csatAnswerCount
                  lastNps
                  lastNpsAt
                  daysSinceLastContact
                }
                talkingPoint { text raisedAt sourceType sourceId }
              }
            }
            """;

    @Test
    void sumsUpWhatWasNotCancelledInTheCompanysCurrency() {
        order("A", "SHIPPED", "2026-02-21", "CNY", 1);
        order("B", "CANCELLED", "2026-02-28", "CNY", 1_000_000);
        order("C", "PLACED", "2026-02-22T10:00Z", "USD", 777);
        order("D", "DELIVERED", "2020-01-01", "CNY", 9_007_199_254_000_000L);

        JsonNode numbers = figures(company).at("/numbers");
        assertThat(numbers.at("/lifetimeValue/amountMinor").asLong()).isEqualTo(120_050 + 1 + 9_007_199_254_000_000L);
        assertThat(numbers.at("/lifetimeValue/currencyCode").asString()).isEqualTo("CNY");
        assertThat(numbers.at("/orderCount").asInt()).isEqualTo(4);
        assertThat(numbers.at("/otherCurrencyOrderCount").asInt()).isEqualTo(1);
        assertThat(Instant.parse(numbers.at("/lastOrderAt").asString())).isEqualTo("2026-02-22T10:00:00Z");
    }

    @Test
    void averagesSatisfactionAndTellsTheLastRecommendation() {
        Company here = newCompany();
        here.run(
                """
                insert into survey_answer (tenant_id, customer_id, metric, score, answered_at)
                select current_tenant(), '%s', metric, score, at
                from (values ('CSAT', 5, timestamptz '2026-01-01'), ('CSAT', 1, '2026-01-02'), ('CSAT', 4, '2026-01-03'),
                             ('NPS', 10, '2026-02-24T23:59Z'), ('NPS', 0, '2026-02-25T00:01Z')) as v (metric, score, at)
                """
                        .formatted(here.own.customer()));
        JsonNode numbers = figures(here).at("/numbers");
        assertThat(numbers.at("/averageCsat").asDouble()).isEqualTo(3.5);
        assertThat(numbers.at("/csatAnswerCount").asInt()).isEqualTo(4);
        assertThat(numbers.at("/lastNps").asInt()).isZero();
        assertThat(Instant.parse(numbers.at("/lastNpsAt").asString())).isEqualTo("2026-02-25T00:01:00Z");
    }

    @Test
    void hasNothingToSayOfACustomerWithoutHistory() {
        Company here = newCompany();
        UUID id = UUID.randomUUID();
        here.run(
                """
                insert into customer (tenant_id, id, code, name, zone, owner_id)
                values (current_tenant(), '%s', 'NEW', 'New', 'Asia/Shanghai', '%s')
                """
                        .formatted(id, here.user(Persona.REP)));
        JsonNode customer = ask(here, Persona.REP, FIGURES, Map.of("id", id)).at("/customer");
        assertThat(customer.at("/talkingPoint").isNull()).isTrue();
        JsonNode numbers = customer.at("/numbers");
        assertThat(numbers.at("/lifetimeValue/amountMinor").asLong()).isZero();
        assertThat(numbers.at("/lifetimeValue/currencyCode").asString()).isEqualTo("CNY");
        for (String count : new String[] {"orderCount", "otherCurrencyOrderCount", "csatAnswerCount"}) {
            assertThat(numbers.at("/" + count).asInt(-1)).as(count).isZero();
        }
        for (String unknown :
                new String[] {"lastOrderAt", "averageCsat", "lastNps", "lastNpsAt", "daysSinceLastContact"}) {
            assertThat(numbers.at("/" + unknown).isNull()).as(unknown).isTrue();
        }
    }

    @Test
    void countsDaysByTheMidnightsOfTheCustomersZone() {
        Company here = newCompany();
        contactAt(here, "2026-03-01T15:59:00Z");
        assertThat(days(here)).isEqualTo(1);
        contactAt(here, "2026-03-01T16:00:00Z");
        assertThat(days(here)).isZero();
        clock.set(Instant.parse("2026-03-02T15:59:59Z"));
        Company later = newCompany();
        contactAt(later, "2026-03-01T16:00:00Z");
        assertThat(days(later)).isZero();
        clock.set(Instant.parse("2026-03-02T16:00:00Z"));
        assertThat(days(later)).isEqualTo(1);
        later.run("update customer set zone = 'America/Los_Angeles' where tenant_id = current_tenant()");
        assertThat(days(later)).isEqualTo(1);
        contactAt(later, "2026-03-02T08:00:00Z");
        assertThat(days(later)).isZero();
    }

    @Test
    void talksAboutTheLatestThatNobodyHasSettled() {
        Company here = newCompany();
        UUID visit = here.own.visit();
        assertTalkingPoint(here, "Wants a sample", "VISIT", visit);

        here.run("update service_ticket set opened_at = '2026-02-26' where id = '%s'".formatted(here.own.ticket()));
        assertTalkingPoint(here, "Two boxes broken", "TICKET", here.own.ticket());
        here.run("update service_ticket set state = 'IN_PROGRESS' where id = '%s'".formatted(here.own.ticket()));
        assertTalkingPoint(here, "Two boxes broken", "TICKET", here.own.ticket());

        here.run(
                "update service_ticket set state = 'RESOLVED', resolution = 'New boxes', resolved_at = '2026-02-27' where id = '%s'"
                        .formatted(here.own.ticket()));
        assertTalkingPoint(here, "Wants a sample", "VISIT", visit);

        here.run("update visit_topic set resolved_at = '2026-02-27' where id = '%s'".formatted(here.own.topic()));
        assertThat(figures(here).at("/talkingPoint").isNull()).isTrue();
    }

    private void assertTalkingPoint(Company here, String text, String sourceType, UUID sourceId) {
        JsonNode point = figures(here).at("/talkingPoint");
        assertThat(point.at("/text").asString()).isEqualTo(text);
        assertThat(point.at("/sourceType").asString()).isEqualTo(sourceType);
        assertThat(point.at("/sourceId").asString()).isEqualTo(sourceId.toString());
    }

    private JsonNode figures(Company here) {
        return ask(here, Persona.REP, FIGURES, Map.of("id", here.own.customer()))
                .at("/customer");
    }

    private int days(Company here) {
        return figures(here).at("/numbers/daysSinceLastContact").asInt(-1);
    }

    private static void contactAt(Company here, String instant) {
        here.run("update customer set last_contact_at = '%s' where id = '%s'".formatted(instant, here.own.customer()));
    }

    private void order(String number, String state, String orderedAt, String currency, long amountMinor) {
        company.run(
                """
                insert into customer_order (tenant_id, number, customer_id, state, ordered_at, currency, total_amount_minor)
                values (current_tenant(), 'N%s', '%s', '%s', '%s', '%s', %d)
                """
                        .formatted(number, company.own.customer(), state, orderedAt, currency, amountMinor));
    }
}
