package io.revisit.task;

import static org.assertj.core.api.Assertions.assertThat;

import io.revisit.testing.Company.Persona;
import io.revisit.testing.Mutation;
import io.revisit.testing.Mutation.Outcome;
import io.revisit.testing.MutationApiTest;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may give a task to somebody else or move it to other times. */
class TaskPlanMutationApiIT extends MutationApiTest {

    @Test
    void thoseWhoDirectAssign() {
        assertThat(assign(company.own.task()).send(anonymous()).verdict()).isEqualTo("UNAUTHENTICATED");
        assertThat(verdict(Persona.OUTSIDER, assign(company.own.task()))).isEqualTo("NOT_FOUND id");
        assertThat(verdict(Persona.REP, assign(company.own.task()))).isEqualTo("FORBIDDEN");
        assertThat(verdict(Persona.REP, assign(company.colleagues.task()))).isEqualTo("NOT_FOUND id");
        assertThat(verdict(Persona.REP, assign(otherCompany().own.task()))).isEqualTo("NOT_FOUND id");
        assertThat(verdict(Persona.OTHER_SUPERVISOR, assign(company.own.task())))
                .isEqualTo("NOT_FOUND id");
        assertThat(verdict(Persona.QA, assign(company.own.task()))).isEqualTo("FORBIDDEN");
        for (Persona persona : List.of(Persona.SUPERVISOR, Persona.DIRECTOR, Persona.ADMIN)) {
            Outcome assigned = send(persona, assign(task("READY")));
            assertThat(assigned.verdict()).as("%s", persona).isEqualTo("DONE");
            assertThat(assigned.text("/assignee/id"))
                    .isEqualTo(company.user(Persona.COLLEAGUE).toString());
        }
    }

    @Test
    void aTaskGoesOnlyToThoseBelow() {
        Mutation assign = assign(company.own.task());
        String refused = "INVALID_INPUT assigneeId NOT_ASSIGNABLE";
        assertThat(verdict(Persona.SUPERVISOR, assign, "assigneeId", company.user(Persona.OUTSIDER)))
                .isEqualTo(refused);
        assertThat(verdict(Persona.DIRECTOR, assign, "assigneeId", company.user(Persona.QA)))
                .isEqualTo(refused);
        assertThat(verdict(Persona.DIRECTOR, assign, "assigneeId", UUID.randomUUID()))
                .isEqualTo(refused);
        assertThat(verdict(
                        Persona.DIRECTOR, assign, "assigneeId", otherCompany().user(Persona.REP)))
                .isEqualTo(refused);
        assertThat(verdict(Persona.DIRECTOR, assign, "assigneeId", "x"))
                .isEqualTo("INVALID_INPUT assigneeId NOT_A_UUID");
        assertThat(verdict(Persona.SUPERVISOR, assign, "assigneeId", company.user(Persona.SUPERVISOR)))
                .isEqualTo("DONE");
    }

    @Test
    void assigneesAndThoseWhoDirectReschedule() {
        assertThat(reschedule(company.own.task()).send(anonymous()).verdict()).isEqualTo("UNAUTHENTICATED");
        assertThat(verdict(Persona.OUTSIDER, reschedule(company.own.task()))).isEqualTo("NOT_FOUND id");
        assertThat(verdict(Persona.REP, reschedule(company.own.task()))).isEqualTo("DONE");
        assertThat(verdict(Persona.REP, reschedule(company.shared.task()))).isEqualTo("FORBIDDEN");
        assertThat(verdict(Persona.REP, reschedule(company.colleagues.task()))).isEqualTo("NOT_FOUND id");
        assertThat(verdict(Persona.REP, reschedule(otherCompany().own.task()))).isEqualTo("NOT_FOUND id");
        for (Persona persona : List.of(Persona.SUPERVISOR, Persona.DIRECTOR, Persona.ADMIN)) {
            assertThat(verdict(persona, reschedule(task("READY"))))
                    .as("%s", persona)
                    .isEqualTo("DONE");
        }
        assertThat(verdict(Persona.QA, reschedule(company.own.task()))).isEqualTo("FORBIDDEN");
    }

