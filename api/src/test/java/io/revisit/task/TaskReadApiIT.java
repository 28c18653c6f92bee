package io.revisit.task;

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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Who sees which tasks: one by its id, his own, his unit's, a customer's. */
class TaskReadApiIT extends CompanyTest {
    private static final String TASK = "query ($id: ID!) { task(id: $id) { id customer { code } assignee { name } } }";
    private static final String TASKS =
            """
            query ($scope: TaskScope!, $first: Int, $after: String, $filter: TaskFilter) {
              tasks(scope: $scope, first: $first, after: $after, filter: $filter) %s
            }
            """
                    .formatted(Pages.PAGE);
    private static final String COUNTS =
            "query ($scope: TaskScope!) { taskCounts(scope: $scope) { overdue today week later } }";
    private static final String OF_CUSTOMER =
            "query ($id: ID!, $filter: TaskFilter) { customer(id: $id) { tasks(filter: $filter) { nodes { id bucket } } } }";

    @Test
    void anonymousIsAskedToLogIn() {
        assertThat(anonymous.send(TASK, Map.of("id", company.own.task())).errorCode())
                .isEqualTo("UNAUTHENTICATED");
        for (String scope : List.of("MINE", "UNIT")) {
            assertThat(anonymous.send(TASKS, Map.of("scope", scope)).errorCode())
                    .isEqualTo("UNAUTHENTICATED");
            assertThat(anonymous.send(COUNTS, Map.of("scope", scope)).errorCode())
                    .isEqualTo("UNAUTHENTICATED");
        }
    }

