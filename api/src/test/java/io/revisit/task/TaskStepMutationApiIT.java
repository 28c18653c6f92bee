package io.revisit.task;

import static org.assertj.core.api.Assertions.assertThat;

import io.revisit.testing.Company.Persona;
import io.revisit.testing.Mutation;
import io.revisit.testing.Mutation.Outcome;
import io.revisit.testing.MutationApiTest;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may take which step with a task, and from which state. */
class TaskStepMutationApiIT extends MutationApiTest {
    private static final List<String> STATES =
            List.of("PENDING", "APPROVAL", "READY", "IN_PROGRESS", "SUBMITTED", "QA", "DONE", "EXCUSED", "CANCELLED");

    /** Personas in turn: the assignee, the supervisor, the director, the administrator, QA. */
    @ParameterizedTest
    @CsvSource({
        "startTask,    DONE,      FORBIDDEN, FORBIDDEN, FORBIDDEN, FORBIDDEN",
        "completeTask, DONE,      DONE,      DONE,      DONE,      FORBIDDEN",
        "excuseTask,   FORBIDDEN, DONE,      DONE,      DONE,      FORBIDDEN",
        "cancelTask,   FORBIDDEN, DONE,      DONE,      DONE,      FORBIDDEN"
    })
    void stepsBelongToTheAssigneeOrThoseWhoDirect(
            String step, String assignee, String supervisor, String director, String admin, String qa) {
        assertThat(step(step, company.own.task()).send(anonymous()).verdict()).isEqualTo("UNAUTHENTICATED");
        assertThat(verdict(Persona.OUTSIDER, step(step, company.own.task()))).isEqualTo("NOT_FOUND id");
        assertThat(verdict(Persona.REP, step(step, ready()))).isEqualTo(assignee);
        assertThat(verdict(Persona.REP, step(step, company.shared.task()))).isEqualTo("FORBIDDEN");
        assertThat(verdict(Persona.REP, step(step, company.colleagues.task()))).isEqualTo("NOT_FOUND id");
        assertThat(verdict(Persona.REP, step(step, otherCompany().own.task()))).isEqualTo("NOT_FOUND id");
        assertThat(verdict(Persona.SUPERVISOR, step(step, ready()))).isEqualTo(supervisor);
        assertThat(verdict(Persona.OTHER_SUPERVISOR, step(step, ready()))).isEqualTo("NOT_FOUND id");
        assertThat(verdict(Persona.DIRECTOR, step(step, otherCompany().own.task())))
                .isEqualTo("NOT_FOUND id");
        assertThat(verdict(Persona.DIRECTOR, step(step, ready()))).isEqualTo(director);
        assertThat(verdict(Persona.ADMIN, step(step, ready()))).isEqualTo(admin);
        assertThat(verdict(Persona.QA, step(step, ready()))).isEqualTo(qa);
    }

    @ParameterizedTest
    @CsvSource({
        "startTask,    READY,                                           IN_PROGRESS",
        "completeTask, READY|IN_PROGRESS,                               DONE",
        "excuseTask,   PENDING|APPROVAL|READY|IN_PROGRESS|SUBMITTED|QA, EXCUSED",
        "cancelTask,   PENDING|APPROVAL|READY|IN_PROGRESS|SUBMITTED|QA, CANCELLED"
    })
    void stepsStartFromSomeStatesOnly(String step, String allowed, String becomes) {
        Persona who = step.equals("startTask") ? Persona.REP : Persona.SUPERVISOR;
        for (String state : STATES) {
            UUID task = sql.task(company.own.customer(), company.user(Persona.REP), state);
            Outcome outcome = send(who, step(step, task));
            if (List.of(allowed.split("\\|")).contains(state)) {
                assertThat(outcome.verdict()).as(state).isEqualTo("DONE");
                assertThat(outcome.text("/state")).isEqualTo(becomes);
                assertThat(outcome.text("/version")).isEqualTo("2");
            } else {
                assertThat(outcome.verdict()).as(state).isEqualTo("INVALID_STATE");
                assertThat(outcome.details().at("/state").asString()).isEqualTo(state);
                assertThat(outcome.at("").isNull()).isTrue();
            }
        }
    }

    @Test
    void aRepWithdrawsWhatHeCreated() {
        Mutation create = Mutation.of(
                "createTask", "customerId", company.own.customer(), "title", "Oops", "dueAt", "2026-03-05T15:00:00Z");
        UUID task = UUID.fromString(send(Persona.REP, create).text("/id"));
        sql.run("update visit_task set assignee_id = ? where id = ?", company.user(Persona.COLLEAGUE), task);
        assertThat(verdict(Persona.COLLEAGUE, step("cancelTask", task))).isEqualTo("FORBIDDEN");
        assertThat(verdict(Persona.REP, step("cancelTask", task))).isEqualTo("DONE");
    }

    @Test
    void stepsLeaveTheirTimesAndWords() {
        UUID task = ready();
        assertThat(send(Persona.REP, step("startTask", task)).instant("/startedAt"))
                .isEqualTo("2026-03-02T08:00:00Z");
        clock.advance(Duration.ofMinutes(5));
        Outcome done = send(Persona.REP, step("completeTask", task).with("note", " Ordered 40 "));
        assertThat(done.instant("/startedAt")).isEqualTo("2026-03-02T08:00:00Z");
        assertThat(done.instant("/closedAt")).isEqualTo("2026-03-02T08:05:00Z");
        assertThat(done.text("/closingNote")).isEqualTo("Ordered 40");
        Outcome excused = send(Persona.SUPERVISOR, step("excuseTask", ready()).with("reason", "Holiday"));
        assertThat(excused.text("/closingNote")).isEqualTo("Holiday");
    }

    @ParameterizedTest
    @ValueSource(strings = {"excuseTask", "cancelTask"})
    void reasonsHaveBounds(String step) {
        Mutation valid = step(step, company.own.task());
        assertThat(verdict(Persona.SUPERVISOR, valid, "reason", " ")).isEqualTo("INVALID_INPUT reason LENGTH");
        assertThat(verdict(Persona.SUPERVISOR, valid, "reason", "x".repeat(2001)))
                .isEqualTo("INVALID_INPUT reason LENGTH");
        assertThat(verdict(Persona.SUPERVISOR, valid, "id", "x")).isEqualTo("INVALID_INPUT id NOT_A_UUID");
        assertThat(verdict(Persona.SUPERVISOR, valid, "reason", "x".repeat(2000)))
                .isEqualTo("DONE");
    }

    @Test
    void notesHaveBounds() {
        Mutation valid = step("completeTask", company.own.task());
        assertThat(verdict(Persona.REP, valid, "note", "x".repeat(2001))).isEqualTo("INVALID_INPUT note LENGTH");
        assertThat(verdict(Persona.REP, valid, "note", "x".repeat(2000))).isEqualTo("DONE");
    }

    private UUID ready() {
        return sql.task(company.own.customer(), company.user(Persona.REP), "READY");
    }

    private static Mutation step(String step, UUID task) {
        Mutation mutation = Mutation.of(step, "id", task);
        return step.equals("excuseTask") || step.equals("cancelTask")
                ? mutation.with("reason", "Moved away")
                : mutation;
    }
}
