package io.revisit.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.revisit.testing.Company;
import io.revisit.testing.Company.Persona;
import io.revisit.testing.Company.Records;
import io.revisit.testing.CompanyTest;
import io.revisit.testing.GraphQl.Answer;
import io.revisit.testing.NodeIds;
import io.revisit.testing.TenantChecksum;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.graphql.execution.GraphQlSource;
import tools.jackson.databind.JsonNode;

/**
 * Whoever asks, whatever he sends: nothing of another company comes back, and nothing of it changes. A field of {@code
 * Query} or {@code Mutation} without a case here fails the test.
 */
class SecondTenantIT extends CompanyTest {
    private static final String SECRET = "Hagenbeck";

    @Autowired
    private GraphQlSource graphQlSource;

    private List<UUID> theirIds;
    private UUID theirIssue;

    /** Tries the mutations; one of them ends sessions. */
    private Company attackers;

    @BeforeAll
    void nameTheirs() {
        attackers = newCompany();
        theirIssue = NodeIds.issue(otherCompany, database);
        otherCompany.run(
                """
                update tenant set name = 'Hagenbeck' where id = current_tenant();
                update app_user set name = 'Hagenbeck' where tenant_id = current_tenant();
                update org_unit set name = 'Hagenbeck' where tenant_id = current_tenant();
                update product set name = 'Hagenbeck' where tenant_id = current_tenant();
                update customer set name = 'Hagenbeck', tags = '{Hagenbeck}', city = 'Hagenbeck', segment = 'Hagenbeck' where tenant_id = current_tenant();
                update contact set name = 'Hagenbeck' where tenant_id = current_tenant();
                update contract set title = 'Hagenbeck' where tenant_id = current_tenant();
                update service_ticket set subject = 'Hagenbeck' where tenant_id = current_tenant();
                update visit_task set title = 'Hagenbeck' where tenant_id = current_tenant();
                update attachment set file_name = 'Hagenbeck' where tenant_id = current_tenant();
                update visit set summary = 'Hagenbeck' where tenant_id = current_tenant();
                update sync_issue set note = 'Hagenbeck' where tenant_id = current_tenant();
                update visit_topic set text = 'Hagenbeck' where tenant_id = current_tenant()
                """);
        theirIds = new ArrayList<>(NodeIds.all(otherCompany, database));
        for (Persona persona : Persona.values()) {
            theirIds.add(otherCompany.user(persona));
        }
        otherCompany.customers().forEach(records -> theirIds.add(records.topic()));
    }

    @Test
    void everyQueryAndMutationHasACase() {
        var schema = graphQlSource.schema();
        assertThat(schema.getQueryType().getFieldDefinitions())
                .extracting(field -> field.getName())
                .containsExactlyInAnyOrderElementsOf(TheirIds.QUERIES.keySet());
        assertThat(schema.getMutationType().getFieldDefinitions())
                .extracting(field -> field.getName())
                .containsExactlyInAnyOrderElementsOf(TheirIds.MUTATIONS.stream()
                        .map(TheirIds.Attempt::mutation)
                        .distinct()
                        .toList());
    }

    @ParameterizedTest
    @EnumSource
    void noQueryTellsAnything(Persona persona) {
        for (Map.Entry<String, List<String>> queries : TheirIds.QUERIES.entrySet()) {
            for (String query : queries.getValue()) {
                for (Records records : otherCompany.customers()) {
                    assertTellsNothing(persona, query, TheirIds.variables(otherCompany, company, records, theirIssue));
                }
            }
        }
        for (UUID id : theirIds) {
            assertTellsNothing(
                    persona,
                    "query ($customer: ID!) { node(id: $customer) " + TheirIds.NODE + "}",
                    Map.of("customer", id));
            if (persona == Persona.DIRECTOR || persona == Persona.ADMIN) {
                Answer answer = assertTellsNothing(
                        persona,
                        "query ($customer: ID!) { auditEntries(entityId: $customer) { totalCount nodes { id } } }",
                        Map.of("customer", id));
                assertThat(answer.at("/auditEntries/totalCount").asInt(-1)).isZero();
            }
        }
    }

    /** Without this the test above would hold for queries that find nothing at all. */
    @Test
    void whoMaySeeItFindsItInTheSameWay() {
        Map<String, Object> variables = TheirIds.variables(otherCompany, company, otherCompany.own, theirIssue);
        TheirIds.QUERIES.forEach((field, queries) -> {
            if (!field.equals("taskCounts")) {
                assertThat(queries).as(field).anyMatch(query -> ask(otherCompany, Persona.DIRECTOR, query, variables)
                        .body()
                        .toString()
                        .contains(SECRET));
            }
        });
    }

    static List<TheirIds.Attempt> attempts() {
        return TheirIds.MUTATIONS;
    }

    @ParameterizedTest
    @MethodSource("attempts")
    void noMutationChangesAnything(TheirIds.Attempt attempt) {
        String before = TenantChecksum.of(database, otherCompany.tenantId());
        Map<String, Object> variables = TheirIds.variables(otherCompany, attackers, otherCompany.own, theirIssue);
        Map<String, Object> input = new LinkedHashMap<>();
        attempt.input().forEach((field, value) -> input.put(field, TheirIds.replaced(value, variables)));
        Answer answer = anonymous.as(attackers.token(attempt.as())).send(attempt.document(), Map.of("input", input));

        assertThat(answer.errorCode()).as("%s", answer.body()).isNull();
        assertThat(answer.refusal(attempt.mutation())).as("%s", answer.body()).isIn(attempt.refusals());
        assertThat(TenantChecksum.of(database, otherCompany.tenantId())).isEqualTo(before);
        assertHides(answer.body(), input.values());
    }

    @Test
    void theirCursorOpensNothing() {
        Answer theirs =
                ask(otherCompany, Persona.DIRECTOR, "{ customers(first: 1) { pageInfo { endCursor } } }", Map.of());
        Map<String, Object> variables =
                Map.of("after", theirs.at("/customers/pageInfo/endCursor").asString());
        assertTellsNothing(
                Persona.DIRECTOR,
                "query ($after: String) { customers(after: $after) { nodes { id name } } }",
                variables);
    }

    private Answer assertTellsNothing(Persona persona, String query, Map<String, ?> variables) {
        Answer answer = anonymous.as(company.token(persona)).send(query, variables);
        assertThat(answer.errorCode()).as("%s", answer.body()).isIn(null, "FORBIDDEN");
        assertHides(answer.body(), List.of());
        return answer;
    }

    /** What the sender himself wrote may be repeated to him. */
    private void assertHides(JsonNode body, Collection<?> sent) {
        String raw = body.toString();
        assertThat(raw).doesNotContain(SECRET);
        for (UUID id : theirIds) {
            if (!sent.contains(id.toString())) {
                assertThat(raw).doesNotContain(id.toString());
            }
        }
    }
}
