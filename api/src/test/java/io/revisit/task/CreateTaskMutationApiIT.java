package io.revisit.task;

import static org.assertj.core.api.Assertions.assertThat;

import io.revisit.testing.Company.Persona;
import io.revisit.testing.Company.Records;
import io.revisit.testing.Mutation;
import io.revisit.testing.Mutation.Outcome;
import io.revisit.testing.MutationApiTest;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Who may create which task, and what a task must be like. */
class CreateTaskMutationApiIT extends MutationApiTest {

    @Test
    void repsCreateForThemselvesAndThoseWhoDirectForAnybodyBelowThem() {
        assertThat(create(company.own).send(anonymous()).verdict()).isEqualTo("UNAUTHENTICATED");
        assertThat(verdict(Persona.OUTSIDER, create(company.own))).isEqualTo("NOT_FOUND customerId");
        assertThat(verdict(Persona.REP, create(company.own))).isEqualTo("DONE");
        assertThat(verdict(Persona.REP, create(company.shared))).isEqualTo("DONE");
        assertThat(verdict(Persona.REP, create(company.colleagues))).isEqualTo("NOT_FOUND customerId");
        assertThat(verdict(Persona.REP, createFor(Persona.COLLEAGUE))).isEqualTo("FORBIDDEN");
        assertThat(verdict(Persona.REP, create(otherCompany().own))).isEqualTo("NOT_FOUND customerId");
        assertThat(verdict(Persona.SUPERVISOR, createFor(Persona.COLLEAGUE))).isEqualTo("DONE");
        assertThat(verdict(Persona.SUPERVISOR, createFor(Persona.OUTSIDER)))
                .isEqualTo("INVALID_INPUT assigneeId NOT_ASSIGNABLE");
        assertThat(verdict(Persona.OTHER_SUPERVISOR, create(company.own))).isEqualTo("NOT_FOUND customerId");
        assertThat(verdict(Persona.DIRECTOR, createFor(Persona.OUTSIDER))).isEqualTo("DONE");
        assertThat(verdict(Persona.DIRECTOR, create(otherCompany().own))).isEqualTo("NOT_FOUND customerId");
        assertThat(verdict(Persona.ADMIN, createFor(Persona.REP))).isEqualTo("DONE");
        assertThat(verdict(Persona.QA, create(company.own))).isEqualTo("FORBIDDEN");
    }

    @Test
    void onlyColleaguesWhoWorkAndAreStillHereGetTasks() {
        sql.run("update app_user set active = false where id = ?", company.user(Persona.COLLEAGUE));
        String refused = "INVALID_INPUT assigneeId NOT_ASSIGNABLE";
        assertThat(verdict(Persona.DIRECTOR, createFor(Persona.COLLEAGUE))).isEqualTo(refused);
        assertThat(verdict(Persona.DIRECTOR, createFor(Persona.QA))).isEqualTo(refused);
        Mutation foreign = create(company.own).with("assigneeId", otherCompany().user(Persona.REP));
        assertThat(verdict(Persona.DIRECTOR, foreign)).isEqualTo(refused);
    }

    @Test
    void aNewTaskIsReadyAndTheViewersOwn() {
        Outcome created = send(
                Persona.REP,
                create(company.own).with("reason", "  Boxes broken ", "earliestAt", "2026-03-04T01:00:00+08:00"));
        assertThat(created.text("/state")).isEqualTo("READY");
        assertThat(created.text("/kind")).isEqualTo("FOLLOW_UP");
        assertThat(created.text("/priority")).isEqualTo("NORMAL");
        assertThat(created.text("/origin")).isEqualTo("MANUAL");
        assertThat(created.text("/version")).isEqualTo("1");
        assertThat(created.text("/reason")).isEqualTo("Boxes broken");
        assertThat(created.instant("/earliestAt")).isEqualTo("2026-03-03T17:00:00Z");
        assertThat(created.text("/assignee/id"))
                .isEqualTo(company.user(Persona.REP).toString());
        assertThat(created.text("/createdBy/id"))
                .isEqualTo(company.user(Persona.REP).toString());
        assertThat(UUID.fromString(created.text("/id")).version()).isEqualTo(7);
        assertThat(created.replayed()).isFalse();
    }

    @Test
    void latestIsTheEndOfTheDueDayWhereTheAssigneeIs() {
        sql.run("update app_user set zone = 'America/New_York' where id = ?", company.user(Persona.COLLEAGUE));
        Mutation task = createFor(Persona.COLLEAGUE);
        assertThat(latest(task.with("dueAt", "2026-03-05T03:00:00Z"))).isEqualTo("2026-03-05T05:00:00Z");
        // The clocks go forward on 8 March: that day ends at 04:00Z.
        assertThat(latest(task.again().with("dueAt", "2026-03-08T15:00:00Z"))).isEqualTo("2026-03-09T04:00:00Z");
        assertThat(latest(task.again().with("latestAt", "2026-04-01T00:00:00Z")))
                .isEqualTo("2026-04-01T00:00:00Z");
    }

