package io.revisit.ticket;

import static org.assertj.core.api.Assertions.assertThat;

import io.revisit.testing.Company.Persona;
import io.revisit.testing.CompanyTest;
import io.revisit.testing.GraphQl.Answer;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is read of tickets, and which ones a filter leaves. */
class TicketReadApiIT extends CompanyTest {
    private static final String TICKETS =
            """
            query ($id: ID!, $filter: TicketFilter) {
              customer(id: $id) { tickets(filter: $filter) { nodes { subject number state resolvedAt assignee { name } order { number } } totalCount } }
            }
            """;

    @BeforeAll
    void openMore() {
        company.run(
                """
                insert into service_ticket (tenant_id, customer_id, kind, subject, state, opened_at, resolved_at, closed_at, assignee_id, order_id)
                values (current_tenant(), '%1$s', 'QUESTION', 'Price?', 'RESOLVED', '2026-02-11', '2026-02-12', null, '%2$s', '%3$s'),
                       (current_tenant(), '%1$s', 'COMPLAINT', 'Late', 'CLOSED', '2026-02-12', '2026-02-13', '2026-02-14', null, null)
                """
                        .formatted(company.own.customer(), company.user(Persona.OUTSIDER), company.own.order()));
    }

    static Stream<Map<String, Object>> filters() {
        return Stream.of(
                Map.of("found", List.of("Late", "Price?", "Two boxes broken")),
                Map.of("states", List.of("OPEN", "RESOLVED"), "found", List.of("Price?", "Two boxes broken")),
                Map.of("kinds", List.of("COMPLAINT"), "found", List.of("Late", "Two boxes broken")),
                Map.of("kinds", List.of("COMPLAINT"), "states", List.of("CLOSED"), "found", List.of("Late")),
                Map.of("kinds", List.of("MAINTENANCE"), "found", List.of()));
    }

    @ParameterizedTest
    @MethodSource("filters")
    void everyConditionHoldsTheLatestFirst(Map<String, Object> filterAndFound) {
        Map<String, Object> filter = new java.util.HashMap<>(filterAndFound);
        List<?> found = (List<?>) filter.remove("found");
        Answer answer = ask(Persona.REP, TICKETS, Map.of("id", company.own.customer(), "filter", filter));
        assertThat(answer.at("/customer/tickets/nodes")
                        .valueStream()
                        .map(node -> node.at("/subject").asString())
                        .toList())
                .isEqualTo(found);
        assertThat(answer.at("/customer/tickets/totalCount").asInt(-1)).isEqualTo(found.size());
    }

    @Test
    void tellsWhoTakesCareAndWhichOrderItIsAbout() {
        Answer answer = ask(Persona.REP, TICKETS, Map.of("id", company.own.customer()));
        assertThat(answer.at("/customer/tickets/nodes/1/assignee/name").asString())
                .isEqualTo("OUTSIDER");
        assertThat(answer.at("/customer/tickets/nodes/1/order/number").asString())
                .isEqualTo("OWN");
        assertThat(answer.at("/customer/tickets/nodes/1/number").asLong()).isEqualTo(5);
        assertThat(answer.at("/customer/tickets/nodes/2/assignee").isNull()).isTrue();
        assertThat(answer.at("/customer/tickets/nodes/2/resolvedAt").isNull()).isTrue();
    }
}
