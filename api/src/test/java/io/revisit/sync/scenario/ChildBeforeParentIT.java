package io.revisit.sync.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.revisit.platform.jobs.RecurringJob;
import io.revisit.testing.Company.Persona;
import io.revisit.testing.Edit;
import io.revisit.testing.Mutation;
import io.revisit.testing.PushTest;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;

/** A mutation arrives before the record that it is about or refers to. */
class ChildBeforeParentIT extends PushTest {
    private final UUID task = UUID.randomUUID();
    private final UUID visit = UUID.randomUUID();

    @Autowired
    @Qualifier("releaseHeldMutations")
    private RecurringJob sweeper;

    private Edit task() {
        return Edit.create(
                "Task",
                task,
                "customerId",
                company.own.customer().toString(),
                "title",
                "Bring a sample",
                "dueAt",
                "2026-03-05T15:00:00Z");
    }

    private Edit visit() {
        return Edit.visit(visit, company.own.customer(), "taskId", task.toString());
    }

    @Test
    void isReleasedByItsParentInTheSameRequest() {
        List<Verdict> verdicts = push(Persona.REP, visit(), task());

        assertThat(verdicts).extracting(Verdict::status).containsExactly("APPLIED", "APPLIED");
        assertThat(verdicts.get(0).field("taskId").stringValue()).isEqualTo(task.toString());
        assertThat(sql.text("select state from visit_task where id = ?", task)).isEqualTo("DONE");
    }

    @Test
    void isHeldUntilItsParentComesInAnotherRequest() {
        Edit child = visit();
        Edit edit = Edit.update("Visit", visit, "summary", "Corrected");

        assertThat(push(Persona.REP, edit, child)).extracting(Verdict::status).containsExactly("HELD", "HELD");
        assertThat(pushOne(Persona.REP, child).status()).isEqualTo("HELD");
        push(Persona.REP, task());

        Verdict now = pushOne(Persona.REP, child);
        assertThat(now.status()).isEqualTo("APPLIED");
        assertThat(now.replayed()).isTrue();
        assertThat(now.field("summary").stringValue()).isEqualTo("Corrected");
        assertThat(pushOne(Persona.REP, edit).status()).isEqualTo("APPLIED");
        assertThat(sql.number("select count(*) from sync_held where tenant_id = ?", company.tenantId()))
                .isZero();
    }

    @Test
    void isFoundWhenItsParentComesThroughGraphQl() {
        Edit child = visit();
        push(Persona.REP, child);
        send(
                Persona.REP,
                Mutation.of(
                        "createTask",
                        "id",
                        task.toString(),
                        "customerId",
                        company.own.customer().toString(),
                        "title",
                        "T",
                        "dueAt",
                        "2026-03-05T15:00:00Z"));

        sweeper.work().get().block();

        assertThat(pushOne(Persona.REP, child).status()).isEqualTo("APPLIED");
        assertThat(sql.text("select visitor_id::text from visit where id = ?", visit))
                .isEqualTo(company.user(Persona.REP).toString());
    }

    @Test
    void becomesAnIssueWhenItsParentNeverComes() {
        Edit child = visit();
        push(Persona.REP, child);
        sql.run(
                "update sync_held set received_at = received_at - interval '31 days' where tenant_id = ?",
                company.tenantId());

        sweeper.work().get().block();

        Verdict now = pushOne(Persona.REP, child);
        assertThat(now.status()).isEqualTo("REJECTED");
        assertThat(now.error()).isEqualTo("NOT_FOUND recordId NEVER_ARRIVED");
        assertThat(sql.text("select kind from sync_issue where id = ?", now.issueId()))
                .isEqualTo("NEVER_ARRIVED");
    }

    @Test
    void holdsItsWholeGroup() {
        Edit contact = Edit.create(
                        "Contact",
                        UUID.randomUUID(),
                        "customerId",
                        company.own.customer().toString(),
                        "name",
                        "Li Na")
                .group("g");

        assertThat(push(Persona.REP, contact, visit().group("g")))
                .extracting(Verdict::status)
                .containsExactly("HELD", "HELD");
        assertThat(sql.number(
                        "select count(*) from contact where name = 'Li Na' and tenant_id = ?", company.tenantId()))
                .isZero();
        push(Persona.REP, task());
        assertThat(pushOne(Persona.REP, contact).status()).isEqualTo("APPLIED");
    }
}
