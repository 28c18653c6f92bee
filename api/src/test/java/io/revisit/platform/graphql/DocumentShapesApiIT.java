package io.revisit.platform.graphql;

import static org.assertj.core.api.Assertions.assertThat;

import io.revisit.testing.Company.Persona;
import io.revisit.testing.CompanyTest;
import io.revisit.testing.GraphQl.Answer;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** However a document asks, it gets what it asked for: aliases, fragments, directives, variables, merged fields. */
class DocumentShapesApiIT extends CompanyTest {

    @Test
    void aliasesOfOneFieldDoNotMeet() {
        Answer answer = ask(
                Persona.DIRECTOR,
                """
                query ($own: ID!, $other: ID!) {
                  a: customer(id: $own) { name code: name id: code }
                  b: customer(id: $other) { name }
                  none: customers(filter: {tiers: [VIP]}) { totalCount }
                  viewer { day: today who: user { called: name } firm: tenant { named: name } may: permissions }
                  counts: taskCounts { due: today late: overdue }
                  two: customers(first: 2) { totalCount nodes { id } p: pageInfo { hasNextPage } q: pageInfo { more: hasNextPage } }
                  c: customer(id: $own) {
                    figures: numbers { worth: lifetimeValue { cents: amountMinor } orders: orderCount days: daysSinceLastContact }
                    point: talkingPoint { says: text since: raisedAt from: sourceId }
                    where: address { town: city }
                    open: tickets(filter: {states: [OPEN]}) { totalCount }
                    closed: tickets(filter: {states: [CLOSED]}) { totalCount nodes { id } }
                    one: timeline(first: 1) { nodes { kind } edges { at: cursor } }
                    three: timeline(first: 3) { nodes { kind } }
                  }
                }
                """,
                Map.of("own", company.own.customer(), "other", company.outsiders.customer()));
        assertThat(answer.at("/a/code").asString()).isEqualTo("OWN 贸易");
        assertThat(answer.at("/a/id").asString()).isEqualTo("OWN");
        assertThat(answer.at("/b/name").asString()).isEqualTo("OUTSIDERS 贸易");
        assertThat(answer.at("/none/totalCount").asInt()).isZero();
        assertThat(answer.at("/viewer/day").asString()).isEqualTo("2026-03-02");
        assertThat(answer.at("/viewer/who/called").asString()).isEqualTo("DIRECTOR");
        assertThat(answer.at("/viewer/firm/named").asString()).isEqualTo("Company");
        assertThat(answer.at("/viewer/may").isEmpty()).isFalse();
        assertThat(answer.at("/counts/due").asInt(-1)).isZero();
        assertThat(answer.at("/c/figures/worth/cents").asInt()).isEqualTo(120_050);
        assertThat(answer.at("/c/figures/orders").asInt()).isEqualTo(1);
        assertThat(answer.at("/c/figures/days").asInt()).isEqualTo(5);
        assertThat(answer.at("/c/point/says").asString()).isEqualTo("Wants a sample");
        assertThat(answer.at("/two/totalCount").asInt()).isEqualTo(4);
        assertThat(answer.at("/two/nodes").size()).isEqualTo(2);
        assertThat(answer.at("/two/p/hasNextPage").asBoolean()).isTrue();
        assertThat(answer.at("/two/q/more").asBoolean()).isTrue();
        assertThat(answer.at("/c/open/totalCount").asInt()).isEqualTo(1);
        assertThat(answer.at("/c/closed/totalCount").asInt()).isZero();
        assertThat(answer.at("/c/closed/nodes").isEmpty()).isTrue();
        assertThat(answer.at("/c/one/nodes").size()).isEqualTo(1);
        assertThat(answer.at("/c/three/nodes").size()).isEqualTo(3);
    }

    @Test
    void fragmentsAndRepeatedFieldsAreMerged() {
        Answer answer = ask(
                Persona.REP,
                """
                query ($id: ID!) {
                  ...Both
                  customer(id: $id) { ... on Customer { owner { id } } ... { tier } }
                }
                fragment Both on Query { customer(id: $id) { ...Named } }
                fragment Named on Customer { name owner { name ...Who } }
                fragment Who on User { role }
                """,
                Map.of("id", company.own.customer()));
        assertThat(answer.at("/customer/name").asString()).isEqualTo("OWN 贸易");
        assertThat(answer.at("/customer/tier").asString()).isEqualTo("ORDINARY");
        assertThat(answer.at("/customer/owner/id").asString())
                .isEqualTo(company.user(Persona.REP).toString());
        assertThat(answer.at("/customer/owner/name").asString()).isEqualTo("REP");
        assertThat(answer.at("/customer/owner/role").asString()).isEqualTo("REP");
    }

