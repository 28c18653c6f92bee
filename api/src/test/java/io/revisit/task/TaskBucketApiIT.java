package io.revisit.task;

import static org.assertj.core.api.Assertions.assertThat;

import io.revisit.testing.Company;
import io.revisit.testing.Company.Persona;
import io.revisit.testing.CompanyTest;
import io.revisit.testing.GraphQl.Answer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where an open task stands in time, exact to the instant at which a day begins where the viewer is. */
class TaskBucketApiIT extends CompanyTest {
    private static final String BUCKETS =
            """
            query ($scope: TaskScope!) {
              OVERDUE: tasks(scope: $scope, filter: {buckets: [OVERDUE]}) { nodes { id bucket } totalCount }
              TODAY: tasks(scope: $scope, filter: {buckets: [TODAY]}) { nodes { id bucket } totalCount }
              WEEK: tasks(scope: $scope, filter: {buckets: [WEEK]}) { nodes { id bucket } totalCount }
              LATER: tasks(scope: $scope, filter: {buckets: [LATER]}) { nodes { id bucket } totalCount }
              all: tasks(scope: $scope, first: 100) { totalCount nodes { id } }
              taskCounts(scope: $scope) { OVERDUE: overdue TODAY: today WEEK: week LATER: later }
            }
            """;

    /** Today ends at {@code tomorrow}, the week before {@code nextWeek}; Auckland is in tomorrow already. */
    @ParameterizedTest
    @CsvSource({
        "Europe/London,       2026-03-02T08:00:00Z, 2026-03-03T00:00:00Z, 2026-03-09T00:00:00Z",
        "Asia/Shanghai,       2026-03-02T08:00:00Z, 2026-03-02T16:00:00Z, 2026-03-08T16:00:00Z",
        "Pacific/Auckland,    2026-03-02T12:00:00Z, 2026-03-03T11:00:00Z, 2026-03-09T11:00:00Z",
        "Pacific/Pago_Pago,   2026-03-02T08:00:00Z, 2026-03-02T11:00:00Z, 2026-03-08T11:00:00Z",
        "Asia/Kathmandu,      2026-03-02T18:14:59Z, 2026-03-02T18:15:00Z, 2026-03-08T18:15:00Z",
        "America/New_York,    2026-03-02T08:00:00Z, 2026-03-03T05:00:00Z, 2026-03-09T04:00:00Z",
        "America/New_York,    2026-03-08T06:59:59Z, 2026-03-09T04:00:00Z, 2026-03-15T04:00:00Z",
        "America/New_York,    2026-03-08T07:00:00Z, 2026-03-09T04:00:00Z, 2026-03-15T04:00:00Z",
        "America/Havana,      2026-03-07T20:00:00Z, 2026-03-08T05:00:00Z, 2026-03-14T04:00:00Z"
    })
    void daysBeginWhereTheViewerIs(String zone, Instant now, Instant tomorrow, Instant nextWeek) {
        clock.set(now);
        Company here = newCompany();
        here.moveTo(zone, Persona.REP);
        here.moveTo(zone, Persona.SUPERVISOR);
        here.run("delete from visit_task where tenant_id = current_tenant()");
        Instant far = now.plusSeconds(400L * 86_400);
        Map<String, List<UUID>> expected = new LinkedHashMap<>();
        expected.put(
                "OVERDUE",
                List.of(
                        task(here, now.minusMillis(1), now.minusMillis(1)),
                        task(here, now.minusSeconds(86_400), now.minusMillis(1))));
        expected.put(
                "TODAY",
                List.of(
                        task(here, now.minusSeconds(40L * 86_400), now),
                        task(here, now.minusMillis(1), far),
                        task(here, now, now),
                        task(here, tomorrow.minusMillis(1), tomorrow.minusMillis(1))));
        expected.put("WEEK", List.of(task(here, tomorrow, tomorrow), task(here, nextWeek.minusMillis(1), far)));
        expected.put("LATER", List.of(task(here, nextWeek, nextWeek), task(here, far, far)));
        closedTask(here, now.minusSeconds(1));

        assertBuckets(here, Persona.REP, "MINE", expected);
        assertBuckets(here, Persona.REP, "UNIT", expected);
        assertBuckets(here, Persona.SUPERVISOR, "UNIT", expected);
    }

