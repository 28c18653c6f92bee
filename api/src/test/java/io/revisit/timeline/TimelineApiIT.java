package io.revisit.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.revisit.testing.Company;
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
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** What happened with a customer, of all kinds together, and who may read who changed what. */
class TimelineApiIT extends CompanyTest {
    private static final String TIMELINE =
            """
            query ($id: ID!, $first: Int, $after: String, $filter: TimelineFilter) {
              customer(id: $id) { timeline(first: $first, after: $after, filter: $filter) %s }
            }
            """
                    .formatted(Pages.PAGE);
    private static final String ENTRIES =
            """
            query ($id: ID!, $filter: TimelineFilter) {
              customer(id: $id) {
                timeline(filter: $filter, first: 100) {
                  nodes { kind occurredAt subjectType subjectId text customer { code } actor { name } changes { field old new } }
                }
              }
            }
            """;
    private static final String AUDIT =
            """
            query ($id: ID!, $first: Int, $after: String) {
              auditEntries(entityId: $id, first: $first, after: $after) %s
            }
            """
                    .formatted(Pages.PAGE);

    private Company busy;

    @BeforeAll
    void makeHistory() {
        busy = newCompany();
        busy.run(
                """
                select set_config('app.now', '2026-03-01T10:00Z', false),
                       set_config('app.actor_id', '%1$s', false), set_config('app.request_id', 'r-1', false);
                update customer set tier = 'VIP', tags = '{a}' where id = '%2$s';
                select set_config('app.now', '2026-03-01T11:00Z', false);
                update visit_task set state = 'DONE', closed_at = '2026-03-01T11:00Z' where id = '%3$s';
                select set_config('app.now', '2026-03-01T12:00Z', false), set_config('app.actor_id', '', false);
                update service_ticket set state = 'RESOLVED', resolved_at = '2026-03-01T12:00Z' where id = '%4$s';
                insert into interaction (tenant_id, customer_id, kind, occurred_at, subject_type, subject_id, text)
                select current_tenant(), '%2$s', 'CALL', '2026-02-27T10:00Z', 'Interaction', new_id(), 'Call ' || n
                from generate_series(1, 4) n;
                """
                        .formatted(
                                busy.user(Persona.SUPERVISOR),
                                busy.own.customer(),
                                busy.own.task(),
                                busy.own.ticket()));
    }

    @Test
    void anonymousIsAskedToLogIn() {
        assertThat(anonymous
                        .send(TIMELINE, Map.of("id", company.own.customer()))
                        .errorCode())
                .isEqualTo("UNAUTHENTICATED");
        assertThat(anonymous.send(AUDIT, Map.of("id", company.own.customer())).errorCode())
                .isEqualTo("UNAUTHENTICATED");
    }

    @ParameterizedTest
    @EnumSource
    void timelineIsSeenWithItsCustomer(Persona persona) {
        for (Records records : company.customers()) {
            Answer answer = ask(persona, TIMELINE, Map.of("id", records.customer()));
            if (company.visibleTo(persona).contains(records)) {
                assertThat(answer.at("/customer/timeline/totalCount").asInt()).isEqualTo(6);
            } else {
                assertThat(answer.at("/customer").isNull()).isTrue();
            }
        }
    }

    @Test
    void mixesAllKindsTheLatestFirst() {
        List<JsonNode> changes = entries(
                Map.of("kinds", List.of("CUSTOMER_CHANGED", "TASK_DONE", "TICKET_RESOLVED", "VISIT_RECORDED", "CALL")));
        assertThat(changes.stream().map(entry -> entry.at("/kind").asString()))
                .containsExactly(
                        "TICKET_RESOLVED",
                        "TASK_DONE",
                        "CUSTOMER_CHANGED",
                        "CALL",
                        "CALL",
                        "CALL",
                        "CALL",
                        "VISIT_RECORDED");
        assertThat(changes)
                .allMatch(entry -> entry.at("/customer/code").asString().equals("OWN"));
        assertThat(changes.get(0).at("/actor").isNull()).isTrue();
        assertThat(changes.get(0).at("/text").asString()).isEqualTo("Two boxes broken");
        JsonNode profile = changes.get(2);
        assertThat(profile.at("/actor/name").asString()).isEqualTo("SUPERVISOR");
        assertThat(profile.at("/subjectType").asString()).isEqualTo("Customer");
        assertThat(profile.at("/subjectId").asString())
                .isEqualTo(busy.own.customer().toString());
        assertThat(profile.at("/changes").toString())
                .isEqualTo(
                        "[{\"field\":\"tags\",\"old\":[],\"new\":[\"a\"]},{\"field\":\"tier\",\"old\":\"ORDINARY\",\"new\":\"VIP\"}]");
        JsonNode visit = changes.get(7);
        assertThat(visit.at("/occurredAt").asString()).startsWith("2026-02-25T09:00:00");
        assertThat(visit.at("/subjectId").asString()).isEqualTo(busy.own.visit().toString());
        assertThat(visit.at("/changes").isEmpty()).isTrue();
    }

