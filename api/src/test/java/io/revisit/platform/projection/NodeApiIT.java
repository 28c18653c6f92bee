package io.revisit.platform.projection;

import static org.assertj.core.api.Assertions.assertThat;

import io.revisit.testing.Company;
import io.revisit.testing.Company.Persona;
import io.revisit.testing.Company.Records;
import io.revisit.testing.CompanyTest;
import io.revisit.testing.GraphQl.Answer;
import io.revisit.testing.NodeIds;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.graphql.execution.GraphQlSource;

/** Every type that can be read by its id is visible exactly when the customer is to whom it belongs. */
class NodeApiIT extends CompanyTest {
    private static final String NODE = "query ($id: ID!) { node(id: $id) { __typename id } }";
    private static final String NODES = "query ($ids: [ID!]!) { nodes(ids: $ids) { __typename id } }";

    @Autowired
    private GraphQlSource graphQlSource;

    @Test
    void everyNodeTypeHasACase() {
        var schema = graphQlSource.schema();
        List<String> types =
                schema.getImplementations((graphql.schema.GraphQLInterfaceType) schema.getType("Node")).stream()
                        .map(type -> type.getName())
                        .toList();
        List<String> cases =
                new ArrayList<>(NodeIds.ofCompany(company, database).keySet());
        cases.addAll(NodeIds.ofCustomer(company, company.own, database).keySet());
        cases.add("SyncIssue");
        assertThat(cases).containsExactlyInAnyOrderElementsOf(types);
    }

    @Test
    void anonymousIsAskedToLogIn() {
        assertThat(anonymous.send(NODE, Map.of("id", company.own.customer())).errorCode())
                .isEqualTo("UNAUTHENTICATED");
        assertThat(anonymous.send(NODES, Map.of("ids", List.of())).errorCode()).isEqualTo("UNAUTHENTICATED");
    }

    @ParameterizedTest
    @EnumSource
    void whatBelongsToACustomerIsSeenWithHim(Persona persona) {
        for (Records records : company.customers()) {
            boolean visible = company.visibleTo(persona).contains(records);
            NodeIds.ofCustomer(company, records, database).forEach((type, id) -> {
                boolean readable =
                        type.equals("AuditEntry") ? persona == Persona.DIRECTOR || persona == Persona.ADMIN : visible;
                assertSees(persona, type, id, readable);
            });
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatSomebodySentInVainIsSeenByHimAndThoseWhoLeadHim(Persona persona) {
        boolean visible = persona == Persona.REP
                || persona == Persona.SUPERVISOR
                || persona == Persona.DIRECTOR
                || persona == Persona.QA
                || persona == Persona.ADMIN;
        assertSees(persona, "SyncIssue", NodeIds.issue(company, database), visible);
    }

    @ParameterizedTest
    @EnumSource
    void whatBelongsToTheCompanyIsSeenByAll(Persona persona) {
        NodeIds.ofCompany(company, database).forEach((type, id) -> assertSees(persona, type, id, true));
    }

    @ParameterizedTest
    @EnumSource
    void nothingOfAnotherCompanyIsSeen(Persona persona) {
        for (UUID id : NodeIds.all(otherCompany, database)) {
            assertThat(ask(persona, NODE, Map.of("id", id)).at("/node").isNull())
                    .isTrue();
        }
        Answer answer = ask(persona, NODES, Map.of("ids", NodeIds.all(otherCompany, database)));
        assertThat(answer.at("/nodes").valueStream()).allMatch(node -> node.isNull());
    }

    @Test
    void answersStandInTheOrderOfTheIds() {
        List<UUID> ids = List.of(
                company.own.visit(),
                company.outsiders.customer(),
                company.own.customer(),
                company.own.visit(),
                UUID.randomUUID(),
                company.user(Persona.QA));
        Answer answer = ask(
                Persona.REP,
                """
                query ($ids: [ID!]!) {
                  nodes(ids: $ids) {
                    __typename
                    ... on Visit { summary }
                    ... on Customer { label: code contacts(first: 1) { totalCount } }
                    ... on User { label: name }
                  }
                }
                """,
                Map.of("ids", ids));
        assertThat(answer.at("/nodes")
                        .valueStream()
                        .map(node -> node.isNull()
                                ? "-"
                                : node.at("/summary").asString(node.at("/label").asString("?"))))
                .containsExactly("Spoke about spring", "-", "OWN", "Spoke about spring", "-", "QA");
        assertThat(answer.at("/nodes/2/contacts/totalCount").asInt()).isEqualTo(1);
    }

    @Test
    void isFoundEvenWhenNothingIsAskedOfItsType() {
        Answer answer = ask(
                Persona.REP,
                "query ($id: ID!) { node(id: $id) { __typename ... on Customer { name } } }",
                Map.of("id", company.own.contact()));
        assertThat(answer.at("/node/__typename").asString()).isEqualTo("Contact");
    }

    @Test
    void atMostAHundredAreRead() {
        assertThat(ask(
                                Persona.REP,
                                NODES,
                                Map.of(
                                        "ids",
                                        Collections.nCopies(
                                                100, company.own.customer().toString())))
                        .at("/nodes")
                        .size())
                .isEqualTo(100);
        assertThat(refusal(
                        Persona.REP,
                        NODES,
                        Map.of(
                                "ids",
                                Collections.nCopies(101, company.own.customer().toString()))))
                .isEqualTo("QUERY_TOO_COMPLEX");
        assertThat(refusal(Persona.REP, NODES, Map.of("ids", List.of("nobody"))))
                .isEqualTo("INVALID_INPUT");
        assertThat(refusal(Persona.REP, NODE, Map.of("id", "nobody"))).isEqualTo("INVALID_INPUT");
    }

    /** Being in charge of a task shows the task, not a customer whose task it no longer is. */
    @Test
    void closedTaskOfAnInvisibleCustomerShowsNothingOfHim() {
        Company here = newCompany();
        here.run(
                """
                update visit_task set assignee_id = '%s', state = 'DONE', closed_at = '2026-03-01' where id = '%s';
                update visit set task_id = '%2$s' where id = '%3$s'
                """
                        .formatted(here.user(Persona.REP), here.outsiders.task(), here.outsiders.visit()));
        String document =
                "query ($id: ID!) { task(id: $id) { title assignee { name } customer { id name } visits { id summary } } }";
        for (Persona persona : List.of(Persona.REP, Persona.SUPERVISOR)) {
            Answer answer = ask(here, persona, document, Map.of("id", here.outsiders.task()));
            assertThat(answer.at("/task/title").asString()).isEqualTo("Ask about the boxes");
            assertThat(answer.at("/task/customer").isNull()).isTrue();
            assertThat(answer.at("/task/visits").isEmpty()).isTrue();
        }
        Answer answer = ask(here, Persona.OTHER_SUPERVISOR, document, Map.of("id", here.outsiders.task()));
        assertThat(answer.at("/task/customer/name").asString()).isEqualTo("OUTSIDERS 贸易");
        assertThat(answer.at("/task/visits/0/summary").asString()).isEqualTo("Spoke about spring");
    }

    private void assertSees(Persona persona, String type, UUID id, boolean visible) {
        Answer answer = ask(persona, NODE, Map.of("id", id));
        assertThat(answer.at("/node").isNull())
                .as("%s for %s: %s", type, persona, answer.body())
                .isEqualTo(!visible);
        if (visible) {
            assertThat(answer.at("/node/__typename").asString()).isEqualTo(type);
            assertThat(answer.at("/node/id").asString()).isEqualTo(id.toString());
        }
    }
}