    @Test
    void viewersInDifferentZonesSeeDifferentDays() {
        clock.set(Instant.parse("2026-03-02T12:00:00Z"));
        Company here = newCompany();
        here.moveTo("Pacific/Auckland", Persona.REP);
        here.run("delete from visit_task where tenant_id = current_tenant()");
        UUID task = task(here, Instant.parse("2026-03-03T00:30:00Z"), Instant.parse("2026-03-04T00:00:00Z"));
        String document = "query ($id: ID!) { task(id: $id) { bucket } viewer { today } }";
        Answer rep = ask(here, Persona.REP, document, Map.of("id", task));
        assertThat(rep.at("/viewer/today").asString()).isEqualTo("2026-03-03");
        assertThat(rep.at("/task/bucket").asString()).isEqualTo("TODAY");
        Answer supervisor = ask(here, Persona.SUPERVISOR, document, Map.of("id", task));
        assertThat(supervisor.at("/viewer/today").asString()).isEqualTo("2026-03-02");
        assertThat(supervisor.at("/task/bucket").asString()).isEqualTo("WEEK");
    }

    @Test
    void closedTaskIsInNoBucket() {
        Company here = newCompany();
        for (String state : List.of("DONE", "EXCUSED", "CANCELLED")) {
            here.run("update visit_task set state = '%s', closed_at = '2026-03-01' where id = '%s'"
                    .formatted(state, here.own.task()));
            Answer answer = ask(
                    here,
                    Persona.REP,
                    "query ($id: ID!) { task(id: $id) { state bucket } }",
                    Map.of("id", here.own.task()));
            assertThat(answer.at("/task/state").asString()).isEqualTo(state);
            assertThat(answer.at("/task/bucket").isNull()).isTrue();
        }
    }

    private void assertBuckets(Company here, Persona persona, String scope, Map<String, List<UUID>> expected) {
        Answer answer = ask(here, persona, BUCKETS, Map.of("scope", scope));
        List<UUID> all = new ArrayList<>();
        expected.forEach((bucket, tasks) -> {
            List<UUID> found = new ArrayList<>();
            answer.at("/" + bucket + "/nodes").forEach(node -> {
                found.add(UUID.fromString(node.at("/id").asString()));
                assertThat(node.at("/bucket").asString()).isEqualTo(bucket.toUpperCase(Locale.ROOT));
            });
            assertThat(found).as("%s for %s", bucket, persona).containsExactlyInAnyOrderElementsOf(tasks);
            assertThat(answer.at("/" + bucket + "/totalCount").asInt()).isEqualTo(tasks.size());
            assertThat(answer.at("/taskCounts/" + bucket).asInt()).isEqualTo(tasks.size());
            all.addAll(tasks);
        });
        assertThat(answer.at("/all/totalCount").asInt()).isEqualTo(all.size());
    }

    private static UUID task(Company here, Instant dueAt, Instant latestAt) {
        UUID id = UUID.randomUUID();
        here.run(
                """
                insert into visit_task (tenant_id, id, customer_id, assignee_id, kind, title, due_at, latest_at, origin)
                values (current_tenant(), '%s', '%s', '%s', 'OTHER', 'Call', '%s', '%s', 'MANUAL')
                """
                        .formatted(id, here.own.customer(), here.user(Persona.REP), dueAt, latestAt));
        return id;
    }

    private static void closedTask(Company here, Instant dueAt) {
        here.run("update visit_task set state = 'DONE', closed_at = '%1$s' where id = '%2$s'"
                .formatted(dueAt, task(here, dueAt, dueAt)));
    }
}