    @ParameterizedTest
    @EnumSource
    void taskIsSeenWithItsCustomer(Persona persona) {
        for (Records records : company.customers()) {
            Answer answer = ask(persona, TASK, Map.of("id", records.task()));
            assertThat(answer.at("/task").isNull())
                    .isEqualTo(!company.visibleTo(persona).contains(records));
        }
        for (Records records : otherCompany.customers()) {
            assertThat(ask(persona, TASK, Map.of("id", records.task()))
                            .at("/task")
                            .isNull())
                    .isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource
    void mineAreThoseAssignedToMe(Persona persona) {
        List<Records> mine =
                switch (persona) {
                    case REP -> List.of(company.own);
                    case COLLEAGUE -> List.of(company.colleagues);
                    case OUTSIDER -> List.of(company.shared, company.outsiders);
                    default -> List.of();
                };
        assertTasks(persona, "MINE", mine);
    }

    @ParameterizedTest
    @EnumSource
    void unitsAreThoseOfMyPeople(Persona persona) {
        List<Records> ofPeople =
                switch (persona) {
                    case REP -> List.of(company.own);
                    case COLLEAGUE -> List.of(company.colleagues);
                    case SUPERVISOR -> List.of(company.own, company.colleagues);
                    case OUTSIDER, OTHER_SUPERVISOR -> List.of(company.shared, company.outsiders);
                    case DIRECTOR, QA, ADMIN -> company.customers();
                };
        assertTasks(persona, "UNIT", ofPeople);
    }

    @Test
    void supervisorLeadsUnitsBelowHisOwnToo() {
        Company here = newCompany();
        here.run(
                """
                with below as (insert into org_unit (tenant_id, parent_id, name)
                               select tenant_id, unit_id, 'Below' from app_user where id = '%s' returning id)
                update app_user set unit_id = below.id from below where app_user.id = '%s'
                """
                        .formatted(here.user(Persona.SUPERVISOR), here.user(Persona.OUTSIDER)));
        assertThat(Pages.ids(ask(here, Persona.SUPERVISOR, TASKS, Map.of("scope", "UNIT"))
                        .at("/tasks")))
                .contains(here.outsiders.task());
        assertThat(Pages.ids(ask(here, Persona.OTHER_SUPERVISOR, TASKS, Map.of("scope", "UNIT"))
                        .at("/tasks")))
                .isEmpty();
    }

    @Test
    void listsAreFilteredAndSortedByDueDate() {
        Company here = newCompany();
        UUID[] tasks = new UUID[5];
        for (int index = 0; index < tasks.length; index++) {
            tasks[index] = UUID.randomUUID();
            here.run(
                    """
                    insert into visit_task (tenant_id, id, customer_id, assignee_id, kind, title, priority, state, due_at, latest_at, closed_at, origin)
                    values (current_tenant(), '%s', '%s', '%s', '%s', 'T', '%s', '%s', '2026-03-0%d', '2026-03-20', %s, 'MANUAL')
                    """
                            .formatted(
                                    tasks[index],
                                    here.own.customer(),
                                    here.user(Persona.REP),
                                    index % 2 == 0 ? "SURVEY" : "CONTRACT",
                                    index < 2 ? "URGENT" : "LOW",
                                    List.of("PENDING", "IN_PROGRESS", "DONE", "READY", "EXCUSED")
                                            .get(index),
                                    9 - index,
                                    index == 2 || index == 4 ? "'2026-03-01'" : "null"));
        }
        assertThat(list(here, Map.of())).containsExactly(here.own.task(), tasks[3], tasks[1], tasks[0]);
        assertThat(list(here, Map.of("states", List.of("DONE", "EXCUSED")))).containsExactly(tasks[4], tasks[2]);
        assertThat(list(here, Map.of("states", List.of("DONE", "PENDING")))).containsExactly(tasks[2], tasks[0]);
        assertThat(list(here, Map.of("kinds", List.of("SURVEY")))).containsExactly(tasks[0]);
        assertThat(list(here, Map.of("priorities", List.of("URGENT"), "kinds", List.of("CONTRACT"))))
                .containsExactly(tasks[1]);
        assertThat(list(here, Map.of("buckets", List.of("TODAY", "WEEK"), "states", List.of("READY", "DONE"))))
                .containsExactly(here.own.task(), tasks[3]);
        assertThat(list(here, Map.of("buckets", List.of()))).isEmpty();
        for (int first = 1; first <= 3; first++) {
            assertThat(Pages.walk(
                            anonymous.as(here.token(Persona.REP)), TASKS, "/tasks", Map.of("scope", "MINE"), first))
                    .containsExactly(here.own.task(), tasks[3], tasks[1], tasks[0]);
        }
        Answer ofCustomer = ask(
                here,
                Persona.REP,
                OF_CUSTOMER,
                Map.of("id", here.own.customer(), "filter", Map.of("states", List.of("DONE", "READY"))));
        assertThat(Pages.ids(ofCustomer.at("/customer/tasks"))).containsExactly(here.own.task(), tasks[3], tasks[2]);
        assertThat(ofCustomer.at("/customer/tasks/nodes/2/bucket").isNull()).isTrue();
    }

    @Test
    void wrongPagesAreRefused() {
        assertThat(refusal(Persona.REP, TASKS, Map.of("scope", "MINE", "first", 0)))
                .isEqualTo("PAGE_SIZE_INVALID");
        assertThat(refusal(Persona.REP, TASKS, Map.of("scope", "MINE", "first", 101)))
                .isEqualTo("PAGE_SIZE_INVALID");
        assertThat(refusal(Persona.REP, TASKS, Map.of("scope", "MINE", "after", "x")))
                .isEqualTo("CURSOR_INVALID");
    }

    private List<UUID> list(Company here, Map<String, Object> filter) {
        return Pages.ids(ask(here, Persona.REP, TASKS, Map.of("scope", "MINE", "filter", filter))
                .at("/tasks"));
    }

    /** The list, and the counts that must say the same; all of these tasks are due today. */
    private void assertTasks(Persona persona, String scope, List<Records> expected) {
        Answer answer = ask(persona, TASKS, Map.of("scope", scope));
        assertThat(Pages.ids(answer.at("/tasks")))
                .containsExactlyInAnyOrderElementsOf(
                        expected.stream().map(Records::task).toList());
        assertThat(answer.at("/tasks/totalCount").asInt()).isEqualTo(expected.size());
        Answer counts = ask(persona, COUNTS, Map.of("scope", scope));
        assertThat(counts.at("/taskCounts/today").asInt()).isEqualTo(expected.size());
        for (String bucket : List.of("overdue", "week", "later")) {
            assertThat(counts.at("/taskCounts/" + bucket).asInt(-1)).isZero();
        }
    }
}
