package io.revisit.organisation;

import static org.assertj.core.api.Assertions.assertThat;

import io.revisit.testing.Company;
import io.revisit.testing.Company.Persona;
import io.revisit.testing.CompanyTest;
import io.revisit.testing.GraphQl;
import io.revisit.testing.GraphQl.Answer;
import io.revisit.testing.Pages;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** Who asks and what he may do, and who his colleagues are. */
class OrganisationApiIT extends CompanyTest {
    private static final String USERS =
            """
            query ($first: Int, $after: String, $filter: UserFilter) {
              users(first: $first, after: $after, filter: $filter) %s
            }
            """
                    .formatted(Pages.PAGE);
    private static final String NAMES = "query ($filter: UserFilter) { users(filter: $filter) { nodes { name } } }";

    @Test
    void anonymousIsAskedToLogIn() {
        assertThat(anonymous.send("{ viewer { today } }").errorCode()).isEqualTo("UNAUTHENTICATED");
        assertThat(anonymous.send(USERS).errorCode()).isEqualTo("UNAUTHENTICATED");
    }

    @ParameterizedTest
    @CsvSource({
        "REP, WORK_ON_TASKS;UPDATE_CUSTOMERS;WORK_ON_TICKETS",
        "SUPERVISOR, WORK_ON_TASKS;DIRECT_TASKS;UPDATE_CUSTOMERS;WORK_ON_TICKETS;SEE_UNIT",
        "DIRECTOR, WORK_ON_TASKS;DIRECT_TASKS;UPDATE_CUSTOMERS;WORK_ON_TICKETS;SEE_UNIT;SEE_ALL;READ_AUDIT",
        "QA, SEE_UNIT;SEE_ALL",
        "ADMIN, WORK_ON_TASKS;DIRECT_TASKS;UPDATE_CUSTOMERS;WORK_ON_TICKETS;SEE_UNIT;SEE_ALL;READ_AUDIT"
    })
    void viewerIsToldWhatHisRoleMayDo(Persona persona, String permissions) {
        Answer answer = ask(persona, GraphQl.operation("Viewer"), Map.of());
        assertThat(answer.at("/viewer/permissions").valueStream().map(JsonNode::asString))
                .containsExactlyInAnyOrder(permissions.split(";", -1));
    }

    @Test
    void viewerIsHimselfInHisCompany() {
        Answer answer = ask(
                Persona.COLLEAGUE,
                """
                { viewer {
                    user { id name email role zone language workdayStart workdayEnd active version unit { name parent { name parent { name } } } }
                    tenant { id name currencyCode zone }
                    today } }
                """,
                Map.of());
        JsonNode user = answer.at("/viewer/user");
        assertThat(user.at("/id").asString())
                .isEqualTo(company.user(Persona.COLLEAGUE).toString());
        assertThat(user.at("/email").asString()).isEqualTo(company.email(Persona.COLLEAGUE));
        assertThat(user.at("/role").asString()).isEqualTo("REP");
        assertThat(user.at("/workdayStart").asString()).isEqualTo("09:00");
        assertThat(user.at("/workdayEnd").asString()).isEqualTo("18:00");
        assertThat(user.at("/unit/name").asString()).isEqualTo("East");
        assertThat(user.at("/unit/parent/name").asString()).isEqualTo("Company");
        assertThat(user.at("/unit/parent/parent").isNull()).isTrue();
        assertThat(answer.at("/viewer/tenant/id").asString())
                .isEqualTo(company.tenantId().toString());
        assertThat(answer.at("/viewer/tenant/currencyCode").asString()).isEqualTo("CNY");
        assertThat(answer.at("/viewer/today").asString()).isEqualTo("2026-03-02");
    }

    @ParameterizedTest
    @EnumSource
    void colleaguesSeeEachOtherAndNobodyElse(Persona persona) {
        assertThat(Pages.ids(ask(persona, USERS, Map.of()).at("/users")))
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(Persona.values()).map(company::user).toList());
    }

    @Test
    void usersAreListedByName() {
        List<String> names =
                List.of("ADMIN", "COLLEAGUE", "DIRECTOR", "OTHER_SUPERVISOR", "OUTSIDER", "QA", "REP", "SUPERVISOR");
        assertThat(names(company, Map.of())).isEqualTo(names);
        var rep = anonymous.as(company.token(Persona.REP));
        for (int first = 1; first <= 3; first++) {
            assertThat(Pages.walk(rep, USERS, "/users", Map.of(), first))
                    .isEqualTo(names.stream()
                            .map(name -> company.user(Persona.valueOf(name)))
                            .toList());
        }
        assertThat(names(company, Map.of("roles", List.of("QA", "SUPERVISOR"))))
                .containsExactly("OTHER_SUPERVISOR", "QA", "SUPERVISOR");
    }

    @Test
    void whoHasLeftIsListedOnRequestOnly() {
        Company here = newCompany();
        here.run("update app_user set active = false where id = '%s'".formatted(here.user(Persona.OUTSIDER)));
        assertThat(names(here, Map.of())).hasSize(7).doesNotContain("OUTSIDER");
        assertThat(names(here, Map.of("includeInactive", true))).hasSize(8).contains("OUTSIDER");
        assertThat(names(here, Map.of("includeInactive", true, "roles", List.of("REP"))))
                .containsExactly("COLLEAGUE", "OUTSIDER", "REP");
    }

    private List<String> names(Company of, Map<String, Object> filter) {
        return ask(of, Persona.REP, NAMES, Map.of("filter", filter))
                .at("/users/nodes")
                .valueStream()
                .map(node -> node.at("/name").asString())
                .toList();
    }
}
