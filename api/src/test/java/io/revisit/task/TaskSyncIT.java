package io.revisit.task;

import static org.assertj.core.api.Assertions.assertThat;

import io.revisit.testing.Company.Persona;
import io.revisit.testing.Company.Records;
import io.revisit.testing.Edit;
import io.revisit.testing.SyncedCollectionContract;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TaskSyncIT extends SyncedCollectionContract {

    @Override
    protected Edit edit(Records records, @Nullable Object value) {
        return Edit.update("Task", records.task(), field(), value);
    }

    @Override
    protected String field() {
        return "dueAt";
    }

    @Override
    protected String[] values() {
        return new String[] {"2026-03-04T15:00:00+00:00", "2026-03-05T15:00:00+00:00"};
    }

    @Override
    protected String table() {
        return "visit_task";
    }

    private String step(Persona persona, Object... fields) {
        UUID task = company.own.task();
        Verdict verdict = pushOne(persona, Edit.update("Task", task, fields).on(version("visit_task", task)));
        return verdict.status().equals("APPLIED") ? verdict.field("state").stringValue() : verdict.error();
    }

    @Test
    void isStartedAndDone() {
        assertThat(step(Persona.REP, "state", "IN_PROGRESS")).isEqualTo("IN_PROGRESS");
        assertThat(step(Persona.REP, "state", "DONE", "closingNote", "Spoke")).isEqualTo("DONE");
        assertThat(sql.text("select closing_note from visit_task where id = ?", company.own.task()))
                .isEqualTo("Spoke");
        assertThat(step(Persona.REP, "state", "IN_PROGRESS")).isEqualTo("INVALID_STATE");
    }

    @Test
    void isExcusedOnlyByThoseWhoDirectAndWithAReason() {
        assertThat(step(Persona.REP, "state", "EXCUSED", "closingNote", "Rain")).isEqualTo("FORBIDDEN");
        assertThat(step(Persona.SUPERVISOR, "state", "EXCUSED")).isEqualTo("INVALID_INPUT closingNote REQUIRED");
        assertThat(step(Persona.SUPERVISOR, "state", "QA")).isEqualTo("INVALID_INPUT state NOT_A_STEP");
        assertThat(step(Persona.SUPERVISOR, "closingNote", "Rain")).isEqualTo("INVALID_INPUT closingNote NOT_CLOSING");
        assertThat(step(Persona.SUPERVISOR, "state", "EXCUSED", "closingNote", "Rain"))
                .isEqualTo("EXCUSED");
    }

    @Test
    void isGivenToSomebodyElseByThoseWhoDirect() {
        String colleague = company.user(Persona.COLLEAGUE).toString();
        assertThat(step(Persona.REP, "assigneeId", colleague)).isEqualTo("FORBIDDEN");
        assertThat(step(Persona.SUPERVISOR, "assigneeId", colleague)).isEqualTo("READY");
    }

    @Test
    void keepsItsLatestTimeOnlyWithItsDueTime() {
        step(Persona.REP, "earliestAt", "2026-03-01T00:00:00Z");
        assertThat(sql.text("select latest_at at time zone 'UTC' from visit_task where id = ?", company.own.task()))
                .isEqualTo("2026-03-03 00:00:00");
        step(Persona.REP, "dueAt", "2026-03-10T15:00:00Z");
        assertThat(sql.text("select latest_at at time zone 'UTC' from visit_task where id = ?", company.own.task()))
                .isEqualTo("2026-03-11 00:00:00");
    }
}