    @Test
    void toSeeATaskThroughAShareIsNotToDirectIt() {
        assertThat(verdict(Persona.SUPERVISOR, assign(company.shared.task()))).isEqualTo("FORBIDDEN");
        assertThat(verdict(Persona.SUPERVISOR, reschedule(company.shared.task())))
                .isEqualTo("FORBIDDEN");
        assertThat(verdict(Persona.OTHER_SUPERVISOR, reschedule(company.shared.task())))
                .isEqualTo("DONE");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PENDING", "APPROVAL", "READY", "IN_PROGRESS", "SUBMITTED", "QA"})
    void openTasksMayBePlannedAnew(String state) {
        assertThat(send(Persona.SUPERVISOR, assign(task(state))).text("/state")).isEqualTo(state);
        assertThat(send(Persona.SUPERVISOR, reschedule(task(state))).text("/state"))
                .isEqualTo(state);
    }

    @ParameterizedTest
    @ValueSource(strings = {"DONE", "EXCUSED", "CANCELLED"})
    void closedTasksStayAsTheyAre(String state) {
        for (Mutation mutation : List.of(assign(task(state)), reschedule(task(state)))) {
            Outcome outcome = send(Persona.SUPERVISOR, mutation);
            assertThat(outcome.verdict()).isEqualTo("INVALID_STATE");
            assertThat(outcome.details().at("/state").asString()).isEqualTo(state);
        }
    }

    @Test
    void aChangeBasedOnAnotherVersionIsRefused() {
        for (Mutation mutation : List.of(assign(company.own.task()), reschedule(company.own.task()))) {
            Outcome stale = send(Persona.SUPERVISOR, mutation.with("expectedVersion", 99));
            assertThat(stale.verdict()).isEqualTo("CONFLICT");
            int version = stale.details().at("/version").asInt();
            Outcome fresh = send(Persona.SUPERVISOR, mutation.again().with("expectedVersion", version));
            assertThat(fresh.verdict()).isEqualTo("DONE");
            assertThat(fresh.at("/version").asInt()).isEqualTo(version + 1);
        }
    }

    @Test
    void withoutAnExpectedVersionItIsWhateverItIs() {
        assertThat(verdict(Persona.SUPERVISOR, assign(company.own.task()))).isEqualTo("DONE");
        assertThat(verdict(Persona.SUPERVISOR, reschedule(company.own.task()).with("expectedVersion", null)))
                .isEqualTo("DONE");
    }

    @Test
    void newTimesReplaceAllOldOnes() {
        sql.run("update visit_task set earliest_at = '2026-03-01T00:00Z' where id = ?", company.own.task());
        Outcome moved = send(Persona.REP, reschedule(company.own.task()).with("dueAt", "2026-03-29T12:00:00Z"));
        assertThat(moved.text("/earliestAt")).isEqualTo("null");
        assertThat(moved.instant("/dueAt")).isEqualTo("2026-03-29T12:00:00Z");
        // The rep is in London, where the clocks go forward on that day.
        assertThat(moved.instant("/latestAt")).isEqualTo("2026-03-29T23:00:00Z");
    }

    @Test
    void timesHaveBounds() {
        Mutation valid = reschedule(company.own.task());
        assertThat(verdict(Persona.REP, valid, "dueAt", "2031-03-02T08:00:01Z")).isEqualTo("INVALID_INPUT dueAt RANGE");
        assertThat(verdict(Persona.REP, valid, "earliestAt", "2026-03-09T15:00:01Z"))
                .isEqualTo("INVALID_INPUT earliestAt AFTER_DUE");
        assertThat(verdict(Persona.REP, valid, "latestAt", "2026-03-09T14:59:59Z"))
                .isEqualTo("INVALID_INPUT latestAt BEFORE_DUE");
        assertThat(verdict(Persona.REP, valid, "latestAt", "2100-01-01T00:00:00Z"))
                .isEqualTo("INVALID_INPUT latestAt RANGE");
    }

    private UUID task(String state) {
        return sql.task(company.own.customer(), company.user(Persona.REP), state);
    }

    private Mutation assign(UUID task) {
        return Mutation.of("assignTask", "id", task, "assigneeId", company.user(Persona.COLLEAGUE));
    }

    private static Mutation reschedule(UUID task) {
        return Mutation.of("rescheduleTask", "id", task, "dueAt", "2026-03-09T15:00:00Z");
    }
}