    @Test
    void isWalkedPageByPage() {
        var rep = anonymous.as(busy.token(Persona.REP));
        Map<String, Object> id = Map.of("id", busy.own.customer());
        List<UUID> all = Pages.walk(rep, TIMELINE, "/customer/timeline", id, 100);
        assertThat(all).hasSize(13);
        for (int first = 1; first <= 3; first++) {
            assertThat(Pages.walk(rep, TIMELINE, "/customer/timeline", id, first))
                    .isEqualTo(all);
        }
        Map<String, Object> calls =
                Map.of("id", busy.own.customer(), "filter", Map.of("kinds", List.of("CALL", "TASK_DONE")));
        assertThat(Pages.walk(rep, TIMELINE, "/customer/timeline", calls, 2)).hasSize(5);
    }

    @ParameterizedTest
    @EnumSource
    void auditIsForDirectorsAndAdministrators(Persona persona) {
        if (persona == Persona.DIRECTOR || persona == Persona.ADMIN) {
            assertThat(ask(persona, AUDIT, Map.of("id", company.own.task()))
                            .at("/auditEntries/totalCount")
                            .asInt())
                    .isEqualTo(1);
            assertThat(ask(persona, AUDIT, Map.of("id", otherCompany.own.task()))
                            .at("/auditEntries/totalCount")
                            .asInt(-1))
                    .isZero();
        } else {
            assertThat(refusal(persona, AUDIT, Map.of("id", company.own.task())))
                    .isEqualTo("FORBIDDEN");
            assertThat(refusal(
                            persona,
                            "query ($id: ID!) { auditEntries(entityId: $id) { totalCount } }",
                            Map.of("id", company.own.task())))
                    .isEqualTo("FORBIDDEN");
        }
    }

    @Test
    void auditTellsWhoChangedWhatTheLatestFirst() {
        var director = anonymous.as(busy.token(Persona.DIRECTOR));
        Map<String, Object> id = Map.of("id", busy.own.customer());
        List<UUID> all = Pages.walk(director, AUDIT, "/auditEntries", id, 1);
        assertThat(all).hasSize(2);
        Answer answer = ask(
                busy,
                Persona.DIRECTOR,
                """
                query ($id: ID!, $ids: [ID!]!) {
                  auditEntries(entityId: $id) { nodes { id } }
                  nodes(ids: $ids) { ... on AuditEntry { action entityType actor { name } requestId changes { field old new } } }
                }
                """,
                Map.of("id", busy.own.customer(), "ids", all));
        assertThat(Pages.ids(answer.at("/auditEntries"))).isEqualTo(all);
        JsonNode update = answer.at("/nodes")
                .valueStream()
                .filter(node -> node.at("/action").asString().equals("UPDATE"))
                .findFirst()
                .orElseThrow();
        assertThat(update.at("/entityType").asString()).isEqualTo("Customer");
        assertThat(update.at("/actor/name").asString()).isEqualTo("SUPERVISOR");
        assertThat(update.at("/requestId").asString()).isEqualTo("r-1");
        assertThat(update.at("/changes/1/new").asString()).isEqualTo("VIP");
    }

    private List<JsonNode> entries(Map<String, Object> filter) {
        return ask(busy, Persona.REP, ENTRIES, Map.of("id", busy.own.customer(), "filter", filter))
                .at("/customer/timeline/nodes")
                .valueStream()
                .toList();
    }
}