    @Test
    void skippedFieldsAreLeftOutAndOthersNot() {
        String document =
                """
                query ($id: ID!, $deep: Boolean!) {
                  customer(id: $id) {
                    name @skip(if: $deep)
                    code @include(if: $deep)
                    ... @include(if: $deep) { owner { name } }
                    contacts { totalCount @skip(if: $deep) nodes @include(if: $deep) { name } }
                  }
                  viewer @skip(if: $deep) { today }
                }
                """;
        Answer deep = ask(Persona.REP, document, Map.of("id", company.own.customer(), "deep", true));
        assertThat(deep.at(""))
                .isEqualTo(
                        JsonMapper.shared()
                                .readTree(
                                        """
                                {"customer": {"code": "OWN", "owner": {"name": "REP"},
                                              "contacts": {"nodes": [{"name": "Wang Fang"}]}}}
                                """));
        Answer flat = ask(Persona.REP, document, Map.of("id", company.own.customer(), "deep", false));
        assertThat(flat.at(""))
                .isEqualTo(
                        JsonMapper.shared()
                                .readTree(
                                        """
                                        {"customer": {"name": "OWN 贸易", "contacts": {"totalCount": 1}}, "viewer": {"today": "2026-03-02"}}
                                        """));
    }

    @Test
    void onlyTypeNamesMayBeAskedFor() {
        Answer answer = ask(
                Persona.REP,
                """
                query ($id: ID!) {
                  __typename
                  customer(id: $id) { __typename numbers { __typename lifetimeValue { __typename } } address { __typename } }
                  customers { __typename nodes { __typename } pageInfo { __typename } }
                  taskCounts { __typename }
                  node(id: $id) { __typename }
                  nodes(ids: [$id]) { __typename }
                }
                """,
                Map.of("id", company.own.customer()));
        assertThat(answer.at("/customer/numbers/lifetimeValue/__typename").asString())
                .isEqualTo("Money");
        assertThat(answer.at("/customers/nodes/1/__typename").asString()).isEqualTo("Customer");
        assertThat(answer.at("/node/__typename").asString()).isEqualTo("Customer");
        assertThat(answer.at("/nodes/0/__typename").asString()).isEqualTo("Customer");
    }

    @Test
    void sameDocumentAnswersEachRequestByItsOwnVariables() {
        String document =
                """
                query ($id: ID!, $first: Int! = 1, $filter: CustomerFilter) {
                  customer(id: $id) { code }
                  customers(first: $first, filter: $filter) { nodes { code } totalCount }
                }
                """;
        Answer first = ask(Persona.DIRECTOR, document, Map.of("id", company.own.customer()));
        Answer second = ask(
                Persona.DIRECTOR,
                document,
                Map.of("id", company.shared.customer(), "first", 3, "filter", Map.of("search", "贸易")));
        Answer third = ask(
                Persona.DIRECTOR,
                document,
                Map.of("id", company.shared.customer(), "first", 3, "filter", Map.of("search", "OWN")));
        assertThat(first.at("/customer/code").asString()).isEqualTo("OWN");
        assertThat(first.at("/customers/nodes").size()).isEqualTo(1);
        assertThat(second.at("/customer/code").asString()).isEqualTo("SHARED");
        assertThat(second.at("/customers/nodes").size()).isEqualTo(3);
        assertThat(second.at("/customers/totalCount").asInt()).isEqualTo(4);
        assertThat(third.at("/customers/totalCount").asInt()).isEqualTo(1);
    }

    @Test
    void oneFailedFieldLeavesTheOthers() {
        Answer answer =
                anonymous.as(company.token(Persona.REP)).send("{ customer(id: \"nobody\") { name } viewer { today } }");
        assertThat(answer.errorCode()).isEqualTo("INVALID_INPUT");
        assertThat(answer.at("/customer").isNull()).isTrue();
        assertThat(answer.at("/viewer/today").asString()).isEqualTo("2026-03-02");
    }

    @Test
    void aPageMayBeAskedForNothingButWhatItKnowsWithoutRows() {
        for (String filter : new String[] {"", "(filter: {segments: [\"none\"]})"}) {
            for (String selection : new String[] {
                "pageInfo { hasPreviousPage }", "totalCount pageInfo { hasPreviousPage }", "pageInfo { __typename }"
            }) {
                Answer answer = ask(Persona.DIRECTOR, "{ customers" + filter + " { " + selection + " } }", Map.of());
                assertThat(answer.errorCode()).as(selection).isNull();
                assertThat(answer.at("/customers/pageInfo").isObject()).isTrue();
            }
        }
    }

    @Test
    void everyListCountsForTheLimitOfComplexity() {
        String ids = ("\"" + company.own.customer() + "\",").repeat(100);
        String[] greedy = {
            "{ nodes(ids: [" + ids + "]) { ... on Customer { orders(first: 100) { nodes { number state } } } } }",
            "{ customers(first: 20) { nodes { orders(first: 10) { nodes { lines { quantity } } } } } }",
            "{ customers(first: 20) { nodes { visits(first: 20) { nodes { revisions { summary } } } } } }"
        };
        for (String document : greedy) {
            assertThat(anonymous
                            .as(company.token(Persona.DIRECTOR))
                            .send(document)
                            .errorCode())
                    .as(document)
                    .isEqualTo("QUERY_TOO_COMPLEX");
        }
    }

    @Test
    void valuesOfAnEnumMayComeAgainInAnyOrder() {
        String many = "OVERDUE, TODAY, WEEK, LATER, ".repeat(500);
        Answer answer = ask(Persona.REP, "{ tasks(filter: {buckets: [" + many + "]}) { totalCount } }", Map.of());
        assertThat(answer.at("/tasks/totalCount").asInt()).isEqualTo(1);
    }
}