    @Test
    void inputHasBounds() {
        Mutation valid = create(company.own);
        assertThat(verdict(Persona.REP, valid, "title", " ")).isEqualTo("INVALID_INPUT title LENGTH");
        assertThat(verdict(Persona.REP, valid, "title", "x".repeat(201))).isEqualTo("INVALID_INPUT title LENGTH");
        assertThat(verdict(Persona.REP, valid, "title", "a\0b")).isEqualTo("INVALID_INPUT title LENGTH");
        assertThat(verdict(Persona.REP, valid, "title", "x".repeat(200))).isEqualTo("DONE");
        assertThat(verdict(Persona.REP, valid, "title", "🍵".repeat(200))).isEqualTo("DONE");
        assertThat(verdict(Persona.REP, valid, "title", "🍵".repeat(201))).isEqualTo("INVALID_INPUT title LENGTH");
        assertThat(verdict(Persona.REP, valid, "reason", "x".repeat(2000))).isEqualTo("DONE");
        assertThat(verdict(Persona.REP, valid, "reason", "x".repeat(2001))).isEqualTo("INVALID_INPUT reason LENGTH");
        assertThat(verdict(Persona.REP, valid, "id", "7")).isEqualTo("INVALID_INPUT id NOT_A_UUID");
        assertThat(verdict(Persona.REP, valid, "customerId", "x")).isEqualTo("INVALID_INPUT customerId NOT_A_UUID");
        assertThat(verdict(Persona.REP, valid, "assigneeId", "x")).isEqualTo("INVALID_INPUT assigneeId NOT_A_UUID");
        assertThat(verdict(Persona.REP, valid, "dueAt", "2031-03-02T08:00:00Z")).isEqualTo("DONE");
        assertThat(verdict(Persona.REP, valid, "dueAt", "2031-03-02T08:00:01Z")).isEqualTo("INVALID_INPUT dueAt RANGE");
        assertThat(verdict(Persona.REP, valid, "earliestAt", "2026-03-05T15:00:01Z"))
                .isEqualTo("INVALID_INPUT earliestAt AFTER_DUE");
        assertThat(verdict(Persona.REP, valid, "latestAt", "2026-03-05T14:59:59Z"))
                .isEqualTo("INVALID_INPUT latestAt BEFORE_DUE");
        assertThat(verdict(Persona.REP, valid, "latestAt", "2199-01-01T00:00:00Z"))
                .isEqualTo("INVALID_INPUT latestAt RANGE");
        assertThat(verdict(Persona.REP, valid, "dueAt", "tomorrow")).isEqualTo("BAD_REQUEST");
        assertThat(verdict(Persona.REP, valid, "priority", null)).isEqualTo("BAD_REQUEST");
    }

    @Test
    void aChosenIdIsKeptUnlessATaskOfTheSameCompanyHasIt() {
        UUID chosen = UUID.randomUUID();
        Mutation task = create(company.own).with("id", chosen);
        assertThat(send(Persona.REP, task).text("/id")).isEqualTo(chosen.toString());
        assertThat(verdict(Persona.REP, task.again())).isEqualTo("ID_ALREADY_USED id");
        assertThat(verdict(Persona.REP, task, "id", company.outsiders.task())).isEqualTo("ID_ALREADY_USED id");
        assertThat(verdict(Persona.REP, task, "id", otherCompany().own.task())).isEqualTo("DONE");
    }

    @Test
    void anIdIsUniqueOverAllTypes() {
        Mutation task = create(company.own);
        assertThat(verdict(Persona.REP, task, "id", company.own.customer())).isEqualTo("ID_ALREADY_USED id");
        assertThat(verdict(Persona.REP, task, "id", company.own.visit())).isEqualTo("ID_ALREADY_USED id");
        assertThat(verdict(Persona.REP, task, "id", company.user(Persona.QA))).isEqualTo("ID_ALREADY_USED id");
        assertThat(verdict(Persona.REP, task, "id", otherCompany().own.customer()))
                .isEqualTo("DONE");
    }

    private String latest(Mutation task) {
        return send(Persona.SUPERVISOR, task).instant("/latestAt");
    }

    private Mutation createFor(Persona assignee) {
        return create(company.own).with("assigneeId", company.user(assignee));
    }

    private static Mutation create(Records customer) {
        return Mutation.of(
                "createTask", "customerId", customer.customer(), "title", "Call back", "dueAt", "2026-03-05T15:00:00Z");
    }
}
